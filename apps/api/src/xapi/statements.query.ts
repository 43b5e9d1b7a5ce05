import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';

const row = z.object({ id: z.string(), stored: z.string(), statement: z.string() });
export type StoredRow = z.infer<typeof row>;

const NO_REFERENCE = `toUUIDOrZero('')`;

/**
 * Statements that a later one has voided are not given back (xAPI 1.0.3, Data 2.3.2). A voiding statement cannot be
 * voided: one that tries is kept like any other statement and has no effect, whichever came first.
 */
const VOIDED = `(kind != 'voided' AND statement_id IN
      (SELECT refers_to FROM statements WHERE tenant = {tenant:String} AND kind = 'voided'))`;

const singleParams = z.object({ tenant: z.string(), id: z.string() });

/** Of several copies the first stored. */
const singleSql = (isVoided: string): string => `
    SELECT toString(statement_id) AS id, toString(statements.stored) AS stored, statement FROM statements
    WHERE tenant = {tenant:String} AND statement_id = {id:UUID} AND ${isVoided}
    ORDER BY statements.stored LIMIT 1`;

export const statementById = defineQuery({
  name: 'statement by id',
  sql: singleSql(`NOT ${VOIDED}`),
  params: singleParams,
  row,
});

export const voidedStatementById = defineQuery({
  name: 'voided statement by id',
  sql: singleSql(VOIDED),
  params: singleParams,
  row,
});

/** Empty texts and the two ends of time stand for "no such filter". */
const listParams = z.object({
  tenant: z.string(),
  pid: z.string(),
  /** Id of a key, where the agent asked for is the one that stands for it as an authority. */
  authority: z.string(),
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

/** Every activity of a context, whether it stands in a list or alone (a sub-statement's may). */
function contextActivities(steps: readonly string[]): string {
  return contextKinds
    .map((kind) => {
      const path = [...steps, 'context', 'contextActivities', kind].map((step) => `'${step}'`).join(', ');
      return `arrayMap(x -> JSONExtractString(x, 'id'), JSONExtractArrayRaw(statement, ${path})), [JSONExtractString(statement, ${path}, 'id')]`;
    })
    .join(', ');
}

/** Every activity that a statement names: object, context, and the same of a sub-statement. */
const RELATED_ACTIVITIES = `arrayConcat([activity], ${contextActivities([])}, ${contextActivities(['object'])})`;

const isMember = (property: string): string =>
  `arrayExists(x -> JSONExtractString(x, 'account', 'name') = {pid:String}, JSONExtractArrayRaw(statement, '${property}', 'member'))`;

/**
 * Whether a statement by itself meets the filters, times apart (xAPI 1.0.3, Communication 2.1.3; 2.0, 4.1.6.1). A
 * group is met through its members too. The JSON is read only where a column says that it may hold the answer.
 */
const MATCHES = `
        ({verb:String} = '' OR verb = {verb:String})
        AND ({registration:String} = '' OR lower(registration) = {registration:String})
        AND ({pid:String} = '' OR learner_pid = {pid:String}
          OR (has(related, {pid:String}) AND ({relatedAgents:Bool}
            OR JSONExtractString(statement, 'object', 'account', 'name') = {pid:String}
            OR ${isMember('actor')} OR ${isMember('object')}))
          OR ({relatedAgents:Bool} AND {authority:String} != ''
            AND JSONExtractString(statement, 'authority', 'account', 'name') = {authority:String}))
        AND ({activity:String} = ''
          OR (activity = {activity:String} AND JSONExtractString(statement, 'object', 'objectType') != 'SubStatement')
          OR ({relatedActivities:Bool} AND position(statement, {activity:String}) > 0
            AND has(${RELATED_ACTIVITIES}, {activity:String})))`;

/** Matches that others refer to, voided ones too. */
const TARGETS = `
      SELECT statement_id FROM statements WHERE tenant = {tenant:String}
        AND statement_id IN (SELECT refers_to FROM statements WHERE tenant = {tenant:String} AND refers_to != ${NO_REFERENCE})
        AND ${MATCHES}`;

/**
 * What refers to a match is a match, and so on (xAPI 1.0.3, Communication 2.1.3, Filter Conditions for
 * StatementRefs). Followed over three references: a bound is needed, since statements may refer in a ring.
 */
const REACHED = reached(3);

function reached(references: number): string {
  if (references === 1) return TARGETS;
  return `${TARGETS}
      UNION ALL
      SELECT statement_id FROM statements WHERE tenant = {tenant:String} AND refers_to IN (${reached(references - 1)})`;
}

type Order = 'ASC' | 'DESC';

function branchSql(order: Order, condition: string): string {
  const beyond = order === 'ASC' ? '>' : '<';
  return `
    SELECT toString(statement_id) AS id, toString(statements.stored) AS stored, statement FROM statements
    WHERE tenant = {tenant:String}
      AND statements.stored > {since:DateTime64(3, 'UTC')} AND statements.stored <= {until:DateTime64(3, 'UTC')}
      AND ({afterId:String} = '' OR (statements.stored, toString(statement_id)) ${beyond} ({afterStored:DateTime64(3, 'UTC')}, {afterId:String}))
      AND ${condition}
      AND NOT ${VOIDED}
    ORDER BY statements.stored ${order}, toString(statement_id) ${order}
    LIMIT 1 BY statement_id
    LIMIT {rows:UInt32}`;
}

/** Two branches, each cut to the page, so that the references cost the rest nothing. */
function filteredSql(order: Order): string {
  const referring = `refers_to != ${NO_REFERENCE} AND refers_to IN (${REACHED})`;
  return `
    SELECT id, stored, statement FROM (
      (${branchSql(order, MATCHES)}) UNION ALL (${branchSql(order, referring)})
    )
    ORDER BY stored ${order}, id ${order}
    LIMIT 1 BY id
    LIMIT {rows:UInt32}`;
}

const list = (name: string, sql: string) => defineQuery({ name, sql, params: listParams, row });

export const newestFirst = {
  all: list('all statements, newest first', branchSql('DESC', 'true')),
  filtered: list('statements, newest first', filteredSql('DESC')),
};
export const oldestFirst = {
  all: list('all statements, oldest first', branchSql('ASC', 'true')),
  filtered: list('statements, oldest first', filteredSql('ASC')),
};
