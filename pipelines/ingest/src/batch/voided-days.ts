import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { learnerPidOf, type Statement } from '#libs/xapi';
import type { LogRow } from './log-row.js';
import type { LearnerDay } from './touched-days.js';

const Params = z.object({ tenant: z.string(), ids: z.array(z.string()) });

const statementsOf = defineQuery({
  name: 'statements of ids',
  sql: `
    SELECT statement FROM statement_log
    WHERE tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)} AND (stored, n) IN (
      SELECT stored, n FROM statement_ids WHERE tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)})`,
  params: Params,
  row: z.object({ statement: z.string() }),
});

/** The typed table lies in the order of its learners, and has no other way to a statement. */
const daysOf = defineQuery({
  name: 'learner days of statements',
  sql: `
    SELECT DISTINCT tenant, run, learner_pid, toString(day) AS day FROM statements
    WHERE tenant = {tenant:String} AND learner_pid IN {learners:Array(String)} AND statement_id IN {ids:Array(UUID)}`,
  params: Params.extend({ learners: z.array(z.string()) }),
  row: z.object({ tenant: z.string(), run: z.string(), learner_pid: z.string(), day: z.string() }),
});

/**
 * The learner-days of the statements that are voided by some of these, wherever those days are: they have to be counted
 * without them. A statement that comes after what voids it is counted without it at once, and is not among them.
 */
export async function voidedDays(
  clickhouse: Pick<ClickHouse, 'query'>,
  statements: readonly Pick<LogRow, 'tenant' | 'reference' | 'voids'>[],
): Promise<LearnerDay[]> {
  const targets = new Map<string, string[]>();
  for (const { tenant, reference, voids } of statements)
    if (voids) targets.set(tenant, [...(targets.get(tenant) ?? []), reference]);
  const days: LearnerDay[] = [];
  for (const [tenant, ids] of targets) {
    const rows = await clickhouse.query(statementsOf, { tenant, ids });
    const learners = rows.map(({ statement }) => learnerPidOf(JSON.parse(statement) as Statement));
    if (learners.length > 0)
      days.push(...(await clickhouse.query(daysOf, { tenant, ids, learners: [...new Set(learners)] })));
  }
  return days;
}
