import { describe, expect, it } from 'vitest';
import { moved, MOST, spaceOf, toElement, toRows, wholeRows } from '../src/state/scroll';

const ROW = 46;

describe('a list that fits', () => {
  const space = spaceOf(1_000, ROW, 500);
  it('is scrolled as it is', () => {
    expect([space.element, toRows(1_234, space), toElement(1_234, space)]).toEqual([46_000, 1_234, 1_234]);
    expect(moved({ top: 0, rows: 0 }, 20_000, space)).toBe(20_000);
  });
});

describe('a list higher than any element may be', () => {
  const space = spaceOf(1_000_000, ROW, 500);
  const end = 1_000_000 * ROW - 500;

  it('has an element that every browser can draw', () => {
    expect(space.element).toBe(MOST);
  });
  it('reaches its first and its last row', () => {
    expect(moved({ top: 900, rows: 900 }, 0, space)).toBe(0);
    expect(moved({ top: 100, rows: 100 }, MOST - 500, space)).toBe(end);
    expect(toRows(MOST - 500, space)).toBe(end);
  });
  it('moves row by row with the wheel', () => {
    expect(moved({ top: 4_000_000, rows: 23_000_000 }, 4_000_100, space)).toBe(23_000_100);
    expect(moved({ top: 4_000_000, rows: 23_000_000 }, 3_999_900, space)).toBe(22_999_900);
  });
  it('goes through the whole list with the bar', () => {
    const middle = moved({ top: 0, rows: 0 }, (MOST - 500) / 2, space);
    expect(middle).toBeCloseTo(end / 2, -1);
  });
  it('puts the bar back where the rows are', () => {
    for (const rows of [0, 46, 1_000_000, 23_456_789, end]) expect(toRows(toElement(rows, space), space)).toBeCloseTo(rows, 3);
  });
});

describe('rows that are seen', () => {
  it('are whole ones', () => {
    expect(wholeRows(180, 37, 51)).toBe(37 + 2 * 51);
    expect(wholeRows(139, 37, 51)).toBe(139);
  });
  it('are left as they are where not even one has room', () => {
    expect([wholeRows(60, 37, 51), wholeRows(60, 37, 0)]).toEqual([null, null]);
  });
});
