/** WhatsApp's marks for bold, italic, strike-through and monospace, as a phone shows them. */

export interface Run {
  text: string;
  bold: boolean;
  italic: boolean;
  strike: boolean;
  mono: boolean;
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Mark = keyof typeof MARKS;
type Style = Omit<Run, 'text'>;

const PLAIN: Style = { bold: false, italic: false, strike: false, mono: false };
const isWord = (char: string | undefined) => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** Where the mark that opens at `at` closes, or -1. */
function closing(text: string, at: number, end: number): number {
  const mark = text[at] as string;
  if (isWord(text[at - 1]) || !text[at + 1] || /\s/.test(text[at + 1] as string) || text[at + 1] === mark) return -1;
  for (let i = at + 2; i < end; i += 1) {
    if (text[i] === '\n') return -1;
    if (text[i] === mark && !/\s/.test(text[i - 1] as string) && !isWord(text[i + 1])) return i;
  }
  return -1;
}

function parse(text: string, from: number, to: number, style: Style, out: Run[]): void {
  let plain = '';
  const flush = () => {
    if (plain) out.push({ text: plain, ...style });
    plain = '';
  };
  for (let i = from; i < to; i += 1) {
    if (text.startsWith('```', i)) {
      const close = text.indexOf('```', i + 3);
      if (close > i + 3 && close + 3 <= to) {
        flush();
        out.push({ text: text.slice(i + 3, close), ...style, mono: true });
        i = close + 2;
        continue;
      }
    }
    const char = text[i] as string;
    if (char in MARKS) {
      const close = closing(text, i, to);
      if (close > 0) {
        flush();
        parse(text, i + 1, close, { ...style, [MARKS[char as Mark]]: true }, out);
        i = close;
        continue;
      }
    }
    plain += char;
  }
  flush();
}

export function runs(text: string): Run[] {
  const out: Run[] = [];
  parse(text, 0, text.length, PLAIN, out);
  return out;
}

/** Ranges of a text in which a style holds, for the editor; the marks are part of the range. */
export function styledRanges(text: string): { from: number; to: number; style: string }[] {
  const found: { from: number; to: number; style: string }[] = [];
  for (let i = 0; i < text.length; i += 1) {
    if (text.startsWith('```', i)) {
      const close = text.indexOf('```', i + 3);
      if (close > i + 3) {
        found.push({ from: i, to: close + 3, style: 'mono' });
        i = close + 2;
        continue;
      }
    }
    const mark = MARKS[text[i] as Mark];
    const close = mark ? closing(text, i, text.length) : -1;
    if (mark && close > 0) found.push({ from: i, to: close + 1, style: mark });
  }
  return found;
}
