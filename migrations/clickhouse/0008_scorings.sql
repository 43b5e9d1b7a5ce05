-- What a model said of learners, one row a learner and moment: the horizons in arrays, in the order 7, 14, 28 days and end
-- (does not complete). `scores` had a row for each of them, with the same features and reasons: at a million enrolments the engine
-- was longer at that than at all else. Copies what is there; inserts into `scores` while it does are lost, and given
-- again by the next day's sweep.
CREATE TABLE IF NOT EXISTS {{database}}.scorings {{on_cluster}}
(
    tenant      LowCardinality(String),
    run         LowCardinality(String),
    learner_pid String,
    -- the day before which events were seen
    asof        Date32,
    scored_at   DateTime64(3, 'UTC'),
    -- why there is no chance; empty = there is one
    abstained   Array(LowCardinality(String)),
    probability Array(Nullable(Float64)),
    lower       Array(Nullable(Float64)),
    upper       Array(Nullable(Float64)),
    model       LowCardinality(String),
    -- names of `features`, parted by commas; empty where they stand there (an object)
    feature_names LowCardinality(String),
    features    String CODEC(ZSTD(1)),
    -- feature, contribution, change, usual, a week before; objects where they were kept in words
    reasons     String CODEC(ZSTD(1)),
    silence     String CODEC(ZSTD(1))
)
ENGINE = {{engine:MergeTree}}
PARTITION BY toYYYYMM(asof)
ORDER BY (tenant, run, learner_pid, scored_at)
SETTINGS {{dedup_window}} = 1000;

-- killed half way, it begins again
TRUNCATE TABLE IF EXISTS {{database}}.scorings {{on_cluster}};

INSERT INTO {{database}}.`scorings`
SELECT tenant, run, learner_pid, asof, scored_at,
  arrayMap(h -> if(h.1 = '', 'no-model', h.2), said), arrayMap(h -> h.3, said), arrayMap(h -> h.4, said),
  arrayMap(h -> h.5, said), model, '', any_features, longest_reasons, any_silence
FROM (
  SELECT tenant, run, learner_pid, asof, scored_at, model, any(features) AS any_features, any(silence) AS any_silence,
    argMax(reasons, length(reasons)) AS longest_reasons,
    groupArray(tuple(toString(horizon), toString(abstained), probability, lower, upper)) AS found,
    arrayMap(h -> arrayFirst(x -> x.1 = h, found), ['7', '14', '28', 'end']) AS said
  FROM {{database}}.`scores`
  GROUP BY tenant, run, learner_pid, asof, scored_at, model
)
SETTINGS optimize_aggregation_in_order = 1, max_execution_time = 0;
