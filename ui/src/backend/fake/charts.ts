/** Plain drawings for looking at the interface; the engine has better ones. */

import type { ChartLook } from '../generated/ChartLook';

export interface Row {
  name: string;
  values: number[];
}

const LIGHT = ['#5b9bd5', '#1f5fa8', '#0e7a5f', '#b3261e', '#8f5b00', '#7a4ea3', '#55625c'];
const DARK = ['#3f6f9f', '#8ab8f0', '#4cc9a3', '#ff8a80', '#f0bd62', '#c39be8', '#a9b6b0'];

const escape = (text: string) => text.replace(/[&<>"'\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const short = (text: string, most: number) => ([...text].length > most ? `${[...text].slice(0, most - 1).join('')}…` : text);

function sheet({ theme, width, height }: ChartLook, content: (ink: string, colour: (index: number) => string) => string): string {
  const colours = theme === 'dark' ? DARK : LIGHT;
  const inner = content(theme === 'dark' ? '#a9b6b0' : '#55625c', (index) => colours[index % colours.length] ?? '#888');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-size="12">${inner}</svg>`;
}

/** Values over time. */
export function columns(rows: Row[], headers: string[], look: ChartLook): string {
  const largest = Math.max(1, ...rows.flatMap((row) => row.values));
  const [left, bottom] = [44, 24];
  const [wide, high] = [look.width - left - 8, look.height - bottom - 12];
  const slot = wide / Math.max(1, rows.length);
  const every = Math.ceil(70 / slot);
  return sheet(look, (ink, colour) => {
    const grid = [0, 0.5, 1].map((share) => `<line x1="${left}" x2="${left + wide}" y1="${12 + high * (1 - share)}" y2="${12 + high * (1 - share)}" stroke="${ink}" stroke-opacity=".25"/><text x="${left - 8}" y="${16 + high * (1 - share)}" text-anchor="end" fill="${ink}">${Math.round(largest * share)}</text>`).join('');
    const marks = rows.map(({ name, values }, at) => {
      const x = left + at * slot;
      const label = escape([name, ...values.map((value, index) => `${headers[index + 1]}: ${value}`)].join('\n'));
      const inside = values.map((value, index) => `<rect x="${x + slot * (0.1 + index * 0.2)}" y="${12 + high * (1 - value / largest)}" width="${slot * 0.18}" height="${(high * value) / largest}" fill="${colour(index)}"/>`).join('');
      const below = at % every === 0 ? `<text x="${x + slot / 2}" y="${look.height - 6}" text-anchor="middle" fill="${ink}">${escape(name)}</text>` : '';
      return `${inside}<rect x="${x}" y="12" width="${slot}" height="${high}" class="mark" fill="transparent" data-label="${label}"/>${below}`;
    });
    return grid + marks.join('');
  });
}

/** Values beside each other, each with its name. */
export function bars(rows: Row[], headers: string[], look: ChartLook): string {
  const largest = Math.max(1, ...rows.map((row) => row.values[0] ?? 0));
  const left = Math.min(170, look.width * 0.35);
  const slot = Math.min(44, look.height / Math.max(1, rows.length));
  return sheet(look, (ink, colour) =>
    rows
      .map(({ name, values }, at) => {
        const [value = 0] = values;
        const label = escape(`${name}\n${values.map((each, index) => `${headers[index + 1]}: ${each}`).join('\n')}`);
        return `<text x="${left - 8}" y="${at * slot + slot / 2 + 4}" text-anchor="end" fill="${ink}">${escape(short(name, 22))}</text><rect x="${left}" y="${at * slot + 4}" width="${Math.max(2, ((look.width - left - 60) * value) / largest)}" height="${slot - 8}" rx="4" fill="${colour(2)}"/><rect class="mark" x="0" y="${at * slot}" width="${look.width}" height="${slot}" fill="transparent" data-label="${label}"/><text x="${left + ((look.width - left - 60) * value) / largest + 8}" y="${at * slot + slot / 2 + 4}" fill="${ink}">${value}</text>`;
      })
      .join(''),
  );
}

/** Parts of a whole. */
export function pie(rows: Row[], headers: string[], look: ChartLook): string {
  const total = rows.reduce((sum, row) => sum + (row.values[0] ?? 0), 0) || 1;
  const radius = Math.min(look.height / 2 - 8, look.width / 4);
  const [x, y] = [radius + 8, look.height / 2];
  const on = (share: number) => `${x + radius * Math.sin(share * 2 * Math.PI)} ${y - radius * Math.cos(share * 2 * Math.PI)}`;
  return sheet(look, (ink, colour) => {
    let before = 0;
    return rows
      .map(({ name, values }, at) => {
        const share = (values[0] ?? 0) / total;
        const label = escape(`${name}\n${headers[1]}: ${values[0]}`);
        const shape = share >= 0.9999 ? `<circle cx="${x}" cy="${y}" r="${radius}"` : `<path d="M${x} ${y}L${on(before)}A${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${on(before + share)}Z"`;
        const path = `${shape} fill="${colour(at)}"/>${shape} class="mark" fill="transparent" data-label="${label}"/>`;
        before += share;
        const line = y - rows.length * 11 + at * 22;
        return `${path}<rect x="${x + radius + 24}" y="${line + 3}" width="11" height="11" rx="3" fill="${colour(at)}"/><text x="${x + radius + 42}" y="${line + 13}" fill="${ink}">${escape(short(name, 18))} · ${Math.round(share * 100)} %</text>`;
      })
      .join('');
  });
}
