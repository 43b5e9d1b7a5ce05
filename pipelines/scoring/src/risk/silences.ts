import type { ClickHouse } from '#libs/clickhouse';
import type { Silence as ToldSilence } from '#libs/contracts';
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

/** Silences of learners of a run, by learner; who is not silent, or was heard today, is not in it. */
export type SilencesOf = (asked: Asked, day: TenantDay) => Promise<ReadonlyMap<string, Silence>>;

/** What is known of the network is believed for a while: to ask it takes everybody's days. */
export function createSilencesOf(clickhouse: Pick<ClickHouse, 'query'>): SilencesOf {
  const believed = new Believed<Known>();
  async function ask(tenant: string, runs: readonly string[], { today, now }: TenantDay): Promise<Known> {
    const people = await clickhouse.query(presenceQuery, {
      tenant,
      runs: [...runs],
      learners: [],
      today,
      now: now.toISOString(),
    });
    return { people, network: networkOf(people, dayNumber(today)) };
  }
  return async function silencesOf({ tenant, runs, run, learners }, day) {
    const { people, network } = await believed.of(tenant, day.today, day.now, () => ask(tenant, runs, day));
    const asked =
      learners.length === 0
        ? people.filter((person) => person.run === run)
        : await clickhouse.query(presenceQuery, {
            tenant,
            runs: [run],
            learners: [...learners],
            today: day.today,
            now: day.now.toISOString(),
          });
    const silences = new Map<string, Silence>();
    for (const person of asked) {
      // what was excused is over: the features are those of today again
      if (person.heard_today) continue;
      const silence = classifySilence(person, network, dayNumber(day.today));
      if (silence) silences.set(person.learner, silence);
    }
    return silences;
  };
}

interface Known {
  readonly people: readonly (Presence & { readonly heard_today: boolean })[];
  readonly network: Network;
}

/** Days of a silence on which nobody could have expected a record: for the estimate the clock stood still on them. */
export const excusedDays = ({ days, ordinaryDays }: Silence): number => days - ordinaryDays;

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
