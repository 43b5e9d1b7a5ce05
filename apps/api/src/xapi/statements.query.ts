import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';

const row = z.object({ id: z.string(), stored: z.string(), statement: z.string() });
export type StoredRow = z.infer<typeof row>;

/** Ids of statements that a later one has voided: they are not given back (xAPI 1.0.3, Data 2.3.2). */
const VOIDED = `(SELECT activity FROM statements WHERE tenant = {tenant:String} AND kind = 'voided')`;

const singleParams = z.object({ tenant: z.string(), id: z.string() });

/** Of several copies the first stored. */
export const statementById = defineQuery({
  name: 'statement by id',
  sql: `
    SELECT toString(statement_id) AS id, toString(stored) AS stored, statement FROM statements
    WHERE tenant = {tenant:String} AND statement_id = {id:UUID} AND toString(statement_id) NOT IN ${VOIDED}
    ORDER BY statements.stored LIMIT 1`,
  params: singleParams,
  row,
});

export const voidedStatementById = defineQuery({
  name: 'voided statement by id',
  sql: `
    SELECT toString(statement_id) AS id, toString(stored) AS stored, statement FROM statements
    WHERE tenant = {tenant:String} AND statement_id = {id:UUID} AND toString(statement_id) IN ${VOIDED}
    ORDER BY statements.stored LIMIT 1`,
  params: singleParams,
  row,
});

/** Empty texts and the two ends of time stand for "no such filter". */
const listParams = z.object({
  tenant: z.string(),
  pid: z.string(),
  relatedAgents: z.boolean(),
  verb: z.string(),
  activity: z.string(),
  relatedActivities: z.boolean(),
  registration: z.string(),
  since: z.string(),
  until: z.string(),
  /** Where the page before ended. */
  afterStored: z.string(),
  afterId: z.string(),
  rows: z.number().int(),
});
export type StatementFilter = z.infer<typeof listParams>;

const contextKinds = ['parent', 'grouping', 'category', 'other'];
/** Every activity that the context names, whether it stands in a list or alone. */
const CONTEXT_ACTIVITIES = `arrayConcat(${contextKinds
  .map(
    (
      kind,
    ) => `arrayMap(x -> JSONExtractString(x, 'id'), JSONExtractArrayRaw(statement, 'context', 'contextActivities', '${kind}')),
      [JSONExtractString(statement, 'context', 'contextActivities', '${kind}', 'id')]`,
  )
  .join(', ')})`;

function listSql(order: 'ASC' | 'DESC'): string {
  const beyond = order === 'ASC' ? '>' : '<';
  return `
    SELECT toString(statement_id) AS id, toString(statements.stored) AS stored, statement FROM statements
    WHERE tenant = {tenant:String}
      AND statements.stored > {since:DateTime64(3, 'UTC')} AND statements.stored <= {until:DateTime64(3, 'UTC')}
      AND ({afterId:String} = '' OR (statements.stored, toString(statement_id)) ${beyond} ({afterStored:DateTime64(3, 'UTC')}, {afterId:String}))
      AND ({verb:String} = '' OR verb = {verb:String})
      AND ({registration:String} = '' OR lower(registration) = {registration:String})
      AND ({pid:String} = '' OR learner_pid = {pid:String} OR has(related, {pid:String})
        AND ({relatedAgents:Bool} OR JSONExtractString(statement, 'object', 'account', 'name') = {pid:String}))
      AND ({activity:String} = '' OR activity = {activity:String} OR {relatedActivities:Bool}
        AND position(statement, {activity:String}) > 0 AND has(${CONTEXT_ACTIVITIES}, {activity:String}))
      AND toString(statement_id) NOT IN ${VOIDED}
    ORDER BY statements.stored ${order}, toString(statement_id) ${order}
    LIMIT 1 BY statement_id
    LIMIT {rows:UInt32}`;
}

export const statementsNewestFirst = defineQuery({
  name: 'statements, newest first',
  sql: listSql('DESC'),
  params: listParams,
  row,
});
export const statementsOldestFirst = defineQuery({
  name: 'statements, oldest first',
  sql: listSql('ASC'),
  params: listParams,
  row,
});
