/** A shop that has been at work for some weeks. */

import type { NewCampaign } from '../generated/NewCampaign';
import { anybody } from '../../state/filter';
import { FakeCampaign } from './campaigns';
import { seedContacts } from './data';
import { DEFAULT_SETTINGS, UNLINKED, type Room } from './room';
import { ANY_TIME } from './schedule';

/** Fills a profile with people and campaigns. */
export function seed(luna: Room): void {
  const people = seedContacts(1_290);
  luna.contacts.fill(people);
  luna.profile.last_used = new Date(Date.now() - 86_400_000).toISOString();
  luna.device = { ...UNLINKED, practice: true, state: 'online', phone: '+595992756462', account_name: 'Tienda Luna' };
  const made = (name: string): NewCampaign => ({
    name,
    audience: { kind: 'contacts', filter: anybody() },
    texts: ['¡Hola {sustantivo} {nombre|amigo}! 🌸\nEsta semana tienes *20 % de descuento*.'],
    attachments: [],
    pace: { ...DEFAULT_SETTINGS.pace },
    schedule: { ...ANY_TIME },
    skip_recent_days: 0,
  });
  luna.campaigns.push(
    new FakeCampaign(1, made('Aviso de horario'), people.slice(0, 86), new Date(Date.now() - 7 * 86_400_000)).fastForward(200),
    new FakeCampaign(2, made('Liquidación de invierno'), people.slice(50, 190), new Date(Date.now() - 3 * 86_400_000)).fastForward(60),
  );
  luna.campaigns[1]?.cancel();
  for (const campaign of luna.campaigns)
    for (const row of campaign.recipients) {
      const person = people.find((each) => each.phone === row.phone);
      if (row.at) row.at = new Date(Date.parse(campaign.created_at) + row.position * 40_000).toISOString();
      if (person && row.at && row.state !== 'skipped') person.last_messaged_at = row.at;
    }
  luna.absent = new Set(people.filter((_, index) => index % 89 === 7).map((contact) => contact.phone));
}
