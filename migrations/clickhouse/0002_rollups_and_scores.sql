-- What a learner did in a run on a day. Always counted again from the statements of that day, never added to, so
-- that late, repeated and shuffled events give the same row. `counted_at` only decides which count is the newest.
CREATE TABLE IF NOT EXISTS {{database}}.learner_days {{on_cluster}}
(
    tenant          LowCardinality(String),
    run             LowCardinality(String),
    learner_pid     String,
    day             Date32,
    counted_at      DateTime64(6, 'UTC'),
    events          UInt32,
    clicks          UInt64,
    activities      Array(UInt64),
    sessions        UInt32,
    seconds         UInt32,
    answers         UInt32,
    correct         UInt32,
    rapid_answers   UInt32,
    submissions     UInt32,
    submitted       Array(UInt64),
    -- millionths, so that the sum does not depend on the order of adding
    score_micros    Int64,
    score_count     UInt32,
    passed          UInt32,
    failed          UInt32,
    completed       UInt32,
    video_events    UInt32,
    video_seconds   UInt32,
    asked           UInt32,
    replied         UInt32,
    attended        UInt32,
    absent          UInt32,
    skill_checks    UInt32,
    skill_passed    UInt32
)
ENGINE = {{engine:ReplacingMergeTree(counted_at)}}
ORDER BY (tenant, run, learner_pid, day)
SETTINGS {{dedup_window}} = 100;

-- Mirrors of what PostgreSQL owns, for counting beside events. `revision` is PostgreSQL's own counter.
CREATE TABLE IF NOT EXISTS {{database}}.runs {{on_cluster}}
(
    tenant      LowCardinality(String),
    run         String,
    code        String,
    start_day   Date32,
    end_day     Nullable(Date32),
    rolling     Bool,
    silent      Bool,
    silent_days UInt16,
    revision    UInt64
)
ENGINE = {{engine:ReplacingMergeTree(revision)}}
ORDER BY (tenant, run);

CREATE TABLE IF NOT EXISTS {{database}}.enrolments {{on_cluster}}
(
    tenant          LowCardinality(String),
    run             LowCardinality(String),
    learner_pid     String,
    -- codes of the regions from the root down to the learner's own
    region_path     Array(LowCardinality(String)),
    registered_day  Date32,
    start_day       Date32,
    status          LowCardinality(String),
    status_day      Nullable(Date32),
    revision        UInt64
)
ENGINE = {{engine:ReplacingMergeTree(revision)}}
ORDER BY (tenant, run, learner_pid);

CREATE TABLE IF NOT EXISTS {{database}}.activities {{on_cluster}}
(
    tenant      LowCardinality(String),
    run         LowCardinality(String),
    activity    String,
    type        LowCardinality(String),
    module      LowCardinality(String),
    skills      Array(LowCardinality(String)),
    due_day     Nullable(Int32),
    weight      Nullable(Float64),
    revision    UInt64
)
ENGINE = {{engine:ReplacingMergeTree(revision)}}
ORDER BY (tenant, run, activity);

-- Every score ever given, with what the model saw. The current one is the newest `scored_at`.
CREATE TABLE IF NOT EXISTS {{database}}.scores {{on_cluster}}
(
    tenant      LowCardinality(String),
    run         LowCardinality(String),
    learner_pid String,
    horizon     LowCardinality(String),
    -- the day before which events were seen
    asof        Date32,
    scored_at   DateTime64(3, 'UTC'),
    abstained   LowCardinality(String),
    probability Nullable(Float64),
    lower       Nullable(Float64),
    upper       Nullable(Float64),
    model       LowCardinality(String),
    features    String CODEC(ZSTD(3)),
    reasons     String CODEC(ZSTD(3))
)
ENGINE = {{engine:MergeTree}}
PARTITION BY toYYYYMM(asof)
ORDER BY (tenant, run, learner_pid, horizon, scored_at)
SETTINGS {{dedup_window}} = 1000;

CREATE TABLE IF NOT EXISTS {{database}}.mastery {{on_cluster}}
(
    tenant      LowCardinality(String),
    run         LowCardinality(String),
    learner_pid String,
    skill       LowCardinality(String),
    estimated_at DateTime64(3, 'UTC'),
    responses   UInt32,
    enough      Bool,
    mastery     Nullable(Float64),
    lower       Nullable(Float64),
    upper       Nullable(Float64),
    model       LowCardinality(String)
)
ENGINE = {{engine:ReplacingMergeTree(estimated_at)}}
ORDER BY (tenant, run, learner_pid, skill);
