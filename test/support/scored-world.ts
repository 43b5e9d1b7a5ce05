import type { ClickHouse } from '#libs/clickhouse';
import { addDays, horizons } from '#libs/contracts';
import { createFeatureMatrix, driftReference, SeededRandom, type DriftReference } from '#libs/models';

/** A run that began on a Monday, thirteen weeks before the Monday of the watch. */
export const START = '2026-05-04';
export const TODAY = addDays(START, 7 * 13 + 1);
const LAST_WEEK = 13;
const AHEAD = 14;
const SCORED = '2026-08-03T00:00:00.000Z';

/** One learner, whose chance of leaving is the same every day. */
export interface ScoredLearner {
  readonly pid: string;
  /** Of leaving on a day. */
  readonly daily: number;
  readonly leaves: number;
  readonly region: readonly string[];
}

export interface ScoredWorld {
  readonly tenant: string;
  readonly learners: number;
  readonly model: string;
  /** What is said of a chance of leaving within two weeks; left out = the truth. */
  readonly said?: (chance: number, learner: ScoredLearner, index: number, random: SeededRandom) => number;
  /** What `minutes_28` is multiplied by in a week of the learner's clock. */
  readonly minutes?: (week: number) => number;
}

const names = ['minutes_28', 'sessions_28'] as const;
const draw = (random: SeededRandom, week: number): number[] => [
  random.bernoulli(0.1) ? NaN : week * (20 + 40 * random.uniform()),
  Math.floor(week * (1 + 3 * random.uniform())),
];
const chanceOf = (daily: number): number => 1 - (1 - daily) ** AHEAD;
function aLearner(random: SeededRandom): Pick<ScoredLearner, 'daily' | 'leaves'> {
  const daily = 0.002 + 0.016 * random.uniform() ** 2;
  return { daily, leaves: Math.floor(Math.log(random.uniform()) / Math.log(1 - daily)) };
}

/** What 1,500 learners did when the model was trained. */
export function trainedOn(): DriftReference {
  const random = new SeededRandom(5);
  const people = Array.from({ length: 1500 }, () => aLearner(random));
  const rows = Array.from({ length: LAST_WEEK }, (_, week) => 7 * (week + 1)).flatMap((day) =>
    people.flatMap(({ daily, leaves }, learner) =>
      leaves < day ? [] : [{ learner: String(learner), day, daily }],
    ),
  );
  const figures = rows.map(({ day }) => draw(random, day / 7));
  return driftReference(
    createFeatureMatrix(
      names,
      names.map((_, i) => Float64Array.from(figures, (one) => one[i]!)),
    ),
    rows,
    Float64Array.from(rows, ({ daily }) => chanceOf(daily)),
  );
}

/**
 * A run as the platform would have it: who is in, who left when, and what the model said of each of them every week, on
 * the day that completes one of their clock. In the middle of weeks it said nonsense, which a watch must not look at.
 */
export async function insertScoredRun(
  clickhouse: Pick<ClickHouse, 'insert'>,
  { tenant, learners, model, said = (chance) => chance, minutes = () => 1 }: ScoredWorld,
): Promise<ScoredLearner[]> {
  const random = new SeededRandom(learners + 1);
  const run = `https://example.org/runs/${tenant}`;
  const people = Array.from({ length: learners }, (_, index): ScoredLearner => {
    const region = ['p', index % 3 === 0 ? 'c1' : 'c2', `v${String(index)}`];
    return { ...aLearner(random), pid: `${tenant}-${String(index)}`.padEnd(26, 'a'), region };
  });
  const about = { tenant, run, code: tenant, start_day: START, end_day: addDays(START, 300), revision: 1 };
  await clickhouse.insert('runs', [{ ...about, rolling: false, silent: false, silent_days: 21 }], {
    token: `${tenant} run`,
  });
  const seen = 7 * LAST_WEEK + 1;
  const enrolments = people.map(({ pid, leaves, region }) => ({
    ...{ tenant, run, learner_pid: pid, region_path: region, registered_day: START, start_day: START },
    status: leaves < seen ? 'withdrew' : 'started',
    status_day: leaves < seen ? addDays(START, leaves) : null,
    revision: 1,
  }));
  await clickhouse.insert('enrolments', enrolments, { token: `${tenant} enrolments` });
  const scores = people.flatMap((learner, index) => {
    const row = (day: number, chance: number, figures: readonly number[]) => {
      const atHorizon = horizons.map((horizon) => (horizon === String(AHEAD) ? chance : null));
      return {
        ...{ tenant, run, learner_pid: learner.pid, asof: addDays(START, day), model },
        scored_at: new Date(Date.parse(SCORED) + day * 1000).toISOString(),
        abstained: atHorizon.map((one) => (one === null ? 'no-model' : '')),
        ...{ probability: atHorizon, lower: atHorizon, upper: atHorizon, reasons: '[]', silence: '' },
        feature_names: ['elapsed_days', 'days_since_last', ...names].join(','),
        features: JSON.stringify([day, index % 9, ...figures]),
      };
    };
    return Array.from({ length: LAST_WEEK }, (_, i) => i + 1)
      .filter((week) => learner.leaves >= 7 * week)
      .flatMap((week) => {
        const [spent, sessions] = draw(random, week);
        const chance = said(chanceOf(learner.daily), learner, index, random);
        const atItsEnd = row(7 * week, chance, [spent! * minutes(week), sessions!]);
        return week <= 2 ? [atItsEnd] : [row(7 * week - 3, 0.99, [1e6, 1e6]), atItsEnd];
      });
  });
  await clickhouse.insert('scorings', scores, { token: `${tenant} scores` });
  return people;
}
