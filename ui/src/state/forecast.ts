/** When a campaign is expected to begin and to end, in a sentence. */

import type { CampaignCheck } from '../backend/generated/CampaignCheck';
import { near, roughly } from '../i18n/format';
import { t } from '../i18n/index.svelte';

/** What begins within this time begins now, for a person. */
const NOW = 60_000;

export function forecast(check: CampaignCheck, now = Date.now()): string {
  const begins = check.begins_at ? new Date(check.begins_at).getTime() : null;
  const ends = check.finish_at ? new Date(check.finish_at).getTime() : null;
  const start =
    begins === null ? t('forecast-begins-after') : begins - now < NOW ? t('forecast-begins-now') : t('forecast-begins', { when: near(begins) });
  // An instant that is away by seconds only is not worth a time of day.
  const end =
    ends === null ? t('forecast-ends-unknown') : ends - now < NOW ? t('forecast-ends-soon') : t('forecast-ends', { when: near(ends) });
  return `${start} ${end}`;
}

const DAY = 24 * 60 * NOW;

/** How long the sending itself takes, its nights and closed days included. */
export function lasts(check: CampaignCheck): string {
  if (check.duration_ms >= DAY) return t('pace-days-inline', { count: Math.round(check.duration_ms / DAY) });
  return check.duration_ms < NOW ? t('pace-under-minute-inline') : t('pace-about-inline', { time: roughly(check.duration_ms) });
}
