/** Which contacts are meant: the conditions of a list, and what of them is set. */

import type { ContactFilter } from '../backend/generated/ContactFilter';

/** No condition at all. */
export function anybody(): ContactFilter {
  return { search: null, groups: [], ungrouped: false, consent: null, opted_out: null, whatsapp: null, never_messaged: false, only: [], except: [] };
}

/** Conditions that are chosen from a few values, apart from words and groups. */
export type Conditions = Pick<ContactFilter, 'ungrouped' | 'consent' | 'opted_out' | 'whatsapp' | 'never_messaged'>;

export function noConditions(): Conditions {
  return { ungrouped: false, consent: null, opted_out: null, whatsapp: null, never_messaged: false };
}

/** How many conditions are set. */
export function conditionsSet(conditions: Conditions): number {
  return [conditions.ungrouped, conditions.consent !== null, conditions.opted_out !== null, conditions.whatsapp !== null, conditions.never_messaged].filter(Boolean).length;
}
