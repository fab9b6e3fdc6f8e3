/** The campaign that is being written. It stays while the profile is open; every step can be revisited. */

import type { Audience } from '../backend/generated/Audience';
import type { CampaignCheck } from '../backend/generated/CampaignCheck';
import type { ContactView } from '../backend/generated/ContactView';
import type { ImportPreview } from '../backend/generated/ImportPreview';
import type { ImportSource } from '../backend/generated/ImportSource';
import type { NewCampaign } from '../backend/generated/NewCampaign';
import type { PaceView } from '../backend/generated/PaceView';
import type { ReadOptions } from '../backend/generated/ReadOptions';
import { canonical } from './variables';

export const STEPS = ['audience', 'message', 'pace', 'review'] as const;
export type Step = (typeof STEPS)[number];

export const DEFAULT_PACE: PaceView = { delay_ms: 5_000, jitter_percent: 30, batch: 100, batch_pause_ms: 60_000 };

export function detectAll(): ReadOptions {
  return { encoding: null, separator: null, header: null, columns: {}, country: null };
}

class Draft {
  step = $state<Step>('audience');
  name = $state('');
  kind = $state<'list' | 'group' | 'all' | null>(null);
  source = $state.raw<ImportSource | null>(null);
  label = $state('');
  /** What stands in the box for pasting, before it is used. */
  pasted = $state('');
  read = $state.raw<ReadOptions>(detectAll());
  consent = $state('');
  group = $state('');
  text = $state('');
  pace = $state.raw<PaceView>({ ...DEFAULT_PACE });
  /** The list as it was read. */
  preview = $state.raw<ImportPreview | null>(null);
  /** What the engine says about the campaign as it stands. */
  check = $state.raw<CampaignCheck | null>(null);
  previewPosition = $state(0);
  /** The first of the known people, when the campaign goes to them. */
  people = $state.raw<ContactView[] | null>(null);

  /** Variables for which the people seen so far have something; none when nobody was seen yet. */
  readonly filled = $derived.by((): ReadonlySet<string> | null => {
    const seen = this.kind === 'list' ? this.preview?.rows : this.people;
    if (!seen?.length) return null;
    const names = new Set<string>(['numero']);
    for (const person of seen) {
      if (person.name) names.add('nombre');
      if (person.title) names.add('sustantivo');
      if (person.groups.length) names.add('grupo');
      for (const [header, value] of Object.entries(person.fields)) if (value) names.add(canonical(header));
    }
    return names;
  });

  readonly audience = $derived.by((): Audience | null => {
    if (this.kind === 'all') return { kind: 'all' };
    if (this.kind === 'group') return this.group ? { kind: 'group', name: this.group } : null;
    if (this.kind !== 'list' || !this.source) return null;
    const consent = this.consent.trim() || null;
    return {
      kind: 'list',
      source: this.source,
      options: { read: this.read, group: null, skip_existing: false, consent },
    };
  });

  readonly empty = $derived(!this.text.trim() && !this.pasted.trim() && this.kind === null);

  /** The campaign as the engine wants it; with something in place of an empty text, for counting. */
  campaign(fallbackName: string, placeholder = ''): NewCampaign | null {
    if (!this.audience) return null;
    return {
      name: this.name.trim() || fallbackName,
      audience: this.audience,
      texts: [this.text.trim() ? this.text : placeholder],
      pace: this.pace,
    };
  }

  useList(source: ImportSource, label: string): void {
    this.kind = 'list';
    this.source = source;
    this.label = label;
    this.pasted = '';
    this.read = detectAll();
    this.preview = null;
    this.check = null;
    this.previewPosition = 0;
    this.step = 'audience';
  }

  /** Takes what was pasted as the list, if anything was. */
  usePasted(label: string): boolean {
    if (!this.pasted.trim()) return false;
    this.useList({ kind: 'text', text: this.pasted }, label);
    return true;
  }

  reset(): void {
    this.step = 'audience';
    this.name = '';
    this.kind = null;
    this.source = null;
    this.label = '';
    this.pasted = '';
    this.read = detectAll();
    this.consent = '';
    this.group = '';
    this.text = '';
    this.pace = { ...DEFAULT_PACE };
    this.preview = null;
    this.people = null;
    this.check = null;
    this.previewPosition = 0;
  }
}

export const draft = new Draft();
