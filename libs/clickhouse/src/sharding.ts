/**
 * Where the rows of a table lie on a cluster of several shards. What belongs to a learner lies together, so that counting
 * and scoring move no rows between shards; what is found by a statement's id or by a run lies by that.
 *
 * Each table is two: `NAME_local`, replicated, on every shard; and `NAME`, which is none but knows which shard has what.
 */
const ofLearner = 'cityHash64(tenant, learner_pid)';
const keys: Readonly<Record<string, string>> = {
  statements: ofLearner,
  learner_days: ofLearner,
  enrolments: ofLearner,
  scores: ofLearner,
  scorings: ofLearner,
  mastery: ofLearner,
  statement_log: 'cityHash64(tenant, statement_id)',
  // made of the log by views, on its shard
  statement_ids: 'cityHash64(tenant, statement_id)',
  statement_versions: 'cityHash64(tenant, statement_id)',
  statement_references: 'cityHash64(tenant, statement_id)',
  // the rest of a place's terms lies with its statement; which is not known here, and matters to nobody who reads
  statement_terms: 'cityHash64(tenant, stored, n)',
  dead_letters: 'cityHash64(tenant, id)',
  runs: 'cityHash64(tenant, run)',
  activities: 'cityHash64(tenant, run)',
};

/** @throws Error for a table that is not named above */
export function shardKeyOf(table: string): string {
  const key = keys[table];
  if (key === undefined)
    throw new Error(`${table} has no shard key: name it in libs/clickhouse/src/sharding.ts`);
  return key;
}

/** The table of a shard that the one of this name stands for. */
export const localName = (table: string): string => `${table}_local`;

export const clusterDeletion = (table: string, cluster: string): string =>
  `DELETE FROM ${localName(table)} ON CLUSTER '${cluster}'`;
