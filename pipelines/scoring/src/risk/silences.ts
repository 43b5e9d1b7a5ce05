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

/** Silences of learners of a run, by learner; who is not silent is not in it. */
export type SilencesOf = (asked: Asked, day: TenantDay) => Promise<ReadonlyMap<string, Silence>>;

/** So long what is known of the network is believed, in time of the tenant: to ask it takes everybody's days. */
const BELIEVED_MS = 3_600_000;

export function createSilencesOf(clickhouse: Pick<ClickHouse, 'query'>): SilencesOf {
  const believed = new Map<string, { today: string; until: number; known: Promise<Known> }>();
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
    let kept = believed.get(tenant);
    if (kept?.today !== day.today || day.now.getTime() >= kept.until) {
      kept = { today: day.today, until: day.now.getTime() + BELIEVED_MS, known: ask(tenant, runs, day) };
      believed.set(tenant, kept);
      // What failed is asked again; who waits for it learns of the failure.
      kept.known.catch(() => believed.delete(tenant));
    }
    const { people, network } = await kept.known;
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
      const silence = classifySilence(person, network, dayNumber(day.today));
      if (silence) silences.set(person.learner, silence);
    }
    return silences;
  };
}

interface Known {
  readonly people: readonly Presence[];
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
