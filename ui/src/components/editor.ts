/** The message editor. Its document is exactly the text that is sent; variables only look like chips. */

import { defaultKeymap, history, historyKeymap, redo, redoDepth, undo, undoDepth } from '@codemirror/commands';
import { Compartment, EditorState, StateEffect, StateField, type Extension, type Range } from '@codemirror/state';
import { Decoration, drawSelection, EditorView, keymap, placeholder, WidgetType, type DecorationSet } from '@codemirror/view';
import { t } from '../i18n/index.svelte';
import { styledRanges } from '../state/formatting';
import { scan, type Found } from '../state/variables';

class Chip extends WidgetType {
  constructor(
    readonly written: string,
    readonly fallback: string | null,
  ) {
    super();
  }
  override eq(other: Chip): boolean {
    return other.written === this.written && other.fallback === this.fallback;
  }
  toDOM(): HTMLElement {
    const chip = document.createElement('span');
    chip.className = 'cm-chip';
    chip.textContent = this.written;
    chip.dataset.testid = 'message-chip';
    chip.title = t('chip-open');
    if (this.fallback) {
      const rest = document.createElement('span');
      rest.className = 'cm-chip-fallback';
      rest.textContent = this.fallback;
      chip.append(rest);
    }
    return chip;
  }
  override ignoreEvent(): boolean {
    return false;
  }
}

const setKnown = StateEffect.define<ReadonlySet<string>>();
const knownNames = StateField.define<ReadonlySet<string>>({
  create: () => new Set(),
  update: (known, change) => change.effects.reduce((now, effect) => (effect.is(setKnown) ? effect.value : now), known),
});

function decorate(state: EditorState): { all: DecorationSet; chips: DecorationSet } {
  const text = state.doc.toString();
  const known = state.field(knownNames);
  const chips: Range<Decoration>[] = [];
  const marks: Range<Decoration>[] = styledRanges(text).map(({ from, to, style }) => Decoration.mark({ class: `cm-${style}` }).range(from, to));
  for (const found of scan(text)) {
    if (known.has(found.name)) {
      chips.push(Decoration.replace({ widget: new Chip(found.written, found.fallback) }).range(found.from, found.to));
    } else if (known.size > 0) {
      marks.push(Decoration.mark({ class: 'unknown-name', attributes: { 'data-testid': 'message-unknown', title: t('unknown-name') } }).range(found.from, found.to));
    }
  }
  return { all: Decoration.set([...marks, ...chips], true), chips: Decoration.set(chips, true) };
}

const decorations = StateField.define<{ all: DecorationSet; chips: DecorationSet }>({
  create: decorate,
  update: (now, change) =>
    change.docChanged || change.effects.some((effect) => effect.is(setKnown)) ? decorate(change.state) : now,
  provide: (field) => [
    EditorView.decorations.from(field, (now) => now.all),
    EditorView.atomicRanges.of((view) => view.state.field(field).chips),
  ],
});

const look = EditorView.theme({
  '&': { height: '100%', fontSize: '15px', background: 'transparent', color: 'var(--ink)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font)', lineHeight: '1.7', overflow: 'auto' },
  '.cm-content': { padding: '14px 18px', caretColor: 'var(--accent)' },
  '.cm-line': { padding: '0' },
  '.cm-cursor': { borderLeft: '2px solid var(--accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--accent) 26%, transparent)',
  },
  '.cm-placeholder': { color: 'var(--ink-3)' },
  '.cm-chip': {
    display: 'inline-block',
    margin: '0 1px',
    padding: '0 8px',
    borderRadius: '7px',
    background: 'var(--accent-soft)',
    color: 'var(--accent)',
    fontWeight: '600',
    fontSize: '.92em',
    lineHeight: '1.55',
    cursor: 'pointer',
  },
  '.cm-chip-fallback': { fontWeight: '450', marginLeft: '7px', paddingLeft: '7px', borderLeft: '1px solid color-mix(in srgb, var(--accent) 40%, transparent)' },
  '.cm-bold': { fontWeight: '700' },
  '.cm-italic': { fontStyle: 'italic' },
  '.cm-strike': { textDecoration: 'line-through' },
  '.cm-mono': { fontFamily: 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", monospace', fontSize: '.92em' },
});

export interface EditorOptions {
  parent: HTMLElement;
  /** Which of several texts it is, each with an undo of its own. */
  key: number;
  text: string;
  attributes: Record<string, string>;
  placeholder: string;
  onchange: (text: string) => void;
  /** A chip was pressed. */
  onchip: (chip: Found) => void;
  /** Whether there is something to undo and to redo. */
  onhistory: (can: { undo: boolean; redo: boolean }) => void;
}

type Words = Pick<EditorOptions, 'attributes' | 'placeholder'>;

export class MessageEditorView {
  private view: EditorView;
  private attributes = new Compartment();
  private known: ReadonlySet<string> = new Set();
  private words: Words;
  private key: number;
  /** The texts that are not shown now. */
  private others = new Map<number, EditorState>();

  constructor(private options: EditorOptions) {
    this.words = options;
    this.key = options.key;
    this.view = new EditorView({ parent: options.parent, state: this.make(options.text) });
  }

  private make(text: string): EditorState {
    const { onchange, onchip } = this.options;
    return EditorState.create({
      doc: text,
      selection: { anchor: text.length },
      extensions: [
        history(),
        drawSelection(),
        knownNames,
        decorations,
        EditorView.lineWrapping,
        this.attributes.of(this.worded(this.words)),
        look,
        keymap.of([
          { key: 'Mod-b', run: () => this.wrap('*') },
          { key: 'Mod-i', run: () => this.wrap('_') },
          { key: 'F2', run: () => this.openChip() },
          // Left to the window: it means "continue".
          { key: 'Mod-Enter', run: () => false, stopPropagation: false },
          ...historyKeymap,
          ...defaultKeymap.filter((binding) => binding.key !== 'Mod-Enter'),
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          onchange(update.state.doc.toString());
          this.tellHistory();
        }),
        EditorView.domEventHandlers({
          click: (event, view) => {
            const chip = (event.target as HTMLElement).closest?.('.cm-chip');
            if (!chip) return false;
            const at = view.posAtDOM(chip);
            const found = scan(view.state.doc.toString()).find((each) => each.from <= at && at < each.to);
            if (found) onchip(found);
            return Boolean(found);
          },
        }),
      ],
    });
  }

  private worded(words: Words): Extension {
    return [EditorView.contentAttributes.of(words.attributes), placeholder(words.placeholder)];
  }

  private tellHistory(): void {
    this.options.onhistory({ undo: undoDepth(this.view.state) > 0, redo: redoDepth(this.view.state) > 0 });
  }

  /** Opens the chip beside the caret, for who has no mouse. */
  private openChip(): boolean {
    const { head } = this.view.state.selection.main;
    const found = scan(this.view.state.doc.toString()).find((each) => each.from <= head && head <= each.to && this.known.has(each.name));
    if (found) this.options.onchip(found);
    return Boolean(found);
  }

  setWords(words: Words): void {
    this.words = words;
    this.view.dispatch({ effects: this.attributes.reconfigure(this.worded(words)) });
  }

  setKnown(names: ReadonlySet<string>): void {
    this.known = names;
    this.view.dispatch({ effects: setKnown.of(names) });
  }

  /** Shows this text; of another one what was done to it before is kept. */
  show(key: number, text: string): void {
    if (key !== this.key) {
      this.others.set(this.key, this.view.state);
      this.key = key;
      this.view.setState(this.others.get(key) ?? this.make(text));
      this.view.dispatch({ effects: [setKnown.of(this.known), this.attributes.reconfigure(this.worded(this.words))] });
      this.tellHistory();
    }
    if (text === this.view.state.doc.toString()) return;
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  undo(): void {
    undo(this.view);
    this.view.focus();
  }

  redo(): void {
    redo(this.view);
    this.view.focus();
  }

  insert(text: string): void {
    this.view.dispatch(this.view.state.replaceSelection(text), { scrollIntoView: true, userEvent: 'input' });
    this.view.focus();
  }

  replace(from: number, to: number, text: string): void {
    this.view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length }, userEvent: 'input' });
    this.view.focus();
  }

  /** Puts marks around what is selected, or takes them away. */
  wrap(mark: string): boolean {
    const { from, to } = this.view.state.selection.main;
    const text = this.view.state.doc.toString();
    const size = mark.length;
    if (text.slice(from - size, from) === mark && text.slice(to, to + size) === mark) {
      this.view.dispatch({
        changes: [{ from: from - size, to: from }, { from: to, to: to + size }],
        selection: { anchor: from - size, head: to - size },
        userEvent: 'input',
      });
    } else {
      this.view.dispatch({
        changes: [{ from, insert: mark }, { from: to, insert: mark }],
        selection: { anchor: from + size, head: to + size },
        userEvent: 'input',
      });
    }
    this.view.focus();
    return true;
  }

  focus(): void {
    this.view.focus();
  }

  destroy(): void {
    this.view.destroy();
  }
}
