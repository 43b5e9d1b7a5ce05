import type { ClickHouse } from '#libs/clickhouse';
import { addDays, type Silence as ToldSilence } from '#libs/contracts';
import {
  classifySilence,
  networkOf,
  presenceQuery,
  type Network,
  type Presence,
  type Silence,
} from '#libs/features';
import { Believed } from './believed.js';
import type { TenantDay } from './tenant-day.js';

interface Asked {
  readonly tenant: string;
  /** IRIs of all runs that are on: whose learners tell of the network. */
  readonly runs: readonly string[];
  /** IRI of the run in question. */
  readonly run: string;
  /** Empty = everybody in it. */
  readonly learners: readonly string[];
}

/** Days of somebody's duty, leave or holiday by the roster. */
export interface Away {
  readonly learnerPid: string;
  /** First and last day, YYYY-MM-DD; both count. */
  readonly from: string;
  readonly to: string;
}

/** Who is away on some of the days `from` to `to`. @param learners empty = everybody */
export type AwayOf = (
  tenant: string,
  from: string,
  to: string,
  learners: readonly string[],
) => Promise<readonly Away[]>;

/** Silences of learners of a run, by learner; who is not silent, or was heard today, is not in it. */
export type SilencesOf = (asked: Asked, day: TenantDay) => Promise<ReadonlyMap<string, Silence>>;

/** Runs asked for at once: with 500 of 2,000 learners each the engine had no memory left for one question. */
const RUNS_ASKED = 25;
/** No silence that is told apart begins earlier. */
const LOOK_BACK_DAYS = 60;

/** What is known of the network is believed for a while: to ask it takes everybody's days. */
export function createSilencesOf(clickhouse: Pick<ClickHouse, 'query'>, awayOf: AwayOf): SilencesOf {
  const believed = new Believed<Known>();
  const heard = (
    tenant: string,
    runs: readonly string[],
    learners: readonly string[],
    { today, now }: TenantDay,
  ): Promise<Heard[]> =>
    clickhouse.query(presenceQuery, {
      tenant,
      runs: [...runs],
      learners: [...learners],
      today,
      now: now.toISOString(),
    });
  const away = async (tenant: string, learners: readonly string[], { today }: TenantDay) =>
    awayByLearner(await awayOf(tenant, addDays(today, -LOOK_BACK_DAYS), today, learners));

  async function ask(tenant: string, runs: readonly string[], day: TenantDay): Promise<Known> {
    const people: Heard[] = [];
    for (let from = 0; from < runs.length; from += RUNS_ASKED)
      for (const one of await heard(tenant, runs.slice(from, from + RUNS_ASKED), [], day)) people.push(one);
    const byRun = new Map<string, Heard[]>();
    for (const person of people) {
      const own = byRun.get(person.run) ?? [];
      byRun.set(person.run, own);
      own.push(person);
    }
    return {
      byRun,
      away: await away(tenant, [], day),
      network: networkOf(people, dayNumber(day.today)),
    };
  }
  return async function silencesOf({ tenant, runs, run, learners }, day) {
    const known = await believed.of(tenant, day.today, day.now, () => ask(tenant, runs, day));
    const everybody = learners.length === 0;
    const people = everybody ? (known.byRun.get(run) ?? []) : await heard(tenant, [run], learners, day);
    const isAwayOf = everybody ? known.away : await away(tenant, learners, day);
    const silences = new Map<string, Silence>();
    for (const person of people) {
      // what was excused is over: the features are those of today again
      if (person.heard_today) continue;
      const isAway = isAwayOf.get(person.learner);
      const silence = classifySilence(person, known.network, dayNumber(day.today), isAway);
      if (silence) silences.set(person.learner, silence);
    }
    return silences;
  };
}

type IsAway = (day: number) => boolean;

function awayByLearner(away: readonly Away[]): ReadonlyMap<string, IsAway> {
  const spans = new Map<string, (readonly [number, number])[]>();
  for (const { learnerPid, from, to } of away) {
    const own = spans.get(learnerPid) ?? [];
    spans.set(learnerPid, own);
    own.push([dayNumber(from), dayNumber(to)]);
  }
  return new Map(
    Array.from(spans, ([learner, own]) => [
      learner,
      (day: number) => own.some(([from, to]) => day >= from && day <= to),
    ]),
  );
}

type Heard = Presence & { readonly heard_today: boolean };

interface Known {
  readonly byRun: ReadonlyMap<string, readonly Heard[]>;
  readonly away: ReadonlyMap<string, IsAway>;
  readonly network: Network;
}

/** As it is kept with the score. */
export function toldSilence(silence: Silence): ToldSilence {
  const { since, near, anyway, ...rest } = silence;
  return {
    ...rest,
    since: new Date(since * 86_400_000).toISOString().slice(0, 10),
    anyway: round(anyway),
    near: { ...near, expected: round(near.expected) },
  };
}

const round = (value: number): number => Math.round(value * 1000) / 1000;
const dayNumber = (day: string): number => Date.parse(day) / 86_400_000;
