import type { ClickHouse } from '#libs/clickhouse';

export interface SweepStore {
  readonly tenant: string;
  /** In the runs that are on. */
  readonly enrolments: number;
  readonly learnersOfRun: number;
  /** Runs that are over, to learn a model from; each has as many learners as the others. */
  readonly pastRuns: number;
  /** YYYY-MM-DD. */
  readonly today: string;
}

/** Learners written by one statement: its memory grows with the rows. */
const AT_ONCE = 100_000;

/** What all statements below are made of: `n` the learner, `r` the run, past ones first. */
const LEARNERS = `
  SELECT number AS n, intDiv(number, {learnersOfRun:UInt32}) AS r,
    concat('urn:bench:run:', toString(r)) AS run, concat('p', leftPad(toString(n), 25, '0')) AS learner_pid,
    -- weeks into the run, 2 to 9; a past run is over
    if(r < {pastRuns:UInt32}, 16, 2 + r % 8) AS weeks,
    toDate32({today:String}) - 7 * weeks AS start_day,
    -- days on which somebody studies, of 100
    10 + cityHash64(n, 'diligence') % 40 AS diligence,
    -- day on which somebody leaves, more often where studied seldom
    if(cityHash64(n, 'leaves') % 60 > diligence + 5, 7 + cityHash64(n, 'when') % 80, 1000) AS leaves_on
  FROM numbers({from:UInt64}, {count:UInt64})`;

const RUNS = `
  INSERT INTO runs
  SELECT DISTINCT {tenant:String}, run, concat('run-', toString(r)), start_day, start_day + 98, false, false, 28, 1
  FROM (${LEARNERS})`;

/** Who is in a run that is on has not left yet. */
const ENROLMENTS = `
  INSERT INTO enrolments
  SELECT {tenant:String}, run, learner_pid, ['52', '5201', concat('5201', toString(n % 40))], start_day - 1 - n % 20, start_day,
    if(left_then, 'withdrew', 'started'), if(left_then, start_day + leaves_on, start_day), 1
  FROM (SELECT *, r < {pastRuns:UInt32} AND leaves_on < 98 AS left_then FROM (${LEARNERS}))`;

/** One row a learner and day of study. */
const DAYS = `
  SELECT n, run, learner_pid, start_day + offset AS day, cityHash64(n, offset) AS chance
  FROM (${LEARNERS}) ARRAY JOIN range(toUInt32(least(7 * weeks, 98, leaves_on))) AS offset
  WHERE cityHash64(n, offset) % 100 < diligence`;

const ROLLUPS = `
  INSERT INTO learner_days (tenant, run, learner_pid, day, counted_at, events, clicks, activities, sessions, seconds,
    answers, correct, submissions, submitted, score_micros, score_count, video_seconds)
  SELECT {tenant:String}, run, learner_pid, day, now64(6, 'UTC'), 1 + chance % 12, 1 + chance % 30,
    arrayMap(i -> cityHash64((chance + i) % 60), range(1 + chance % 4)), 1, 60 * (1 + chance % 40),
    chance % 6, chance % 6 - (chance % 6 > 0 AND chance % 3 = 0), chance % 9 = 0,
    if(chance % 9 = 0, [cityHash64(chance % 8)], []), if(chance % 9 = 0, 300000 + 10000 * (chance % 70), 0), chance % 9 = 0,
    60 * (chance % 10)
  FROM (${DAYS})`;

/** One a day: it is from statements that silences are told. */
const STATEMENTS = `
  INSERT INTO statements (tenant, run, learner_pid, day, statement_id, timestamp, stored, kind, source)
  SELECT {tenant:String}, run, learner_pid, day, generateUUIDv4(chance),
    toDateTime64(day, 3, 'UTC') + INTERVAL 4 HOUR AS happened, happened + INTERVAL 1 MINUTE, 'viewed', 'xapi'
  FROM (${DAYS})`;

/** Fills runs, enrolments and days of study, the same for the same numbers. Resolves with the days. */
export async function fillStore(
  clickhouse: Pick<ClickHouse, 'command'>,
  { tenant, enrolments, learnersOfRun, pastRuns, today }: SweepStore,
): Promise<void> {
  const total = pastRuns * learnersOfRun + enrolments;
  for (const [name, sql] of Object.entries({ RUNS, ENROLMENTS, ROLLUPS, STATEMENTS }))
    for (let from = 0; from < total; from += AT_ONCE) {
      const count = Math.min(AT_ONCE, total - from);
      await clickhouse.command(`bench sweep: ${name.toLowerCase()}`, sql, {
        tenant,
        learnersOfRun,
        pastRuns,
        today,
        from,
        count,
      });
    }
}
