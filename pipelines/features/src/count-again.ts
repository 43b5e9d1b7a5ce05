import { TouchedMessage, type RolledMessage } from '#libs/contracts';
import { isTooMuch, type ClickHouse } from '#libs/clickhouse';
import { FollowedTraces, type Batch, type BatchHandler, type EventBus, type OnStep } from '#libs/event-bus';
import { ROLLUP_SQL } from '#libs/features';

/** Learner-days counted by one statement at most: bounds the length of its parameters. */
const MOST_AT_ONCE = 5000;
/** What takes longer, milliseconds, has days so full that fewer are counted at once: what the engine holds of them is bounded. */
const LONG_MS = 2000;

export interface CountAgainDependencies {
  readonly clickhouse: Pick<ClickHouse, 'command'>;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly onStep?: OnStep;
}

/** Counts the touched learner-days again, those of a tenant together, and announces whose figures are new. */
export function createCountAgain({ clickhouse, bus, onStep }: CountAgainDependencies): BatchHandler {
  let atOnce = MOST_AT_ONCE;

  /** @param days of one tenant; those of a learner lie together in the store */
  async function count(tenant: string, days: readonly LearnerDay[]): Promise<void> {
    for (let from = 0; from < days.length;) {
      const part = days.slice(from, from + atOnce);
      const began = performance.now();
      try {
        await clickhouse.command('count learner days again', ROLLUP_SQL, {
          tenant,
          runs: part.map(({ run }) => run),
          learners: part.map(({ learnerPid }) => learnerPid),
          days: part.map(({ day }) => day),
        });
      } catch (error) {
        if (!isTooMuch(error) || part.length === 1) throw error;
        atOnce = Math.ceil(part.length / 8);
        continue;
      }
      from += part.length;
      const took = performance.now() - began;
      if (took > LONG_MS) atOnce = Math.ceil(part.length / 2);
      else if (took < LONG_MS / 4) atOnce = Math.min(MOST_AT_ONCE, atOnce * 2);
    }
  }

  return async function countAgain(batch: Batch): Promise<void> {
    const followed = new FollowedTraces();
    const rolled = new Map<string, RolledMessage>();
    const byTenant = new Map<string, Map<string, LearnerDay>>();
    for (const record of batch.records) {
      const { tenant, run, learnerPid, days } = TouchedMessage.parse(record.value);
      const key = keyOf({ tenant, run, learnerPid });
      followed.add(key, record.traces);
      rolled.set(key, { v: 1, tenant, run, learnerPid });
      const own = byTenant.get(tenant) ?? new Map<string, LearnerDay>();
      byTenant.set(tenant, own);
      for (const day of days) own.set(`${key}\n${day}`, { run, learnerPid, day });
    }
    for (const [tenant, own] of byTenant) {
      const days = [...own].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
      await count(tenant, days);
    }
    await bus.publish(
      'rolled',
      [...rolled].map(([key, value]) => ({
        key: `${value.tenant}:${value.learnerPid}`,
        value,
        ...followed.carriedBy(key),
      })),
      { whenFull: 'wait' },
    );
    for (const key of rolled.keys()) onStep?.('counted', followed.of(key), { batch: batch.token });
  };
}

interface LearnerDay {
  readonly run: string;
  readonly learnerPid: string;
  readonly day: string;
}

const keyOf = ({ tenant, run, learnerPid }: Omit<RolledMessage, 'v'>): string =>
  `${tenant}\n${run}\n${learnerPid}`;
