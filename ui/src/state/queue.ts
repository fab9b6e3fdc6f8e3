/** The order in which campaigns are shown, and why one of them does not move. */

import type { CampaignView } from '../backend/generated/CampaignView';
import { moment, near, time } from '../i18n/format';
import { t, word } from '../i18n/index.svelte';
import { campaignTone, type Tone } from './outcomes';

const OPEN = ['running', 'paused', 'held'];

/** Whether it sends at this moment. */
function sends(campaign: CampaignView): boolean {
  return campaign.state === 'running' && campaign.waiting === null;
}

/** When its wait ends; one that waits for others only goes next. */
const until = (campaign: CampaignView) => (campaign.waiting_until ? new Date(campaign.waiting_until).getTime() : 0);

/** Those under way, the one that sends first and the rest as they will be served; and those that are over, the last one first. */
export function arrange(campaigns: CampaignView[]): { open: CampaignView[]; over: CampaignView[] } {
  const rank = (campaign: CampaignView) => (sends(campaign) ? 0 : campaign.state === 'running' ? 1 : 2);
  return {
    open: campaigns.filter((each) => OPEN.includes(each.state)).sort((a, b) => rank(a) - rank(b) || until(a) - until(b) || a.id - b.id),
    over: campaigns.filter((each) => !OPEN.includes(each.state)).sort((a, b) => b.id - a.id),
  };
}

/** Its state in a word or two: one that only waits for its turn is not said to be in progress. */
export function badge(campaign: CampaignView): { tone: Tone; text: string } {
  if (campaign.state === 'running' && !sends(campaign)) return { tone: 'plain', text: t('campaign-waiting') };
  return { tone: campaignTone(campaign.state), text: word('campaign', campaign.state) };
}

/** Whether anything was tried yet. */
export function begun({ counts }: CampaignView): boolean {
  return counts.sending + counts.sent + counts.accepted + counts.delivered + counts.read + counts.failed > 0;
}

/** When it began, or when it begins. */
export function beginning(campaign: CampaignView, now = Date.now()): string {
  const start = campaign.schedule.start_at;
  const later = start && new Date(start) > new Date(campaign.created_at) ? start : campaign.created_at;
  if (begun(campaign) || sends(campaign)) return t('campaign-began', { when: moment(later) });
  if (OPEN.includes(campaign.state) && new Date(later).getTime() > now) return t('campaign-begins', { when: moment(later) });
  return t('campaign-created', { when: moment(campaign.created_at) });
}

const SOON = 24 * 60 * 60 * 1000;

/** Why a campaign does not send, and when it goes on; nothing while it sends. */
export function standstill(campaign: CampaignView, now = Date.now()): string {
  if (campaign.state === 'held') {
    const why = word('hold', campaign.hold_reason ?? 'other');
    return campaign.hold_until ? `${why} ${t('hold-goes-on', { when: near(campaign.hold_until) })}` : why;
  }
  if (campaign.state !== 'running' || !campaign.waiting) return '';
  const end = campaign.waiting_until;
  // The sentence for quiet hours names an hour; that of another day comes with its day.
  const hour = end && campaign.waiting === 'quiet_hours' && new Date(end).getTime() - now < SOON;
  return word('waiting', campaign.waiting, { time: end ? (hour ? time(end) : near(end)) : '' });
}
