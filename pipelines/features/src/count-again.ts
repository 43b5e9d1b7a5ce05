import { TouchedMessage, type RolledMessage } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import { FollowedTraces, type Batch, type BatchHandler, type EventBus, type OnStep } from '#libs/event-bus';
import { ROLLUP_SQL } from '#libs/features';

/** Learner-days counted by one statement: bounds the memory of the read and the length of the parameters. */
const DAYS_AT_ONCE = 5000;

export interface CountAgainDependencies {
  readonly clickhouse: Pick<ClickHouse, 'command'>;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly onStep?: OnStep;
}

/**
 * Counts the touched learner-days again, those of a tenant in one statement, and announces whose figures are new.
 */
export function createCountAgain({ clickhouse, bus, onStep }: CountAgainDependencies): BatchHandler {
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
      const days = [...own.values()];
      for (let from = 0; from < days.length; from += DAYS_AT_ONCE) {
        const part = days.slice(from, from + DAYS_AT_ONCE);
        await clickhouse.command('count learner days again', ROLLUP_SQL, {
          tenant,
          runs: part.map(({ run }) => run),
          learners: part.map(({ learnerPid }) => learnerPid),
          days: part.map(({ day }) => day),
        });
      }
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
