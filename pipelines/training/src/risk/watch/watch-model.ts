import type { ClickHouse } from '#libs/clickhouse';
import { addDays, type ModelWatch } from '#libs/contracts';
import { standingSince, weekCalibration } from '#libs/models';
import type { DemographicsOfRun } from '../evaluation/subgroups.js';
import { outcomeAt } from '../outcome.js';
import { enrolmentFacts, type RunFacts } from '../run-facts.query.js';
import { labelOf } from '../target.js';
import { auditFairness, type FirstSaid } from './fairness.js';
import { figuresHere, reliabilityHere, type Known, type Watched } from './figures-here.js';
import { compareWeek, inputsOf, steadiness, type ComparedWeek, type Said } from './input-drift.js';
import { watchedHorizon, STAGE_FEATURE, type WatchedModel } from './reference-of.js';
import { firstChances, runsScored, scoredInWeek } from './scored.query.js';
import { alarmsOf } from './sentences.js';

const WEEKS = 12;
/** Days without a visit from which the rule that learning platforms ship would list somebody. */
const RULE_DAYS = 7;

export interface WatchRequest {
  readonly tenant: string;
  readonly version: string;
  readonly model: WatchedModel;
  /** YYYY-MM-DD of the tenant's clock; weeks that are over by then are looked at. */
  readonly today: string;
  readonly seed: number;
  /** What audits of fairness may know of a run's learners. */
  readonly demographics: (run: RunFacts) => Promise<DemographicsOfRun>;
}

/** Monday of the week that a day lies in. */
export const mondayOf = (day: string): string => addDays(day, -((new Date(day).getUTCDay() + 6) % 7));

/**
 * How a model fares on the tenant's own learners over the last twelve whole weeks: whether what it sees and says still
 * lies as among those it learnt from, whether its chances held where the outcome is known by now, and for whom. Counts
 * alone come out of it, small ones hidden.
 */
export async function watchModel(
  clickhouse: Pick<ClickHouse, 'query'>,
  { tenant, version, model, today, seed, demographics }: WatchRequest,
): Promise<ModelWatch> {
  const horizon = watchedHorizon(model);
  const end = mondayOf(today);
  const weeks = Array.from({ length: WEEKS }, (_, i) => addDays(end, 7 * (i - WEEKS)));
  const since = weeks[0]!;
  const runs = await clickhouse.query(runsScored, { tenant, model: version, since });
  const judges = new Map<string, Judge>();
  for (const run of runs) judges.set(run.run, await judgeOf(clickhouse, tenant, run, today));

  const compared: ComparedWeek[] = [];
  const watched: Watched[] = [];
  for (const week of weeks) {
    const said: Said[] = [];
    for (const run of runs) {
      const rows = await clickhouse.query(scoredInWeek, {
        tenant,
        run: run.run,
        horizon,
        model: version,
        week,
      });
      for (const { learner, day, chance, figures } of rows) {
        said.push({ chance, figures });
        const outcome = judges.get(run.run)!(learner, day);
        if (outcome === null) continue;
        watched.push({
          week,
          run: run.code,
          learner,
          day: figures[STAGE_FEATURE] ?? 0,
          chance,
          byRule: (figures.days_since_last ?? 0) >= RULE_DAYS,
          label: labelOf(horizon, outcome),
          leftAfterDays: outcome.leftAfterDays,
        });
      }
    }
    if (model.reference !== undefined) compared.push(compareWeek(model.reference, week, said));
  }

  const known = watched.filter((one): one is Known => one.label !== null);
  const outcomes = outcomesOf(weeks, known);
  const inputs = model.reference === undefined ? null : inputsOf(compared);
  const scores = model.reference === undefined ? null : steadiness(compared.map((week) => week.scores));
  const first: FirstSaid[] = [];
  const people = new Map<string, DemographicsOfRun>();
  for (const run of runs) {
    people.set(run.code, await demographics(run));
    const rows = await clickhouse.query(firstChances, { tenant, run: run.run, model: version, since });
    for (const { learner, horizon: ahead, day, chance } of rows) {
      const outcome = judges.get(run.run)!(learner, day);
      const label = outcome === null ? null : labelOf(ahead, outcome);
      if (label !== null) first.push({ run: run.code, learner, horizon: ahead, chance, label });
    }
  }
  return {
    watchedOn: today,
    horizon,
    weeks,
    inputs,
    scores,
    outcomes,
    reliability: reliabilityHere(known),
    figures: figuresHere(watched, known, seed),
    fairness: auditFairness(first, (run, learner) => people.get(run)?.get(learner), seed),
    alarms: alarmsOf({ inputs, scores, outcomes }),
  };
}

type Judge = (learner: string, day: string) => ReturnType<typeof outcomeAt> | null;

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

function outcomesOf(weeks: readonly string[], known: readonly Known[]): ModelWatch['outcomes'] {
  const judged = weeks.map((week) => {
    const own = known.filter((one) => one.week === week);
    return {
      week,
      ...weekCalibration(
        own.map(({ chance }) => chance),
        own.map(({ label }) => label),
      ),
    };
  });
  const since = (verdict: 'above' | 'below'): string | null =>
    standingSince(
      judged.map((one) => ({ week: one.week, told: one.verdict === 'few' ? null : one.verdict })),
      (told) => told === verdict,
    );
  return { weeks: judged, since: since('above') ?? since('below') };
}
