/** Made-up people for looking at the interface. */

import type { ContactView } from '../generated/ContactView';
import { blank } from './contacts';

const NAMES = ['Ana Benítez', 'Carlos Gómez', 'José Acosta', 'Luz Rojas', 'Pedro Díaz', 'Marta León', 'Mario Ruiz', 'Elsa Vera', 'Rocío Ayala', 'Hugo Báez', 'Nilda Cáceres', 'Óscar Duarte', 'Sofía Enciso', 'Tomás Franco', 'Lucía Giménez', 'Raúl Insfrán', 'Belén Jara', 'Diego Leguizamón', 'Carmen Martínez', 'Iván Núñez', 'Paola Ortiz', 'Andrés Paredes', 'Graciela Quiñónez', 'Fátima Romero', 'Víctor Sosa', 'Liz Torres', 'Ramón Unzaín', 'Patricia Villalba', 'Sergio Yegros', 'Noelia Zárate'];
const TITLES = ['Sra.', 'Sr.', 'Dr.', 'Dra.', ''];
const GROUPS = ['Clientes', 'VIP', 'Mayoristas', 'Nuevos'];
const CITIES = ['Asunción', 'Luque', 'Capiatá', 'San Lorenzo', 'Lambaré'];

const pick = <T>(from: T[], index: number): T => from[index % from.length] as T;

const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY).toISOString();

export function seedContacts(count: number): ContactView[] {
  return Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / NAMES.length);
    const group = pick(GROUPS, index * 7 + round);
    const tail = String((104_233 + index * 1_371) % 1_000_000).padStart(6, '0');
    const phone = `+59598${1 + (index % 6)}${tail}`;
    const out = index % 71 === 40;
    const agreed = index % 6 !== 4;
    const checked = index % 3 === 0;
    return {
      ...blank(index + 1, phone),
      typed: `098${1 + (index % 6)} ${tail.slice(0, 3)} ${tail.slice(3)}`,
      landline: index % 211 === 13,
      name: index % 397 === 5 ? '' : pick(NAMES, index + round * 3),
      title: pick(TITLES, index + round),
      groups: index % 83 === 11 ? [] : index % 5 === 0 ? [...new Set([group, 'VIP'])] : [group],
      fields: { Ciudad: pick(CITIES, index * 3 + round) },
      note: index % 57 === 3 ? 'Prefiere que le escriban por la tarde.' : '',
      consent: agreed ? 'Se anotaron en la tienda, octubre de 2026' : null,
      consent_at: agreed ? ago(40 + (index % 20)) : null,
      consent_proof: agreed && index % 4 === 0 ? 'Planilla 12, hoja 3' : null,
      opted_out: out,
      opted_out_at: out ? ago(3 + (index % 9)) : null,
      opted_out_why: out ? 'BAJA' : null,
      whatsapp: checked ? (index % 89 === 7 * 3 ? 'no' : 'yes') : 'unknown',
      whatsapp_checked_at: checked ? ago(2) : null,
      created_at: ago(60 + (index % 300)),
      updated_at: ago(5 + (index % 50)),
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
