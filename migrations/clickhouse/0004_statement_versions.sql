-- Which statements workers were about to store under an id, where several store (distributed mode): written before the
-- statements are, read after. Unlike `statement_ids` it keeps all of an id, so that whoever comes last sees the others
-- (pipelines/ingest/src/batch/remove-doubles.ts). Needed for as long as two may be at it at once.
CREATE TABLE IF NOT EXISTS {{database}}.statement_versions {{on_cluster}}
(
    tenant       LowCardinality(String),
    statement_id UUID,
    stored       DateTime64(3, 'UTC'),
    n            UInt32,
    content_hash String
)
ENGINE = {{engine:ReplacingMergeTree}}
ORDER BY (tenant, statement_id, stored, n)
TTL toDateTime(stored) + INTERVAL 14 DAY
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256;
