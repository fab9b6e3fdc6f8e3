/** Scrolling through more rows than a browser lets an element be high. */

/** Firefox and WebKit stop at some 17 million pixels, Chromium at 33. */
export const MOST = 8_000_000;

export interface Space {
  /** Height of all rows. */
  rows: number;
  /** Height of the element that is scrolled. */
  element: number;
  /** Height of what is seen of it. */
  view: number;
}

export function spaceOf(total: number, rowHeight: number, view: number): Space {
  const rows = total * rowHeight;
  return { rows, element: Math.min(rows, MOST), view };
}

const clamp = (value: number, most: number) => Math.max(0, Math.min(most, value));
const furthest = (space: Space) => Math.max(0, space.rows - space.view);
const furthestElement = (space: Space) => Math.max(0, space.element - space.view);

/** Where among the rows an element scrolled so far is. */
export function toRows(top: number, space: Space): number {
  if (space.rows === space.element) return top;
  return clamp((top / furthestElement(space)) * furthest(space), furthest(space));
}

/** How far the element is to be scrolled for a place among the rows. */
export function toElement(rows: number, space: Space): number {
  if (space.rows === space.element) return rows;
  return clamp((rows / furthest(space)) * furthestElement(space), furthestElement(space));
}

/** The place among the rows after the element moved: small steps are steps of rows, large ones go through the whole list. */
export function moved(before: { top: number; rows: number }, top: number, space: Space): number {
  if (space.rows === space.element) return top;
  if (top <= 0) return 0;
  if (top >= furthestElement(space) - 1) return furthest(space);
  const step = top - before.top;
  return Math.abs(step) > 3 * space.view ? toRows(top, space) : clamp(before.rows + step, furthest(space));
}

/** How much of some room is to be used so that the last row that is seen is a whole one; none where not even one has room. */
export function wholeRows(room: number, head: number, row: number): number | null {
  const rows = row > 0 ? Math.floor((room - head) / row) : 0;
  return rows > 0 ? head + rows * row : null;
}
