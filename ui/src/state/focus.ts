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

const buttonsIn = (node: Element) => [...node.querySelectorAll<HTMLElement>('button:not(:disabled)')];

/** When the button with the focus goes away, the one now in its place takes the focus. */
export function keepFocus(root: HTMLElement): () => void {
  let button: HTMLElement | null = null;
  let around: { node: Element; index: number }[] = [];
  const entered = (event: FocusEvent) => {
    const target = event.target as HTMLElement;
    button = target.tagName === 'BUTTON' ? target : null;
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
      if (document.activeElement && document.activeElement !== document.body) return;
      for (const { node, index } of places) {
        if (!node.isConnected) continue;
        // Of a whole screen only the button that is meant for it.
        const all = node.parentElement === root ? [] : buttonsIn(node);
        const next = all[Math.min(index, all.length - 1)] ?? node.querySelector<HTMLElement>('[data-focus-after]');
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
