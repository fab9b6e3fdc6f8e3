/** The numbers of the home screen, counted from campaigns in memory. */

import type { Bucket } from '../generated/Bucket';
import type { ChartKind } from '../generated/ChartKind';
import type { ChartLook } from '../generated/ChartLook';
import type { ChartView } from '../generated/ChartView';
import type { DashboardPoint } from '../generated/DashboardPoint';
import type { DashboardQuery } from '../generated/DashboardQuery';
import type { DashboardView } from '../generated/DashboardView';
import type { FunnelStage } from '../generated/FunnelStage';
import type { Metrics } from '../generated/Metrics';
import { bars, columns, pie, type Row } from './charts';
import type { Room } from './room';

interface Outcome {
  phone: string;
  name: string;
  state: string;
  reason: string | null;
  replied: boolean;
  campaign: number;
  at: number;
}

const REACHED: FunnelStage[] = ['tried', 'sent', 'accepted', 'delivered', 'read'];
const STAGES: Record<FunnelStage, string> = { tried: 'Intentados', sent: 'Enviados', accepted: 'Aceptados', delivered: 'Entregados', read: 'Leídos' };
const REASONS: Record<string, string> = { not_on_whatsapp: 'No está en WhatsApp' };
const SHOWN_GROUPS = 8;

const noon = (day: string) => new Date(`${day}T12:00:00`);
const pad = (value: number) => String(value).padStart(2, '0');
const dayOf = (at: Date) => `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
const shift = (day: string, days: number) => {
  const at = noon(day);
  at.setDate(at.getDate() + days);
  return dayOf(at);
};

function outcomes(room: Room): Outcome[] {
  return room.campaigns.flatMap((campaign) =>
    campaign.recipients
      .filter((row) => row.at && !['queued', 'sending'].includes(row.state))
      .map((row) => ({ phone: row.phone, name: row.name, state: row.state, reason: row.reason, replied: row.reply !== null, campaign: campaign.id, at: new Date(row.at ?? '').getTime() })),
  );
}

const came = (outcome: Outcome, stage: FunnelStage) =>
  stage === 'tried' ? outcome.state !== 'skipped' : REACHED.indexOf(outcome.state as FunnelStage) >= REACHED.indexOf(stage);

function metrics(of: Outcome[]): Metrics {
  const count = (stage: FunnelStage) => of.filter((each) => came(each, stage)).length;
  const failed = of.filter((each) => each.state === 'failed').length;
  const accepted = count('accepted');
  return {
    sent: count('sent'),
    accepted,
    delivered: count('delivered'),
    read: count('read'),
    failed,
    skipped: of.filter((each) => each.state === 'skipped').length,
    success_rate: accepted + failed ? accepted / (accepted + failed) : null,
    replies: of.filter((each) => each.replied).length,
    opt_outs: 0,
    campaigns: new Set(of.map((each) => each.campaign)).size,
  };
}

function range(query: DashboardQuery, today: string): { from: string; to: string } {
  const { range } = query;
  if (range.kind === 'free') return { from: range.from, to: range.to };
  const from = { today, last7: shift(today, -6), last30: shift(today, -29), this_month: `${today.slice(0, 8)}01` }[range.kind];
  return { from, to: today };
}

function points(all: Outcome[], bucket: Bucket, from: string, to: string): DashboardPoint[] {
  const found: DashboardPoint[] = [];
  const end = new Date(`${shift(to, 1)}T00:00:00`);
  let at = new Date(`${from}T00:00:00`);
  while (at < end) {
    const next = new Date(at);
    if (bucket === 'hour') next.setHours(at.getHours() + 1);
    else if (bucket === 'day') next.setDate(at.getDate() + 1);
    else next.setMonth(at.getMonth() + 1, 1);
    const until = next < end ? next : end;
    const label = bucket === 'hour' ? `${pad(at.getHours())}:00` : at.toLocaleDateString('es', bucket === 'day' ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' });
    const [start, stop] = [at.getTime(), until.getTime()];
    found.push({ from: at.toISOString(), until: until.toISOString(), label, metrics: metrics(all.filter((each) => each.at >= start && each.at < stop)) });
    at = next;
  }
  return found;
}

export function dashboard(room: Room, query: DashboardQuery, now = new Date()): DashboardView {
  const today = dayOf(now);
  const { from, to } = range(query, today);
  const all = outcomes(room);
  const within = (first: string, last: string) => {
    const [start, stop] = [new Date(`${first}T00:00:00`).getTime(), new Date(`${shift(last, 1)}T00:00:00`).getTime()];
    return all.filter((each) => each.at >= start && each.at < stop);
  };
  const chosen = within(from, to);
  const length = Math.round((noon(to).getTime() - noon(from).getTime()) / 86_400_000) + 1;
  const buckets: Bucket[] = [...(length <= 31 ? ['hour' as const] : []), ...(length <= 400 ? ['day' as const] : []), 'month'];
  const wanted = query.bucket && buckets.includes(query.bucket) ? query.bucket : length <= 2 ? 'hour' : length <= 92 ? 'day' : 'month';
  const reached = chosen.filter((each) => came(each, 'sent'));
  const counted = new Map<string, number>();
  for (const each of reached) {
    const groups = room.contacts.list.find((person) => person.phone === each.phone)?.groups ?? [];
    for (const group of groups.length ? groups : ['']) counted.set(group, (counted.get(group) ?? 0) + 1);
  }
  const named = [...counted].filter(([name]) => name).sort((a, b) => b[1] - a[1]);
    const slice = (kind: 'group' | 'ungrouped' | 'others', name: string, people: number) => ({ kind, name, people, share: people / (reached.length || 1) });
  const others = named.slice(SHOWN_GROUPS).reduce((sum, [, count]) => sum + count, 0);
  const people = new Map<string, Outcome[]>();
  for (const each of reached) people.set(each.phone, [...(people.get(each.phone) ?? []), each]);
  const failed = chosen.filter((each) => each.state === 'failed');
  const reasons = [...new Set(failed.map((each) => each.reason ?? 'other'))];
  const tried = chosen.filter((each) => came(each, 'tried')).length || 1;
  const before = new Date(now.getFullYear(), now.getMonth(), 0);
  const beforeTo = new Date(before.getFullYear(), before.getMonth(), Math.min(now.getDate(), before.getDate()));
  const thisFrom = `${today.slice(0, 8)}01`;
  const beforeFrom = `${dayOf(beforeTo).slice(0, 8)}01`;
  return {
    from,
    to,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    counted_at: now.toISOString(),
    bucket: wanted,
    buckets,
    totals: metrics(chosen),
    month: { this_from: thisFrom, this_to: today, this_month: metrics(within(thisFrom, today)), before_from: beforeFrom, before_to: dayOf(beforeTo), month_before: metrics(within(beforeFrom, dayOf(beforeTo))) },
    timeline: points(chosen, wanted, from, to),
    groups: [...named.slice(0, SHOWN_GROUPS).map(([name, count]) => slice('group', name, count)), ...(counted.get('') ? [slice('ungrouped', 'Sin grupo', counted.get('') ?? 0)] : []), ...(others ? [slice('others', 'Otros', others)] : [])],
    people: reached.length,
    contacts: [...people].map(([phone, rows]) => ({ phone, name: rows[0]?.name ?? '', contact: null, sent: rows.length, replies: rows.filter((row) => row.replied).length })).sort((a, b) => b.sent - a.sent).slice(0, 10),
    trend: points(all, 'month', dayOf(new Date(now.getFullYear(), now.getMonth() - 11, 1)), dayOf(new Date(now.getFullYear(), now.getMonth() + 1, 0))),
    funnel: REACHED.map((stage) => {
      const count = chosen.filter((each) => came(each, stage)).length;
      return { stage, name: STAGES[stage], people: count, share: count / tried };
    }),
    failures: reasons.map((reason) => ({ reason, text: REASONS[reason] ?? reason, people: failed.filter((each) => (each.reason ?? 'other') === reason).length })),
  };
}

/** The numbers of one drawing, row by row. */
function rowsOf(kind: ChartKind, view: DashboardView): Row[] {
  const people = (name: string, ...values: number[]): Row => ({ name, values });
  const over = (of: DashboardPoint[]) => of.map(({ label, metrics: { sent, delivered, read, failed } }) => people(label, sent, delivered, read, failed));
  return {
    timeline: () => over(view.timeline),
    trend: () => over(view.trend),
    groups: () => view.groups.map((each) => people(each.name, each.people)),
    contacts: () => view.contacts.map((each) => people(each.name || each.phone, each.sent, each.replies)),
    funnel: () => view.funnel.map((each) => people(each.name, each.people)),
    failures: () => view.failures.map((each) => people(each.text, each.people)),
  }[kind]();
}

const HEADERS: Record<ChartKind, string[]> = {
  timeline: ['Periodo', 'Enviados', 'Entregados', 'Leídos', 'Errores'],
  trend: ['Mes', 'Enviados', 'Entregados', 'Leídos', 'Errores'],
  groups: ['Grupo', 'Personas'],
  contacts: ['Contacto', 'Enviados', 'Respuestas'],
  funnel: ['Paso', 'Personas'],
  failures: ['Motivo', 'Personas'],
};

export function chart(kind: ChartKind, view: DashboardView, look: ChartLook): ChartView {
  const rows = rowsOf(kind, view);
  const draw = kind === 'groups' ? pie : kind === 'timeline' || kind === 'trend' ? columns : bars;
  const number = (value: number) => value.toLocaleString('es-PY');
  return { svg: draw(rows, HEADERS[kind], look), table: { title: HEADERS[kind][0] ?? '', note: null, headers: HEADERS[kind], rows: rows.map(({ name, values }) => [name, ...values.map(number)]) } };
}
