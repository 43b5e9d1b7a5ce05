import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { Correction, scrubKinds } from '#libs/contracts';
import { defaultTenant } from '../access/caller.js';

const Tenant = z.object({ tenant: z.string() });

/**
 * Statements by the minute in which they were stored, last hour; real time, whatever the tenant's clock says. What came
 * twice is there twice until parts are merged: each counts once, when it first came.
 */
export const intakeMinutes = defineQuery({
  name: 'system.intake-minutes',
  sql: `
    SELECT toStartOfMinute(at) AS minute, count() AS statements
    FROM (
      SELECT min(inserted_at) AS at FROM statements
      WHERE tenant = {tenant:String} AND inserted_at >= now64(3, 'UTC') - INTERVAL 1 HOUR
      GROUP BY statement_id
    )
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

/** A statement that came twice is there twice until parts are merged: each id is counted once, without FINAL over all. */
const taken28Days = (column: string): string => `
    SELECT statement_id AS statement, argMin(${column}, statements.stored) AS ${column}, max(inserted_at) AS at
    FROM statements
    WHERE tenant = {tenant:String} AND inserted_at >= now64(3, 'UTC') - INTERVAL 28 DAY AND notEmpty(statements.${column})
    GROUP BY statement_id`;

/** Identifiers of patients taken out of free text; real time, as the intake. */
export const scrubbedCounts = defineQuery({
  name: 'system.scrubbed-counts',
  sql: `
    SELECT kind, sum(found) AS count
    FROM (${taken28Days('scrubbed')}) ARRAY JOIN mapKeys(scrubbed) AS kind, mapValues(scrubbed) AS found
    GROUP BY kind ORDER BY count DESC, kind`,
  params: Tenant,
  row: z.object({ kind: z.enum(scrubKinds), count: WholeNumber }),
});

export const correctionCounts = defineQuery({
  name: 'system.correction-counts',
  sql: `
    SELECT one.rule AS rule, count() AS count
    FROM (${taken28Days('corrections')}) ARRAY JOIN corrections AS one
    GROUP BY rule ORDER BY count DESC, rule`,
  params: Tenant,
  row: z.object({ rule: z.string(), count: WholeNumber }),
});

export const newestCorrections = defineQuery({
  name: 'system.newest-corrections',
  sql: `
    SELECT toString(statement) AS statement, at, one.path AS path, one.rule AS rule, one.done AS done
    FROM (${taken28Days('corrections')}) ARRAY JOIN corrections AS one
    WHERE {rule:String} = '' OR one.rule = {rule:String}
    ORDER BY at DESC, statement, path LIMIT {limit:UInt32}`,
  params: Tenant.extend({ rule: z.string(), limit: z.int().positive() }),
  row: Correction.extend({ statement: z.string(), at: z.string() }),
});

/**
 * Letters whose tenant cannot be read (empty) may be anybody's, so that one tenant alone sees them: whose administrator
 * came with the installation.
 */
const letters = `FROM dead_letters FINAL
    WHERE replayed_at IS NULL AND (tenant = {tenant:String} OR (tenant = '' AND {tenant:String} = '${defaultTenant}'))`;

export const deadLetterReasons = defineQuery({
  name: 'system.dead-letter-reasons',
  sql: `
    WITH JSONExtractString(newest, 'statement') AS statement,
      replaceRegexpOne(JSONExtractString(statement, 'verb', 'id'), '^.*[/#]', '') AS verb,
      JSONExtractString(statement, 'object', 'id') AS object
    SELECT stage, reason, count, first, last,
      substringUTF8(verb = '' ? newest : concat(verb, ' ', object), 1, 160) AS sample
    FROM (
      SELECT stage, reason, count() AS count, min(at) AS first, max(at) AS last, argMax(payload, at) AS newest ${letters}
      GROUP BY stage, reason ORDER BY count DESC, stage, reason LIMIT 100
    )
    ORDER BY count DESC, stage, reason`,
  params: Tenant,
  row: z.object({
    stage: z.string(),
    reason: z.string(),
    count: WholeNumber,
    first: z.string(),
    last: z.string(),
    sample: z.string(),
  }),
});

export const deadLetters = defineQuery({
  name: 'system.dead-letters',
  sql: `
    SELECT id, at, topic, stage, reason, payload, headers ${letters}
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
    headers: z.record(z.string(), z.string()),
  }),
});
