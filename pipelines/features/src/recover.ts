import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';

const touchedSince = defineQuery({
  name: 'learner days touched since',
  sql: `
    SELECT tenant, run, learner_pid AS learnerPid, arraySort(groupUniqArray(toString(day))) AS days
    FROM statements WHERE inserted_at >= {since:DateTime64(3, 'UTC')}
    GROUP BY tenant, run, learner_pid`,
  params: z.object({ since: z.string() }),
  row: z.object({ tenant: z.string(), run: z.string(), learnerPid: z.string(), days: z.array(z.string()) }),
});

/**
 * Announces again what was stored since `since` (ISO 8601 UTC): a process that was killed between an insert and the
 * counting leaves statements whose rollups are old. Counting again what is counted already changes nothing.
 * Resolves with the number of learners announced.
 */
export async function recoverTouched(
  { clickhouse, bus }: { clickhouse: Pick<ClickHouse, 'stream'>; bus: Pick<EventBus, 'publish'> },
  since: string,
): Promise<number> {
  let announced = 0;
  for await (const rows of clickhouse.stream(touchedSince, { since })) {
    await bus.publish(
      'touched',
      rows.map((row) => ({ key: `${row.tenant}:${row.learnerPid}`, value: { v: 1, ...row } })),
      { whenFull: 'wait' },
    );
    announced += rows.length;
  }
  return announced;
}
