import type { ClickHouse } from '#libs/clickhouse';
import { addDays, type Horizon, type ModelWatch } from '#libs/contracts';
import { featureMatrixFromRows, type LandmarkOutcome } from '#libs/models';
import type { DemographicsOfRun } from '../evaluation/subgroups.js';
import { dayNumber, outcomeAt } from '../outcome.js';
import { enrolmentFacts, type RunFacts } from '../run-facts.query.js';
import { labelOf } from '../target.js';
import type { FirstSaid } from './first-said.js';
import type { Watched } from './figures-here.js';
import { STAGE_FEATURE, watchedHorizon, type WatchedModel } from './reference-of.js';
import { firstChances, runsScored, scoredInWeek } from './scored.query.js';
import type { SaidInWeek, WatchTask } from './watch-task.js';

const WEEKS = 12;
/** Days without a visit from which the rule that learning platforms ship would list somebody. */
const RULE_DAYS = 7;
/**
 * Learners looked at each week, and for audits, at most: a sample by hash beyond. Of 5,000 steady ones an index stays
 * below .01; with more, only the time grows.
 */
const MOST_A_WEEK = 5000;
const MOST_AUDITED = 20_000;

export interface WatchRequest {
  readonly tenant: string;
  readonly version: string;
  readonly model: WatchedModel;
  readonly inputsDiffer: boolean;
  /** YYYY-MM-DD of the tenant's clock; weeks that are over by then are looked at. */
  readonly today: string;
  readonly seed: number;
  /** What audits of fairness may know of a run's learners. */
  readonly demographics: (run: string) => Promise<DemographicsOfRun>;
  readonly previous: ModelWatch | null;
}

/** Monday of the week that a day lies in. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));

/** What a model said over the last twelve whole weeks, what it was said from, and what came of it by now. */
export async function readWatch(
  clickhouse: Pick<ClickHouse, 'query'>,
  { tenant, version, model, today, demographics, ...request }: WatchRequest,
): Promise<WatchTask> {
  const horizon = watchedHorizon(model);
  const weeks = Array.from({ length: WEEKS }, (_, i) => addDays(mondayOf(today), 7 * (i - WEEKS)));
  const since = weeks[0]!;
  const runs = await clickhouse.query(runsScored, { tenant, model: version, since });
  const learners = runs.reduce((sum, run) => sum + run.learners, 0);
  const judges = new Map<string, Judge>();
  for (const run of runs) judges.set(run.run, await judgeOf(clickhouse, tenant, run, today));

  const scope = { tenant, model: version, horizon, every: Math.ceil(learners / MOST_A_WEEK) || 1 };
  const names = [...Object.keys(model.reference?.features ?? {}), STAGE_FEATURE, 'days_since_last'];
  const figures = [...new Set(names)];
  const said: SaidInWeek[] = [];
  const watched: Watched[] = [];
  for (const week of weeks) {
    const vectors: (number | null)[][] = [];
    const chances: number[] = [];
    for (const run of runs) {
      const rows = await clickhouse.query(scoredInWeek, { ...scope, run: run.run, week, figures });
      for (const { learner, day, chance, values } of rows) {
        vectors.push(values);
        chances.push(chance);
        const outcome = judges.get(run.run)!(learner, day);
        if (outcome === null) continue;
        const valueOf = (name: string): number | null => values[figures.indexOf(name)] ?? null;
        watched.push({
          week,
          run: run.code,
          learner,
          day: valueOf(STAGE_FEATURE) ?? 0,
          chance,
          byRule: (valueOf('days_since_last') ?? 0) >= RULE_DAYS,
          label: settledLabel(horizon, outcome, run, today),
          leftAfterDays: outcome.leftAfterDays,
        });
      }
    }
    said.push({
      week,
      figures: featureMatrixFromRows(figures, vectors),
      chances: Float64Array.from(chances),
    });
  }

  const first: FirstSaid[] = [];
  const people = new Map<string, DemographicsOfRun>();
  const every = Math.ceil(learners / MOST_AUDITED) || 1;
  for (const run of runs) {
    people.set(run.code, await demographics(run.run));
    const rows = await clickhouse.query(firstChances, {
      tenant,
      run: run.run,
      model: version,
      since,
      every,
    });
    for (const { learner, horizon: ahead, day, chance } of rows) {
      const outcome = judges.get(run.run)!(learner, day);
      const label = outcome === null ? null : settledLabel(ahead, outcome, run, today);
      if (label !== null) first.push({ run: run.code, learner, horizon: ahead, chance, label });
    }
  }
  const reference = model.reference ?? null;
  return { ...request, today, horizon, weeks, reference, said, watched, first, people };
}

type Judge = (learner: string, day: string) => LandmarkOutcome | null;

/** What came of the learners of a run; null for who has left its roster since. */
async function judgeOf(
  clickhouse: Pick<ClickHouse, 'query'>,
  tenant: string,
  run: RunFacts,
  today: string,
): Promise<Judge> {
  const facts = await clickhouse.query(enrolmentFacts, { tenant, run: run.run });
  const enrolments = new Map(facts.map((one) => [one.learner, one]));
  return (learner, day) => {
    const enrolment = enrolments.get(learner);
    return enrolment === undefined ? null : outcomeAt(day, run, enrolment, today);
  };
}

/** For completion of a run that goes on is known of those alone who left. */
export function settledLabel(
  horizon: Horizon,
  outcome: LandmarkOutcome,
  { end }: Pick<RunFacts, 'end'>,
  today: string,
): 0 | 1 | null {
  if (horizon === 'end' && (end === null || dayNumber(end) > dayNumber(today))) return null;
  return labelOf(horizon, outcome);
}
