/** Where the keyboard is, when what it stood on goes away. */

let enterDown = false;
if (typeof window !== 'undefined') {
  const note = (down: boolean) => (event: KeyboardEvent) => {
    if (event.key === 'Enter') enterDown = down;
  };
  window.addEventListener('keydown', note(true), true);
  window.addEventListener('keyup', note(false), true);
  window.addEventListener('blur', () => (enterDown = false));
}

/** Runs once Enter is let go, so that the key that opened a field writes nothing in it. */
export function afterEnter(run: () => void): () => void {
  if (!enterDown) {
    run();
    return () => {};
  }
  let over = false;
  const stop = () => {
    over = true;
    clearTimeout(timer);
    window.removeEventListener('keyup', up, true);
  };
  const finish = () => {
    if (over) return;
    stop();
    run();
  };
  const up = (event: KeyboardEvent) => {
    if (event.key === 'Enter') setTimeout(finish);
  };
  const timer = setTimeout(finish, 400);
  window.addEventListener('keyup', up, true);
  return stop;
}

/** Where in a part of the screen the focus goes when what had it is gone: never what Enter would set off. */
const homeIn = (part: Element) => part.querySelector<HTMLElement>('[data-focus-home]') ?? part.querySelector<HTMLElement>('[data-focus-heading]');

const lost = () => !document.activeElement || document.activeElement === document.body;

/** Puts the focus where it is at home in this part of the screen, if it is nowhere. */
export function goHome(root: HTMLElement | null): void {
  if (root?.isConnected && lost()) (homeIn(root) ?? root).focus({ preventScroll: true });
}

/** Gives the focus back to what had it before, where what had it since is gone. */
export function giveBack(before: HTMLElement | null): void {
  if (!lost()) return;
  if (before?.isConnected && before !== document.body) before.focus({ preventScroll: true });
  if (lost()) goHome(document.querySelector('main'));
}

const buttonsIn = (node: Element) => [...node.querySelectorAll<HTMLElement>('button:not(:disabled)')];

/**
 * When the button, the box or the grid with the focus goes away, the button now
 * in its place takes the focus; in a part with a home of its own, that home.
 */
export function keepFocus(root: HTMLElement): () => void {
  let button: HTMLElement | null = null;
  let around: { node: Element; index: number }[] = [];
  const entered = (event: FocusEvent) => {
    const target = event.target as HTMLElement;
    button = ['BUTTON', 'TEXTAREA'].includes(target.tagName) || target.matches('[role=grid]') ? target : null;
    around = [];
    for (let node = button?.parentElement; node && node !== root; node = node.parentElement) {
      around.push({ node, index: buttonsIn(node).indexOf(button as HTMLElement) });
    }
  };
  const observer = new MutationObserver(() => {
    if (!button || button.isConnected) return;
    button = null;
    const places = around;
    setTimeout(() => {
      if (!lost()) return;
      let part = false;
      for (const { node, index } of places) {
        part ||= node.matches('[data-focus-part]');
        if (!node.isConnected) continue;
        // Of a whole screen only the button that is meant for it.
        const all = part || node.parentElement === root ? [] : buttonsIn(node);
        const next = all[Math.min(index, all.length - 1)] ?? homeIn(node) ?? (part ? null : node.querySelector<HTMLElement>('[data-focus-after]'));
        if (next) return next.focus();
      }
    });
  });
  root.addEventListener('focusin', entered);
  observer.observe(root, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', entered);
  };
}
