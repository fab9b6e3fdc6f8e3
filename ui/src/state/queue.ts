/** The order in which campaigns are shown, and why one of them does not move. */

import type { CampaignView } from '../backend/generated/CampaignView';
import { near, time } from '../i18n/format';
import { t, word } from '../i18n/index.svelte';

const OPEN = ['running', 'paused', 'held'];

/** Whether it sends at this moment. */
function sends(campaign: CampaignView): boolean {
  return campaign.state === 'running' && campaign.waiting === null;
}

/** Those under way, the one that sends first and the rest as they will be served; and those that are over, the last one first. */
export function arrange(campaigns: CampaignView[]): { open: CampaignView[]; over: CampaignView[] } {
  const rank = (campaign: CampaignView) => (sends(campaign) ? 0 : campaign.state === 'running' ? 1 : 2);
  return {
    open: campaigns.filter((each) => OPEN.includes(each.state)).sort((a, b) => rank(a) - rank(b) || a.id - b.id),
    over: campaigns.filter((each) => !OPEN.includes(each.state)).sort((a, b) => b.id - a.id),
  };
}

const SOON = 24 * 60 * 60 * 1000;

/** Why a campaign does not send, and when it goes on; nothing while it sends. */
export function standstill(campaign: CampaignView, now = Date.now()): string {
  if (campaign.state === 'held') {
    const why = word('hold', campaign.hold_reason ?? 'other');
    return campaign.hold_until ? `${why} ${t('hold-goes-on', { when: near(campaign.hold_until) })}` : why;
  }
  if (campaign.state !== 'running' || !campaign.waiting) return '';
  const until = campaign.waiting_until;
  // The sentence for quiet hours names an hour; that of another day comes with its day.
  const hour = until && campaign.waiting === 'quiet_hours' && new Date(until).getTime() - now < SOON;
  return word('waiting', campaign.waiting, { time: until ? (hour ? time(until) : near(until)) : '' });
}
