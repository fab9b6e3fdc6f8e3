/** Whom a campaign goes to, between the choices of a person and the engine. */

import type { Audience } from '../backend/generated/Audience';
import type { ContactFilter } from '../backend/generated/ContactFilter';
import type { ImportSource } from '../backend/generated/ImportSource';
import type { ReadOptions } from '../backend/generated/ReadOptions';
import { fileName } from './files';
import { anybody } from './filter';

export type AudienceKind = 'list' | 'groups' | 'all' | 'pick' | 'campaign';

/** Conditions that come from the contacts screen; here they can only be taken away. */
export type Rest = Pick<ContactFilter, 'ungrouped' | 'opted_out' | 'whatsapp' | 'except'> & { withoutConsent: boolean };

export function noRest(): Rest {
  return { ungrouped: false, opted_out: null, whatsapp: null, except: [], withoutConsent: false };
}

/** Everything that can be chosen; each kind keeps its own while another is looked at. */
export interface Chosen {
  kind: AudienceKind | null;
  source: ImportSource | null;
  read: ReadOptions;
  consent: string;
  groups: string[];
  picked: number[];
  search: string;
  onlyConsent: boolean;
  neverMessaged: boolean;
  rest: Rest;
  campaign: number | null;
}

export function detectAll(): ReadOptions {
  return { encoding: null, separator: null, header: null, columns: {}, country: null, sheet: null };
}

export function nobody(): Chosen {
  return { kind: null, source: null, read: detectAll(), consent: '', groups: [], picked: [], search: '', onlyConsent: false, neverMessaged: false, rest: noRest(), campaign: null };
}

/** As the engine wants it; none while something is missing. */
export function audienceOf(chosen: Chosen): Audience | null {
  const { kind, source, campaign } = chosen;
  const filter = anybody();
  const { withoutConsent, ...rest } = chosen.rest;
  // These narrow a choice that names nobody; people picked one by one are meant as they are.
  const narrow = { ...rest, search: chosen.search.trim() || null, consent: chosen.onlyConsent ? true : withoutConsent ? false : null, never_messaged: chosen.neverMessaged };
  if (kind === 'list') {
    if (!source) return null;
    return { kind, source, options: { read: chosen.read, group: null, skip_existing: false, consent: chosen.consent.trim() || null } };
  }
  // No group would mean everybody, which was not said.
  if (kind === 'groups') return chosen.groups.length ? { kind: 'contacts', filter: { ...filter, ...narrow, groups: chosen.groups } } : null;
  if (kind === 'pick') return chosen.picked.length ? { kind: 'contacts', filter: { ...filter, only: chosen.picked } } : null;
  if (kind === 'all') return { kind: 'contacts', filter: { ...filter, ...narrow } };
  return kind === 'campaign' && campaign !== null ? { kind, id: campaign } : null;
}

/** What was chosen, from what the engine was given. */
export function chosenOf(audience: Audience | null): Chosen {
  const empty = nobody();
  if (!audience) return empty;
  if (audience.kind === 'campaign') return { ...empty, kind: 'campaign', campaign: audience.id };
  if (audience.kind === 'list') return { ...empty, kind: 'list', source: audience.source, read: { ...detectAll(), ...audience.options.read }, consent: audience.options.consent ?? '' };
  // A draft may come from a version that knew fewer conditions.
  const filter = { ...anybody(), ...audience.filter };
  return {
    ...empty,
    kind: filter.only.length ? 'pick' : filter.groups.length ? 'groups' : 'all',
    groups: filter.groups,
    picked: filter.only,
    search: filter.search ?? '',
    onlyConsent: filter.consent === true,
    neverMessaged: filter.never_messaged,
    rest: { ungrouped: filter.ungrouped, opted_out: filter.opted_out, whatsapp: filter.whatsapp, except: filter.except, withoutConsent: filter.consent === false },
  };
}

/** What a list is called: its file, or that it was pasted. */
export function labelOf(source: ImportSource | null, pasted: string): string {
  if (!source) return '';
  return source.kind === 'file' ? fileName(source.path) : pasted;
}
