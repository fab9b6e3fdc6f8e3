/** Whom a campaign goes to and what is to be said about it, for the in-memory engine only. */

import { BUILT_IN, canonical, scan } from '../../state/variables';
import type { Audience } from '../generated/Audience';
import type { CampaignCheck } from '../generated/CampaignCheck';
import type { NewCampaign } from '../generated/NewCampaign';
import { byName } from './data';
import type { ReadList } from './list';
import { fail, type Room } from './room';
import { finish, opening, sameDay } from './schedule';
import { render, valuesOf, type Person } from './template';

const DAY = 86_400_000;

export interface People {
  people: Person[];
  optedOut: number;
  absent: number;
  recent: number;
  list: ReadList | null;
}

/** When campaigns wrote to somebody last. */
function lastMessaged(room: Room): Map<string, number> {
  const last = new Map<string, number>();
  for (const campaign of room.campaigns)
    for (const row of campaign.recipients)
      if (row.at && !['queued', 'sending', 'skipped', 'failed'].includes(row.state)) last.set(row.phone, Math.max(last.get(row.phone) ?? 0, new Date(row.at).getTime()));
  return last;
}

function all(room: Room, audience: Audience, list: ReadList | null): Person[] {
  if (audience.kind === 'list') return list?.rows ?? [];
  if (audience.kind === 'contacts') return room.contacts.matching(audience.filter).sort(byName);
  const past = room.campaigns.find((campaign) => campaign.id === audience.id) ?? fail('campaign_not_found', 'Esa campaña no existe.');
  const known = new Map(room.contacts.list.map((contact) => [contact.phone, contact]));
  return past.recipients.map((row) => known.get(row.phone) ?? { phone: row.phone, name: row.name, title: '', groups: [], fields: {} });
}

export function peopleOf(room: Room, campaign: NewCampaign, list: ReadList | null): People {
  const messaged = lastMessaged(room);
  const out = new Set(room.contacts.list.filter((contact) => contact.opted_out).map((contact) => contact.phone));
  const days = campaign.skip_recent_days || room.settings.recent_days;
  const isRecent = (person: Person) => (messaged.get(person.phone) ?? 0) > Date.now() - days * DAY;
  const everybody = all(room, campaign.audience, list);
  const willing = everybody.filter((person) => !out.has(person.phone));
  const there = willing.filter((person) => !room.absent.has(person.phone));
  return {
    people: campaign.skip_recent_days ? there.filter((person) => !isRecent(person)) : there,
    optedOut: everybody.length - willing.length,
    absent: willing.length - there.length,
    recent: there.filter(isRecent).length,
    list,
  };
}

/** The version of the text for the person at this position: they go out in turn. */
export const versionOf = (texts: string[], position: number): string => texts[position % Math.max(1, texts.length)] ?? '';

export function sentToday(room: Room): number {
  const now = new Date();
  return room.campaigns.reduce((sum, campaign) => sum + campaign.recipients.filter((row) => row.at && !['queued', 'skipped'].includes(row.state) && sameDay(new Date(row.at), now)).length, 0);
}

export function check(room: Room, campaign: NewCampaign, found: People): CampaignCheck {
  room.attachments.check(campaign.attachments);
  const { people } = found;
  const variables = new Set<string>(BUILT_IN);
  for (const person of people) for (const name of Object.keys(person.fields)) variables.add(canonical(name));
  const named = campaign.texts.flatMap(scan);
  const known = named.filter((each) => variables.has(each.name));
  const missing = [...new Set(known.filter((each) => !each.fallback).map((each) => each.name))]
    .map((variable) => ({ variable, people: people.filter((person) => !valuesOf(person).get(variable)).length }))
    .filter((each) => each.people > 0);
  const empty = campaign.attachments.length ? 0 : people.filter((person, index) => !render(versionOf(campaign.texts, index), person)).length;
  const ahead = room.campaigns.filter((each) => each.state === 'running');
  const free = new Date(Math.max(Date.now(), ...ahead.map((each) => each.finish(sentToday(room))?.getTime() ?? 0)));
  const today = sameDay(free, new Date()) ? sentToday(room) : 0;
  const begins = opening(campaign.schedule, free, today).at;
  const ends = finish(campaign.schedule, campaign.pace, people.length - empty, free, today);
  return {
    recipients: people.length - empty,
    opted_out: found.optedOut,
    not_on_whatsapp: found.absent,
    recent: found.recent,
    recent_days: campaign.skip_recent_days || room.settings.recent_days,
    invalid: found.list?.invalid.length ?? 0,
    duplicates: found.list?.repeated.length ?? 0,
    unknown_names: [...new Set(named.filter((each) => !variables.has(each.name)).map((each) => each.written))],
    missing,
    empty_messages: empty,
    too_long: null,
    duration_ms: ends.getTime() - begins.getTime(),
    begins_at: begins.toISOString(),
    finish_at: ends.toISOString(),
    ahead: ahead.length,
    sent_today: sentToday(room),
    gone_attachments: room.attachments.known(campaign.attachments).filter((each) => each.gone).map((each) => each.id),
    variables: [...variables],
  };
}
