/** Takes a drawing of the engine into the page, and what of it says a value. */

/** What drawings are made of. Whatever else stands in one is left out: a drawing does nothing and fetches nothing. */
const ELEMENTS = new Set(['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'defs', 'clippath', 'lineargradient', 'stop']);
const ATTRIBUTE = /^(?!on|href$|style$|xlink)/i;

/** The drawing as elements; none where it is none. */
export function drawn(svg: string): SVGSVGElement | null {
  const root = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  if (!(root instanceof SVGSVGElement)) return null;
  for (const element of [root, ...root.querySelectorAll('*')]) {
    if (!ELEMENTS.has(element.localName.toLowerCase())) {
      // The web view's own bubble would stand beside ours.
      element.remove();
      continue;
    }
    for (const { name } of [...element.attributes]) if (!ATTRIBUTE.test(name)) element.removeAttribute(name);
  }
  root.setAttribute('aria-hidden', 'true');
  root.setAttribute('focusable', 'false');
  return document.importNode(root, true);
}

/** What of it says a value, in the order in which it is drawn. */
export function marks(root: Element): SVGGraphicsElement[] {
  return [...root.querySelectorAll<SVGGraphicsElement>('[data-label]')];
}

/** The mark to which a key leads from another one, or from none. */
export function step(count: number, at: number | null, key: string): number | null {
  const last = count - 1;
  if (last < 0) return null;
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  if (key === 'ArrowRight' || key === 'ArrowDown') return at === null ? 0 : Math.min(last, at + 1);
  if (key === 'ArrowLeft' || key === 'ArrowUp') return at === null ? last : Math.max(0, at - 1);
  return null;
}
