-- What was sent, kept whole, with the typed columns that everything is counted from.
--
-- Sort key: coarse to fine, so that the events of a learner's day in a run lie together: a rollup of a touched
-- learner-day reads one or two granules. `timestamp` belongs to what makes two statements equal, so the same id with
-- equal content always has the same key and partition and is replaced; of several copies the first stored wins
-- (`stored_rank` falls with time). Partitions are months of the event; instants outside 2000-2099 share one, so that
-- no sender can make thousands of parts.
-- An acknowledged statement survives a power cut too: the two fsync settings cost 4 to 6 ms an insert, whatever its size.
-- Look-ups by id and by stored time go through skip indexes; measured choices for ten million rows come later.
CREATE TABLE IF NOT EXISTS {{database}}.statements {{on_cluster}}
(
    tenant          LowCardinality(String),
    run             LowCardinality(String),
    learner_pid     String,
    day             Date32,
    statement_id    UUID,
    timestamp       DateTime64(3, 'UTC'),
    stored          DateTime64(3, 'UTC'),
    stored_rank     UInt64 MATERIALIZED 9223372036854775807 - toUnixTimestamp64Milli(stored),
    inserted_at     DateTime64(3, 'UTC') DEFAULT now64(3, 'UTC'),
    kind            LowCardinality(String),
    action          LowCardinality(String),
    verb            LowCardinality(String),
    activity        String,
    activity_type   LowCardinality(String),
    parent          String,
    registration    String,
    session         String,
    platform        LowCardinality(String),
    count           UInt32,
    score           Nullable(Float64),
    success         Nullable(Bool),
    completion      Nullable(Bool),
    duration        Nullable(Float64),
    response        String,
    played_segments Array(Tuple(Float64, Float64)),
    video_length    Nullable(Float64),
    related         Array(String),
    source          LowCardinality(String),
    version         LowCardinality(String),
    content_hash    String,
    statement       String CODEC(ZSTD(3)),
    INDEX by_id statement_id TYPE bloom_filter(0.001) GRANULARITY 1,
    INDEX by_stored stored TYPE minmax GRANULARITY 1,
    INDEX by_inserted inserted_at TYPE minmax GRANULARITY 1,
    INDEX by_activity activity TYPE bloom_filter(0.01) GRANULARITY 1
)
ENGINE = {{engine:ReplacingMergeTree(stored_rank)}}
PARTITION BY if(timestamp < toDateTime64('2000-01-01 00:00:00', 3, 'UTC') OR timestamp >= toDateTime64('2100-01-01 00:00:00', 3, 'UTC'), 0, toYYYYMM(timestamp))
ORDER BY (tenant, run, learner_pid, day, statement_id)
SETTINGS {{dedup_window}} = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- What could not be understood, with the reason and the original bytes. Never dropped.
CREATE TABLE IF NOT EXISTS {{database}}.dead_letters {{on_cluster}}
(
    id          UUID,
    tenant      LowCardinality(String),
    at          DateTime64(3, 'UTC'),
    topic       LowCardinality(String),
    partition   UInt32,
    offset      UInt64,
    stage       LowCardinality(String),
    reason      String,
    payload     String CODEC(ZSTD(3))
)
ENGINE = {{engine:ReplacingMergeTree}}
PARTITION BY toYYYYMM(at)
ORDER BY (tenant, at, id)
SETTINGS {{dedup_window}} = 1000, fsync_after_insert = 1, fsync_part_directory = 1;
