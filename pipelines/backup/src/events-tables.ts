/** What of ClickHouse is in a backup. */
export interface EventsTable {
  /** Of the file. */
  readonly name: string;
  readonly table: string;
  /** In front, so that a line begins with them. */
  readonly first: readonly string[];
  readonly where: string;
}

/** One row a statement each: both must hold the same ones. */
export const statementTables: readonly EventsTable[] = [
  { name: 'statements', table: 'statements', first: ['tenant', 'statement_id'], where: '' },
  { name: 'statement_log', table: 'statement_log', first: ['tenant', 'statement_id'], where: '' },
];

/** Read when the statements are: what they mean for each other is stored by then. */
export const otherEventsTables: readonly EventsTable[] = [
  {
    // a statement's own terms are made of the log again; only those that it has of another are not in its row
    name: 'inherited_terms',
    table: 'statement_terms',
    first: [],
    where: 'WHERE (tenant, stored, n) IN (SELECT tenant, stored, n FROM statement_references)',
  },
  { name: 'dead_letters', table: 'dead_letters', first: [], where: '' },
  { name: 'scorings', table: 'scorings', first: [], where: '' },
  { name: 'mastery', table: 'mastery', first: [], where: '' },
];

/** Made again of the others, and why they need not be there. */
export const eventsMadeAgain: Readonly<Record<string, string>> = {
  statement_ids: 'by a view, of the log',
  statement_references: 'by a view, of the log',
  statement_versions: 'of use only while two workers store one id at the same moment',
  learner_days: 'counted from the statements',
  scores: 'empty: what was in it lies in scorings',
  runs: 'mirrored from PostgreSQL',
  enrolments: 'mirrored from PostgreSQL',
  activities: 'mirrored from PostgreSQL',
};

/** Of PostgreSQL, what is not in a backup: whoever was signed in signs in again. */
export const peopleLeftOut: readonly string[] = ['sessions'];
