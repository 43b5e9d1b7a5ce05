import type { ClickHouseSettings } from '@clickhouse/client';

/**
 * Settings of every call, the same in both modes. A statement may narrow them in its own SETTINGS clause, never by
 * `SET`.
 */
export const engineSettings = {
  /** Batches are made by us; the server's own batching would acknowledge before storing. */
  async_insert: 0,
  /** As JSON numbers they would lose digits above 2^53, and the two modes differ in what they do by default. */
  output_format_json_quote_64bit_integers: 1,
  /** Accepts the offsets that senders write, and answers in ISO 8601. */
  date_time_input_format: 'best_effort',
  date_time_output_format: 'iso',
  session_timezone: 'UTC',
  /** Equal keys lie in one partition, in every table of ours: what FINAL replaces it need not look for in others. */
  do_not_merge_across_partitions_select_final: 1,
  /** Seconds. An abandoned read runs on in the engine until this stops it. */
  max_execution_time: 60,
  /** Bytes; a query of ours that needs more is a mistake, and the engine lives in our process. */
  max_memory_usage: '1500000000',
  /** Above it, lists given as parameters are refused. */
  max_query_size: '16777216',
} as const satisfies ClickHouseSettings;

/** Beside them where the tables lie on several shards (`sharding.ts`). */
export const clusterSettings = {
  /** Acknowledged means stored on its shard, not queued at the server that we talk to. */
  distributed_foreground_insert: 1,
  /** A subquery over a sharded table is asked once and its answer sent along, whatever the keys of the two tables. */
  distributed_product_mode: 'global',
  /** What names tenant and learner is asked of their shard alone. */
  optimize_skip_unused_shards: 1,
} as const satisfies ClickHouseSettings;
