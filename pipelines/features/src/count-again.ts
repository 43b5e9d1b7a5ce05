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
 * Counts the touched learner-days again, all messages of the batch in as few statements as there are runs, and
 * announces whose figures are new.
 */
export function createCountAgain({ clickhouse, bus, onStep }: CountAgainDependencies): BatchHandler {
  return async function countAgain(batch: Batch): Promise<void> {
    const followed = new FollowedTraces();
    const touched = batch.records.map((record) => {
      const message = TouchedMessage.parse(record.value);
      followed.add(keyOf(message), record.traces);
      return message;
    });
    const rolled: RolledMessage[] = [];
    for (const { tenant, run, days } of byRun(touched)) {
      const keys = [...days].flatMap(([pid, own]) => [...own].map((day) => ({ pid, day })));
      for (let from = 0; from < keys.length; from += DAYS_AT_ONCE) {
        const part = keys.slice(from, from + DAYS_AT_ONCE);
        await clickhouse.command('count learner days again', ROLLUP_SQL, {
          tenant,
          run,
          learners: [...new Set(part.map((key) => key.pid))],
          days: [...new Set(part.map((key) => key.day))],
          keys: part.map((key) => `${key.pid}/${key.day}`),
        });
      }
      for (const learnerPid of days.keys()) rolled.push({ v: 1, tenant, run, learnerPid });
    }
    await bus.publish(
      'rolled',
      rolled.map((value) => ({
        key: `${value.tenant}:${value.learnerPid}`,
        value,
        ...followed.carriedBy(keyOf(value)),
      })),
      { whenFull: 'wait' },
    );
    for (const value of rolled) onStep?.('counted', followed.of(keyOf(value)), { batch: batch.token });
  };
}

const keyOf = ({ tenant, run, learnerPid }: Omit<RolledMessage, 'v'>): string =>
  `${tenant}\n${run}\n${learnerPid}`;

interface RunDays {
  readonly tenant: string;
  readonly run: string;
  readonly days: Map<string, Set<string>>;
}

function byRun(touched: readonly TouchedMessage[]): Iterable<RunDays> {
  const runs = new Map<string, RunDays>();
  for (const { tenant, run, learnerPid, days } of touched) {
    const key = `${tenant}\n${run}`;
    const known: RunDays = runs.get(key) ?? { tenant, run, days: new Map() };
    runs.set(key, known);
    const own = known.days.get(learnerPid) ?? new Set();
    known.days.set(learnerPid, own);
    for (const day of days) own.add(day);
  }
  return runs.values();
}
