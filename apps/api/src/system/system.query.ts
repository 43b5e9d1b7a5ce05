import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';

const Tenant = z.object({ tenant: z.string() });

/** Statements by the minute in which they were stored, last hour; real time, whatever the tenant's clock says. */
export const intakeMinutes = defineQuery({
  name: 'system.intake-minutes',
  sql: `
    SELECT toStartOfMinute(inserted_at) AS minute, count() AS statements
    FROM statements
    WHERE tenant = {tenant:String} AND inserted_at >= now64(3, 'UTC') - INTERVAL 1 HOUR
    GROUP BY minute ORDER BY minute`,
  params: Tenant,
  row: z.object({ minute: z.string(), statements: WholeNumber }),
});

export const statementTotal = defineQuery({
  name: 'system.statement-total',
  sql: 'SELECT count() AS statements FROM statements FINAL WHERE tenant = {tenant:String}',
  params: Tenant,
  row: z.object({ statements: WholeNumber }),
});

/** Verbs that no rule of the normaliser knows. */
export const unknownVerbs = defineQuery({
  name: 'system.unknown-verbs',
  sql: `
    SELECT verb, count() AS count FROM statements FINAL
    WHERE tenant = {tenant:String} AND kind = 'other' GROUP BY verb ORDER BY count DESC, verb LIMIT 20`,
  params: Tenant,
  row: z.object({ verb: z.string(), count: WholeNumber }),
});

/** Runs that statements name and the roster does not; empty = the statement names none. */
export const unknownRuns = defineQuery({
  name: 'system.unknown-runs',
  sql: `
    SELECT run, count() AS count FROM statements FINAL
    WHERE tenant = {tenant:String} AND run NOT IN (SELECT run FROM runs WHERE tenant = {tenant:String})
    GROUP BY run ORDER BY count DESC, run LIMIT 20`,
  params: Tenant,
  row: z.object({ run: z.string(), count: WholeNumber }),
});

/** Letters whose tenant cannot be read (empty) are shown to every operator. */
const letters = "FROM dead_letters FINAL WHERE tenant IN ({tenant:String}, '')";

export const deadLetterReasons = defineQuery({
  name: 'system.dead-letter-reasons',
  sql: `
    SELECT stage, reason, count() AS count, min(at) AS first, max(at) AS last ${letters}
    GROUP BY stage, reason ORDER BY count DESC, stage, reason LIMIT 100`,
  params: Tenant,
  row: z.object({
    stage: z.string(),
    reason: z.string(),
    count: WholeNumber,
    first: z.string(),
    last: z.string(),
  }),
});

export const deadLetters = defineQuery({
  name: 'system.dead-letters',
  sql: `
    SELECT id, at, topic, stage, reason, payload ${letters}
      AND ({stage:String} = '' OR stage = {stage:String}) AND ({reason:String} = '' OR reason = {reason:String})
    ORDER BY at DESC, id LIMIT {limit:UInt32}`,
  params: Tenant.extend({ stage: z.string(), reason: z.string(), limit: z.int().positive() }),
  row: z.object({
    id: z.uuid(),
    at: z.string(),
    topic: z.string(),
    stage: z.string(),
    reason: z.string(),
    payload: z.string(),
  }),
});
