import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import { touchedDays } from './batch/touched-days.js';
import { voidedDays } from './batch/voided-days.js';

const Since = z.object({ since: z.string() });

const touchedSince = defineQuery({
  name: 'learner days touched since',
  sql: `
    SELECT tenant, run, learner_pid AS learnerPid, arraySort(groupUniqArray(toString(day))) AS days
    FROM statements WHERE inserted_at >= {since:DateTime64(3, 'UTC')}
    GROUP BY tenant, run, learner_pid`,
  params: Since,
  row: z.object({ tenant: z.string(), run: z.string(), learnerPid: z.string(), days: z.array(z.string()) }),
});
type Touched = z.infer<(typeof touchedSince)['row']>;

const voidedSince = defineQuery({
  name: 'statements voided since',
  sql: `
    SELECT tenant, toString(target) AS reference, voids FROM statement_references
    WHERE voids AND (tenant, statement_id) IN (
      SELECT tenant, statement_id FROM statements
      WHERE kind = 'voided' AND inserted_at >= {since:DateTime64(3, 'UTC')})`,
  params: Since,
  row: z.object({ tenant: z.string(), reference: z.string(), voids: z.boolean() }),
});

/**
 * Announces again what was stored since `since` (ISO 8601 UTC), and what was voided: a process that was killed between
 * an insert and the counting leaves statements whose rollups are old. Counting again what is counted already changes
 * nothing. Resolves with the number of learners announced.
 */
export async function recoverTouched(
  { clickhouse, bus }: { clickhouse: Pick<ClickHouse, 'query' | 'stream'>; bus: Pick<EventBus, 'publish'> },
  since: string,
): Promise<number> {
  let announced = 0;
  const announce = async (touched: readonly Touched[]): Promise<void> => {
    await bus.publish(
      'touched',
      touched.map((one) => ({ key: `${one.tenant}:${one.learnerPid}`, value: { ...one, v: 1 } })),
      { whenFull: 'wait' },
    );
    announced += touched.length;
  };
  for await (const rows of clickhouse.stream(touchedSince, { since })) await announce(rows);
  for await (const rows of clickhouse.stream(voidedSince, { since }))
    await announce(touchedDays(await voidedDays(clickhouse, rows)));
  return announced;
}
