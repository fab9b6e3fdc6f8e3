/** The campaign that is being written. Every step can be revisited; drafts.svelte.ts saves it. */

import type { Audience } from '../backend/generated/Audience';
import type { CampaignCheck } from '../backend/generated/CampaignCheck';
import type { ContactFilter } from '../backend/generated/ContactFilter';
import type { Draft as SavedDraft } from '../backend/generated/Draft';
import type { ImportPreview } from '../backend/generated/ImportPreview';
import type { ImportSource } from '../backend/generated/ImportSource';
import type { NewCampaign } from '../backend/generated/NewCampaign';
import type { PaceView } from '../backend/generated/PaceView';
import type { ReadOptions } from '../backend/generated/ReadOptions';
import type { ScheduleView } from '../backend/generated/ScheduleView';
import type { SettingsView } from '../backend/generated/SettingsView';
import { audienceOf, chosenOf, detectAll, nobody, noRest, type AudienceKind, type Rest } from './audience';
import { Composition } from './composition.svelte';
import { fileName, stem } from './files';
import type { Shown } from './people';
import { ANY_TIME } from './schedule';
import { canonical } from './variables';

export const STEPS = ['audience', 'message', 'pace', 'review'] as const;
export type Step = (typeof STEPS)[number];

export const DEFAULT_PACE: PaceView = { delay_ms: 5_000, jitter_percent: 30, batch: 100, batch_pause_ms: 60_000 };

class Draft {
  /** Its row in the profile, once it was saved. */
  id = $state<number | null>(null);
  /** What a new campaign begins with. */
  defaults: { pace: PaceView; schedule: ScheduleView } = { pace: DEFAULT_PACE, schedule: ANY_TIME };

  step = $state<Step>('audience');
  name = $state('');
  kind = $state<AudienceKind | null>(null);
  source = $state.raw<ImportSource | null>(null);
  /** What stands in the box for pasting, before it is used. */
  pasted = $state('');
  pasting = $state(false);
  read = $state.raw<ReadOptions>(detectAll());
  consent = $state('');
  groups = $state.raw<string[]>([]);
  picked = $state.raw<number[]>([]);
  search = $state('');
  onlyConsent = $state(false);
  neverMessaged = $state(false);
  rest = $state.raw<Rest>(noRest());
  fromCampaign = $state<number | null>(null);
  readonly message = new Composition();
  /** Names of files that it had and that can no longer be sent. */
  gone = $state.raw<string[]>([]);
  pace = $state.raw<PaceView>({ ...DEFAULT_PACE });
  schedule = $state.raw<ScheduleView>({ ...ANY_TIME });
  /** Days within which people who were written to are left out; 0 leaves out nobody. */
  skipRecentDays = $state(0);

  /** The list as it was read. */
  preview = $state.raw<ImportPreview | null>(null);
  /** What the engine says about the campaign as it stands. */
  check = $state.raw<CampaignCheck | null>(null);
  previewPosition = $state(0);
  /** The first of the known people, when the campaign goes to them. */
  people = $state.raw<Shown[] | null>(null);

  /** Variables for which the people seen so far have something; none when nobody was seen yet. */
  readonly filled = $derived.by((): ReadonlySet<string> | null => {
    // What an earlier campaign knew of its people is not told.
    const seen = this.kind === 'list' ? this.preview?.rows : this.kind === 'campaign' ? null : this.people;
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

  readonly audience = $derived.by((): Audience | null =>
    audienceOf({
      kind: this.kind,
      source: this.source,
      read: this.read,
      consent: this.consent,
      groups: this.groups,
      picked: this.picked,
      search: this.search,
      onlyConsent: this.onlyConsent,
      neverMessaged: this.neverMessaged,
      rest: this.rest,
      campaign: this.fromCampaign,
    }),
  );

  /** What it could be called while nobody named it: after its file or its groups. */
  readonly suggestion = $derived.by((): string => {
    if (this.kind === 'list') return this.source?.kind === 'file' ? stem(this.source.path) : '';
    return this.kind === 'groups' ? this.groups.join(', ').slice(0, 120) : '';
  });

  /** The version of the text that is on the screen. */
  get text(): string {
    return this.message.text;
  }
  set text(text: string) {
    this.message.text = text;
  }

  readonly empty = $derived(!this.name.trim() && this.message.empty && !this.pasted.trim() && this.kind === null);

  /** The campaign as the engine wants it; with something in place of an empty text, for counting. */
  campaign(fallbackName: string, placeholder = ''): NewCampaign | null {
    if (!this.audience) return null;
    return {
      name: this.name.trim() || fallbackName,
      audience: this.audience,
      texts: this.message.textsOr(placeholder),
      attachments: this.message.ids,
      pace: this.pace,
      schedule: this.schedule,
      skip_recent_days: this.skipRecentDays,
    };
  }

  /** What is saved of it. */
  content(): SavedDraft {
    return {
      campaign: {
        name: this.name.trim() || this.suggestion,
        audience: this.audience,
        texts: this.message.texts,
        attachments: this.message.ids,
        pace: this.pace,
        schedule: this.schedule,
        skip_recent_days: this.skipRecentDays,
      },
      step: STEPS.indexOf(this.step),
      gone_attachments: [],
    };
  }

  /** Goes to these contacts. */
  useContacts(filter: ContactFilter): void {
    this.#choose(chosenOf({ kind: 'contacts', filter }));
    this.step = 'audience';
  }

  /** Takes up one that was saved, or a copy of a campaign, which has no row yet. */
  load(id: number | null, saved: SavedDraft): void {
    this.reset();
    const { campaign } = saved;
    this.id = id;
    this.name = campaign.name;
    this.#choose(chosenOf(campaign.audience));
    this.message.load(campaign.texts, campaign.attachments);
    this.gone = saved.gone_attachments;
    this.pace = campaign.pace;
    this.schedule = campaign.schedule;
    this.skipRecentDays = campaign.skip_recent_days;
    this.step = STEPS[saved.step] ?? 'audience';
    // It goes on following its file or groups.
    if (this.name === this.suggestion) this.name = '';
  }

  useDefaults(settings: SettingsView): void {
    this.defaults = { pace: settings.pace, schedule: { ...settings.schedule, start_at: null } };
    if (this.empty && this.id === null) this.reset();
  }

  useList(source: ImportSource): void {
    // The same file, put back in its place or moved, is read as it was before.
    const again = this.source?.kind === 'file' && source.kind === 'file' && fileName(this.source.path) === fileName(source.path) && !this.preview;
    this.kind = 'list';
    this.source = source;
    this.pasted = '';
    this.pasting = false;
    if (!again) this.read = detectAll();
    this.preview = null;
    this.check = null;
    this.previewPosition = 0;
    this.step = 'audience';
  }

  /** Takes what was pasted as the list, if anything was. */
  usePasted(): boolean {
    if (!this.pasted.trim()) return false;
    this.useList({ kind: 'text', text: this.pasted });
    return true;
  }

  /** Takes over who was chosen. */
  #choose(chosen: ReturnType<typeof nobody>): void {
    this.kind = chosen.kind;
    this.source = chosen.source;
    this.read = chosen.read;
    this.consent = chosen.consent;
    this.groups = chosen.groups;
    this.picked = chosen.picked;
    this.search = chosen.search;
    this.onlyConsent = chosen.onlyConsent;
    this.neverMessaged = chosen.neverMessaged;
    this.rest = chosen.rest;
    this.fromCampaign = chosen.campaign;
  }

  reset(): void {
    const { pace, schedule } = this.defaults;
    this.id = null;
    this.step = 'audience';
    this.name = '';
    this.#choose(nobody());
    this.pasted = '';
    this.pasting = false;
    this.message.load([], []);
    this.gone = [];
    this.pace = { ...pace };
    this.schedule = { ...schedule };
    this.skipRecentDays = 0;
    this.preview = null;
    this.people = null;
    this.check = null;
    this.previewPosition = 0;
  }
}

export const draft = new Draft();
