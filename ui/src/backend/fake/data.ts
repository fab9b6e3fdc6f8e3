/** Made-up people for looking at the interface. */

import type { ContactView } from '../generated/ContactView';

const NAMES = ['Ana Benítez', 'Carlos Gómez', 'José Acosta', 'Luz Rojas', 'Pedro Díaz', 'Marta León', 'Mario Ruiz', 'Elsa Vera', 'Rocío Ayala', 'Hugo Báez', 'Nilda Cáceres', 'Óscar Duarte', 'Sofía Enciso', 'Tomás Franco', 'Lucía Giménez', 'Raúl Insfrán', 'Belén Jara', 'Diego Leguizamón', 'Carmen Martínez', 'Iván Núñez', 'Paola Ortiz', 'Andrés Paredes', 'Graciela Quiñónez', 'Fátima Romero', 'Víctor Sosa', 'Liz Torres', 'Ramón Unzaín', 'Patricia Villalba', 'Sergio Yegros', 'Noelia Zárate'];
const TITLES = ['Sra.', 'Sr.', 'Dr.', 'Dra.', ''];
const GROUPS = ['Clientes', 'VIP', 'Mayoristas', 'Nuevos'];
const CITIES = ['Asunción', 'Luque', 'Capiatá', 'San Lorenzo', 'Lambaré'];

const pick = <T>(from: T[], index: number): T => from[index % from.length] as T;

export function seedContacts(count: number): ContactView[] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / NAMES.length);
    const group = pick(GROUPS, index * 7 + round);
    return {
      id: index + 1,
      phone: `+59598${1 + (index % 6)}${String(104_233 + index * 1_371).padStart(6, '0').slice(-6)}`,
      name: index % 397 === 5 ? '' : pick(NAMES, index + round * 3),
      title: pick(TITLES, index + round),
      groups: index % 5 === 0 ? [group, 'VIP'].filter((each, at, all) => all.indexOf(each) === at) : [group],
      fields: { Ciudad: pick(CITIES, index * 3 + round) },
      opted_out: index % 71 === 40,
      consent: index % 6 === 4 ? null : 'Se anotaron en la tienda, octubre de 2026',
    };
  });
}

/** The order in which contacts are listed and written to. */
export function byName(a: { name: string; phone: string }, b: { name: string; phone: string }): number {
  return a.name.localeCompare(b.name, 'es') || a.phone.localeCompare(b.phone);
}

/** Something that looks like a code but says nothing. */
export function drawCode(seed: string): string {
  const size = 29;
  let hash = 2166136261;
  const next = () => {
    hash = Math.imul(hash ^ 0x9e3779b9, 16777619) >>> 0;
    hash ^= hash >>> 13;
    return hash >>> 0;
  };
  for (const char of seed) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619) >>> 0;
  const finder = (x: number, y: number): boolean | null => {
    for (const [fx, fy] of [[0, 0], [size - 7, 0], [0, size - 7]] as const) {
      const dx = x - fx;
      const dy = y - fy;
      if (dx < -1 || dy < -1 || dx > 7 || dy > 7) continue;
      const ring = Math.max(Math.abs(dx - 3), Math.abs(dy - 3));
      return ring !== 2 && ring !== 4;
    }
    return null;
  };
  let path = '';
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) if (finder(x, y) ?? next() % 100 < 48) path += `M${x} ${y}h1v1h-1z`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-2 -2 ${size + 4} ${size + 4}" shape-rendering="crispEdges"><rect x="-2" y="-2" width="100%" height="100%" fill="#fff"/><path d="${path}" fill="#111"/></svg>`;
}
