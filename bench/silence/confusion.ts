import { silenceKinds } from '#libs/contracts';
import { classifySilence, networkOf, type Presence, type SilenceKind } from '#libs/features';
import type { Province } from '#libs/simulator';
import { type TrueCause, trueCauses } from './true-silence.js';

export interface ConfusionOptions {
  /** Days between the days on which everybody's silence is judged. */
  readonly everyDays: number;
  /** Whether the roster's word on duties is heard, by the day on which the office enters them. */
  readonly dutiesHeard: boolean;
}

/** Silences by their true cause and by what they were taken for. */
export type Confusion = Readonly<Record<TrueCause, Readonly<Record<SilenceKind, number>>>>;

const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;
/** Days of the past that presence is read over. */
const PAST_DAYS = 56;
/** What the staff enters, or the registrar: no sign of the learner. */
const notOwn: readonly string[] = ['registered', 'withdrew', 'absent', 'replied', 'graded', 'failed'];
const dayNumber = (day: string): number => Date.parse(day) / DAY_MS;
const dayOf = (instant: number): number => Math.floor((instant + OFFSET_MS) / DAY_MS);

interface Known {
  readonly learner: string;
  readonly run: string;
  readonly place: string;
  readonly from: number;
  /** By day: whether anything of it arrived within a day. */
  readonly days: Map<number, boolean>;
  /** Duties that the roster has told of, both days counting. */
  readonly duties: { readonly from: number; readonly to: number }[];
  open: boolean;
}

/**
 * Lives through a province and judges, every few days at six in the morning, each silence of at least four days by what
 * had arrived until then; then holds it against the truth.
 */
export function silenceConfusion(
  province: Province,
  { everyDays, dutiesHeard }: ConfusionOptions,
): Confusion {
  const people = new Map<string, Known>();
  const judged: { account: string; since: number; until: number; kind: SilenceKind }[] = [];
  const first = dayOf(Date.parse(province.historyStart));
  const last = dayOf(Date.parse(province.present));
  const runs = new Map(province.roster.runs?.map((run) => [run.code, run]));
  for (let today = first; today < last; today++) {
    const step = province.advance(new Date(today * DAY_MS - OFFSET_MS + 6 * 3_600_000).toISOString());
    for (const { roster } of step.changes) {
      for (const run of roster.runs ?? []) runs.set(run.code, run);
      const regions = new Map(roster.learners?.map(({ account, region }) => [account.name, region]));
      for (const { account, run, registeredAt, status } of roster.enrolments ?? []) {
        const known = people.get(account.name);
        if (known) known.open = status === 'registered' || status === 'started';
        else {
          const of = runs.get(run);
          const registered = dayOf(Date.parse(registeredAt));
          const starts = of === undefined || of.rolling ? registered : dayNumber(of.start);
          people.set(account.name, {
            learner: account.name,
            run,
            place: (regions.get(account.name) ?? '').slice(0, 9),
            from: Math.max(registered, starts),
            days: new Map(),
            duties: [],
            open: true,
          });
        }
      }
      if (!dutiesHeard) continue;
      for (const { account, from, to } of roster.duties ?? [])
        people.get(account.name)?.duties.push({ from: dayNumber(from), to: dayNumber(to) });
    }
    for (const { statement, arrivesAt, kind } of step.statements) {
      const known = people.get(statement.actor.account.name);
      if (known === undefined || notOwn.includes(kind)) continue;
      const happened = Date.parse(statement.timestamp);
      const inTime = Date.parse(arrivesAt) - happened <= DAY_MS;
      const day = dayOf(happened);
      known.days.set(day, (known.days.get(day) ?? false) || inTime);
    }
    if (today < first + PAST_DAYS || (today - first) % everyDays !== 0) continue;
    const present = [...people.values()].filter(({ open, from }) => open && from < today);
    const presences = present.map((one) => presenceOf(one, today));
    const network = networkOf(presences, today);
    for (const person of presences) {
      const duties = people.get(person.learner)?.duties ?? [];
      const isAway = (day: number): boolean => duties.some(({ from, to }) => from <= day && day <= to);
      const silence = classifySilence(person, network, today, isAway);
      if (silence)
        judged.push({ account: person.learner, since: silence.since, until: today, kind: silence.kind });
    }
  }
  const causeOf = trueCauses(province);
  const row = () => Object.fromEntries(silenceKinds.map((kind) => [kind, 0])) as Record<SilenceKind, number>;
  const table = { own: row(), outage: row(), 'holiday-or-duty': row() };
  for (const { account, since, until, kind } of judged) table[causeOf(account, since, until)][kind]++;
  return table;
}

function presenceOf({ learner, run, place, from, days }: Known, today: number): Presence {
  const recent = [...days]
    .filter(([day]) => day >= today - PAST_DAYS && day < today)
    .sort(([a], [b]) => a - b);
  return {
    learner,
    run,
    place,
    from,
    days: recent.map(([day]) => day),
    late: recent.filter(([, inTime]) => !inTime).map(([day]) => day),
  };
}
