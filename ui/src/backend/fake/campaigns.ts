/** Campaigns that move by themselves, in memory. */

import type { AttachmentView } from '../generated/AttachmentView';
import type { CampaignView } from '../generated/CampaignView';
import type { NewCampaign } from '../generated/NewCampaign';
import type { RecipientView } from '../generated/RecipientView';
import type { StateCounts } from '../generated/StateCounts';
import type { VariantResult } from '../generated/VariantResult';
import { finish, opening } from './schedule';
import type { Person } from './template';

export const zero = (): StateCounts => ({ queued: 0, sending: 0, sent: 0, accepted: 0, delivered: 0, read: 0, failed: 0, skipped: 0 });

const REPLIES = ['¿Tienen en talle M? 😊', 'Gracias!', 'BAJA', 'Paso mañana', 'ok 👍'];

export class FakeCampaign {
  state = 'running';
  hold_reason: string | null = null;
  hold_until: string | null = null;
  /** Whether campaigns before this one are still being sent. */
  queued = false;
  created_at: string;
  finished_at: string | null = null;
  recipients: RecipientView[];
  private beat = 0;

  constructor(
    readonly id: number,
    readonly made: NewCampaign,
    people: Person[],
    created = new Date(),
    readonly attachments: AttachmentView[] = [],
  ) {
    this.created_at = created.toISOString();
    this.recipients = people.map((person, index) => ({
      position: index + 1,
      phone: person.phone,
      name: person.name,
      state: 'queued',
      reason: null,
      at: null,
      reply: null,
      opted_out: false,
      parts: [],
    }));
  }

  /** When its turn comes and why it waits, while it runs. */
  private wait(): { why: string; until: string | null } | null {
    if (this.state !== 'running') return null;
    const { at, why } = opening(this.made.schedule, new Date(), this.sentToday);
    if (why) return { why, until: at.toISOString() };
    return this.queued ? { why: 'queue', until: null } : null;
  }

  /** Whether it would send now, were it its turn. */
  get open(): boolean {
    return this.state === 'running' && opening(this.made.schedule, new Date(), this.sentToday).why === null;
  }

  /** When its last message is expected to go out. */
  finish(sentToday = this.sentToday): Date | null {
    const left = this.recipients.filter((row) => row.state === 'queued' || row.state === 'sending').length;
    return this.state === 'running' && left ? finish(this.made.schedule, this.made.pace, left, new Date(), sentToday) : null;
  }

  private get sentToday(): number {
    const today = new Date().toDateString();
    return this.recipients.filter((row) => row.at && !['queued', 'skipped'].includes(row.state) && new Date(row.at).toDateString() === today).length;
  }

  /** One step of time; whether anything changed. */
  tick(): boolean {
    this.beat += 1;
    const now = new Date().toISOString();
    const set = (row: RecipientView, state: string, reason: string | null = null) => Object.assign(row, { state, reason, at: now });
    let moved = false;
    for (const row of this.recipients) {
      if (!['sent', 'accepted', 'delivered'].includes(row.state) || (row.position * 7 + this.beat) % 5 !== 0) continue;
      moved = true;
      if (row.state === 'sent') set(row, 'accepted');
      else if (row.state === 'accepted') set(row, 'delivered');
      else if (row.position % 4 !== 0) {
        set(row, 'read');
        if (row.position % 9 === 3) row.reply = REPLIES[row.position % REPLIES.length] ?? null;
      }
    }
    if (this.state !== 'running' || this.wait()) return moved;
    const sending = this.recipients.find((row) => row.state === 'sending');
    if (sending) {
      if (sending.position % 23 === 11) set(sending, 'failed', 'not_on_whatsapp');
      else if (sending.position % 37 === 5) set(sending, 'skipped', 'opted_out');
      else set(sending, 'sent');
    }
    const next = this.recipients.find((row) => row.state === 'queued');
    if (next) set(next, 'sending');
    else if (!this.recipients.some((row) => row.state === 'sending' || row.state === 'sent')) {
      this.state = 'completed';
      this.finished_at = now;
    }
    return true;
  }

  fastForward(beats: number): this {
    for (let beat = 0; beat < beats; beat += 1) this.tick();
    return this;
  }

  cancel(): void {
    this.state = 'cancelled';
    this.finished_at = new Date().toISOString();
    for (const row of this.recipients) if (row.state === 'queued') Object.assign(row, { state: 'skipped', reason: 'cancelled' });
  }

  variants(): VariantResult[] {
    return this.made.texts.map((_, variant) => {
      const rows = this.recipients.filter((row) => (row.position - 1) % this.made.texts.length === variant);
      const counts = zero();
      for (const row of rows) counts[row.state as keyof StateCounts] += 1;
      return { variant, counts, replies: rows.filter((row) => row.reply).length };
    });
  }

  view(): CampaignView {
    const counts = zero();
    for (const row of this.recipients) counts[row.state as keyof StateCounts] += 1;
    const current = this.recipients.find((row) => row.state === 'sending');
    const running = this.state === 'running';
    const wait = this.wait();
    const ends = this.finish();
    return {
      id: this.id,
      name: this.made.name,
      state: this.state,
      hold_reason: this.hold_reason,
      hold_until: this.hold_until,
      waiting: wait?.why ?? null,
      waiting_until: wait?.until ?? null,
      total: this.recipients.length,
      counts,
      texts: this.made.texts,
      attachments: this.attachments,
      pace: this.made.pace,
      schedule: this.made.schedule,
      created_at: this.created_at,
      finished_at: this.finished_at,
      replies: this.recipients.filter((row) => row.reply).length,
      current: running && current ? current.name || current.phone : null,
      per_minute: running && !wait ? 11.6 : 0,
      eta_seconds: ends ? Math.round((ends.getTime() - Date.now()) / 1000) : null,
      finish_at: ends?.toISOString() ?? null,
    };
  }
}
