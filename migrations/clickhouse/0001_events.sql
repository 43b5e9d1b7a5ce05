-- The typed columns of every statement, which everything is counted from. What was sent lies whole in `statement_log`.
--
-- Sort key: coarse to fine, so that the events of a learner's day in a run lie together: a rollup of a touched
-- learner-day reads one or two granules. `timestamp` belongs to what makes two statements equal, so the same id with
-- equal content always has the same key and partition and is replaced; of several copies the first stored wins
-- (`stored_rank` falls with time). Partitions are years of the event; instants outside 2000-2099 share one, so that
-- no sender can make thousands of parts. Months were measured first: a history that is brought in has a part in every
-- month of it with each insert, which cost a tenth of all that an import takes.
-- What was inserted survives a power cut too: the two fsync settings cost 4 to 6 ms an insert, whatever its size.
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
    INDEX by_inserted inserted_at TYPE minmax GRANULARITY 1
)
ENGINE = {{engine:ReplacingMergeTree(stored_rank)}}
PARTITION BY if(timestamp < toDateTime64('2000-01-01 00:00:00', 3, 'UTC') OR timestamp >= toDateTime64('2100-01-01 00:00:00', 3, 'UTC'), 0, toYear(timestamp))
ORDER BY (tenant, run, learner_pid, day, statement_id)
SETTINGS {{dedup_window}} = 1000, fsync_after_insert = 1, fsync_part_directory = 1;

-- What was sent, whole, in the order of storing: the record store's own table. A statement's position is the instant
-- at which it was taken and a number that tells those of one instant apart; it never changes, so pages stay where they
-- are while statements arrive. The granules are small, because what is looked up lies scattered: 25 statements of an
-- agent are 25 granules. `terms` are hashes of what filters ask for (libs/xapi/src/lookup-terms.ts).
-- No window of tokens: a row that is inserted again replaces itself, and the views below see it again too.
CREATE TABLE IF NOT EXISTS {{database}}.statement_log {{on_cluster}}
(
    tenant       LowCardinality(String),
    stored       DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    n            UInt32 CODEC(Delta, ZSTD(1)),
    statement_id UUID,
    content_hash String,
    -- the statement that this one is about; zero where it is about none
    reference    UUID CODEC(ZSTD(1)),
    voids        Bool,
    terms        Array(UInt64) CODEC(ZSTD(1)),
    -- the term of the key that vouches for it: it is looked up by it, and nothing inherits it
    authority    UInt64 CODEC(ZSTD(1)),
    statement    String CODEC(ZSTD(1))
)
ENGINE = {{engine:ReplacingMergeTree}}
PARTITION BY toYYYYMM(stored)
ORDER BY (tenant, stored, n, statement_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    index_granularity = 128, min_compress_block_size = 16384, max_compress_block_size = 65536;

-- The three that follow are made of the log by views, in the same insert (docs/decisions/0021-statement-log.md): each
-- is replaced by equal keys, so that a row that comes twice is one.

-- Where the statement of an id lies, and what makes it equal to another. Of several the first stored wins.
CREATE TABLE IF NOT EXISTS {{database}}.statement_ids {{on_cluster}}
(
    tenant       LowCardinality(String),
    statement_id UUID,
    stored       DateTime64(3, 'UTC'),
    n            UInt32,
    content_hash String,
    stored_rank  UInt64 MATERIALIZED 9223372036854775807 - toUnixTimestamp64Milli(stored)
)
ENGINE = {{engine:ReplacingMergeTree(stored_rank)}}
ORDER BY (tenant, statement_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 256;

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.statement_ids_of_log {{on_cluster}}
TO {{database}}.statement_ids AS
SELECT tenant, statement_id, stored, n, content_hash FROM {{database}}.statement_log;

-- Where the statements of a term lie: one row for each term of a statement, some ten. Every filter of GET statements
-- reads a stretch of one term from its end, whatever the number of statements.
CREATE TABLE IF NOT EXISTS {{database}}.statement_terms {{on_cluster}}
(
    tenant LowCardinality(String),
    term   UInt64,
    stored DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
    n      UInt32 CODEC(Delta, ZSTD(1))
)
ENGINE = {{engine:ReplacingMergeTree}}
ORDER BY (tenant, term, stored, n)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024;

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.statement_terms_of_log {{on_cluster}}
TO {{database}}.statement_terms AS
SELECT tenant, arrayJoin(arrayPushBack(terms, authority)) AS term, stored, n FROM {{database}}.statement_log;

-- Statements whose object is another statement, by that other. `voids`: it is not given back any longer.
CREATE TABLE IF NOT EXISTS {{database}}.statement_references {{on_cluster}}
(
    tenant       LowCardinality(String),
    target       UUID,
    stored       DateTime64(3, 'UTC'),
    n            UInt32,
    statement_id UUID,
    voids        Bool
)
ENGINE = {{engine:ReplacingMergeTree}}
ORDER BY (tenant, target, stored, n)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS {{database}}.statement_references_of_log {{on_cluster}}
TO {{database}}.statement_references AS
SELECT tenant, reference AS target, stored, n, statement_id, voids FROM {{database}}.statement_log
WHERE reference != toUUID('00000000-0000-0000-0000-000000000000');

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
