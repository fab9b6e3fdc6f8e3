/** Takes a drawing of the engine into the page, and what of it says a value. */

import { isolated } from '../../i18n/bidi';

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

/** Longest line of a value: a name that goes on is cut in its middle, so that the number behind it stays. */
const LONGEST_LINE = 96;
const TAIL = 28;
/** Most lines of a value. */
const MOST_LINES = 8;

const SIGNS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function cut(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  // Of a name of a thousand signs only its two ends are looked at.
  const signs = (text: string) => [...SIGNS.segment(text)].map((each) => each.segment);
  const head = signs(line.slice(0, 8 * LONGEST_LINE)).slice(0, LONGEST_LINE - TAIL - 1);
  const tail = signs(line.slice(-8 * TAIL)).slice(-TAIL);
  const short = `${head.join('').trimEnd()}…${tail.join('').trimStart()}`;
  return short.length < line.length ? short : line;
}

/** What a mark says, as it fits beside the mouse. */
export function told(label: string): string {
  return label.split('\n').slice(0, MOST_LINES).map(cut).map(isolated).join('\n');
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 8;
const within = (at: number, least: number, most: number) => Math.max(least, Math.min(most, at));

/** Where the box of a value stands: above its mark, else below it, never outside of the frame. All in the same measure. */
export function placed(mark: Box, frame: Box, box: Pick<Box, 'width' | 'height'>): { x: number; y: number } {
  const [least, most] = [frame.top, frame.top + frame.height - box.height];
  const above = mark.top - GAP - box.height;
  const y = above >= least ? above : mark.top + mark.height + GAP;
  const x = mark.left + (mark.width - box.width) / 2;
  return { x: within(x, frame.left, Math.max(frame.left, frame.left + frame.width - box.width)), y: within(y, least, Math.max(least, most)) };
}
