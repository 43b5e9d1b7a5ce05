import { horizons, type Horizon } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import {
  areaUnderRoc,
  averagePrecision,
  bootstrapInterval,
  brierScore,
  calibrationLine,
  expectedCalibrationError,
  logLoss,
  metricsAtCapacity,
  selectRows,
  summariseLeadTime,
  type DepartureAlerts,
  type LandmarkTable,
  type LeadTime,
} from '#libs/models';
import { isSilent, logisticRegression, sevenDayRule, snowlight, type Contestant } from './contestants.js';
import { storeLabels, type LabelRule } from './outcome.js';
import { findRuns, readLandmarks } from './read-landmarks.js';
import type { RunFacts } from './run-facts.query.js';
import { labelOf } from './target.js';
import { learnRisk, trainingOffsets } from './train-risk.js';

export interface RiskEvaluation {
  readonly tenant: string;
  readonly trainRuns: readonly string[];
  readonly testRuns: readonly string[];
  /** Days of the learner's own clock. */
  readonly atDays: readonly number[];
  readonly today: string;
  readonly seed: number;
  /** All where left out. */
  readonly horizons?: readonly Horizon[];
  /** As in a store that is kept up to date where left out. */
  readonly labels?: LabelRule;
}

/** A list of the highest chances, as long as somebody can work through. */
export interface ListFigures {
  /** Share of the learners that is listed. */
  readonly capacity: number;
  /** Share of those who left that is on the list. */
  readonly recall: number;
  /** Share of the list that left. */
  readonly precision: number;
}

/** One method at one landmark for one horizon. */
export interface EvaluationRow {
  readonly day: number;
  readonly horizon: Horizon;
  readonly method: Contestant['name'];
  readonly learners: number;
  readonly positives: number;
  readonly auc: number;
  /** 95 %, bootstrap over learners. */
  readonly aucLower: number;
  readonly aucUpper: number;
  readonly averagePrecision: number;
  readonly brier: number;
  readonly logLoss: number;
  readonly calibrationError: number;
  /** Of the labels on the log-odds of the chances: 1 and 0 where chances are right on the whole (Cox 1958). */
  readonly calibrationSlope: number;
  readonly calibrationIntercept: number;
  /** Share of those who left that the rule's own number of alerts holds. */
  readonly recallAtRuleVolume: number;
  readonly precisionAtRuleVolume: number;
  readonly lists: readonly ListFigures[];
}

export interface EvaluationReport {
  /** `forward` where every run that was learnt from was over before the first test run began; the headline is one. */
  readonly split: 'forward' | 'not forward';
  /** What could not be judged, and why. */
  readonly notes: readonly string[];
  readonly train: { readonly runs: readonly string[]; readonly learners: number; readonly landmarks: number };
  readonly test: { readonly runs: readonly string[]; readonly learners: number };
  readonly rows: readonly EvaluationRow[];
  /** Alerts at weekly landmarks, as many as the 7-day rule raises, before departures of the test runs. */
  readonly leadTimes: readonly { readonly method: Contestant['name']; readonly lead: LeadTime }[];
}

const capacities = [0.05, 0.1, 0.2];

/**
 * Trains on past runs, tests on others, forward in time: what models.md calls the headline. Population, features and
 * labels are those of live scoring.
 * @throws UnknownRunError, RangeError where there is nothing to learn from
 */
export async function evaluateRisk(
  clickhouse: Pick<ClickHouse, 'query'>,
  evaluation: RiskEvaluation,
): Promise<EvaluationReport> {
  const { tenant, today, seed, trainRuns, testRuns, atDays, labels = storeLabels } = evaluation;
  const asked = evaluation.horizons ?? horizons;
  const learntFrom = await findRuns(clickhouse, tenant, trainRuns);
  const testedOn = await findRuns(clickhouse, tenant, testRuns);
  const training = await readLandmarks(clickhouse, {
    tenant,
    today,
    labels,
    runs: trainRuns,
    offsets: trainingOffsets(learntFrom, today),
  });
  const { model, unlearnt } = learnRisk(training, seed);
  const contestants = [snowlight(model), logisticRegression(training), sevenDayRule(training)];
  const offsets = [...new Set([...trainingOffsets(testedOn, today), ...atDays])].sort((a, b) => a - b);
  const test = await readLandmarks(clickhouse, { tenant, today, labels, runs: testRuns, offsets });
  const notes = [
    ...asked.flatMap((horizon) =>
      unlearnt[horizon] === undefined ? [] : `${nameOf(horizon)}: ${unlearnt[horizon]}`,
    ),
    ...atDays.flatMap((day) => unjudged(day, asked, test)),
  ];
  return {
    split: splitOf(learntFrom, testedOn),
    notes,
    train: { runs: trainRuns, learners: learnersOf(training), landmarks: training.rows.length },
    test: { runs: testRuns, learners: learnersOf(test) },
    rows: atDays.flatMap((day) =>
      asked.flatMap((horizon) => contestants.flatMap((one) => judge(one, horizon, day, test, seed) ?? [])),
    ),
    leadTimes: contestants.map((one) => ({ method: one.name, lead: leadTime(one, test) })),
  };
}

const nameOf = (horizon: Horizon): string =>
  horizon === 'end' ? 'does not complete' : `left within ${horizon} days`;

function splitOf(train: readonly RunFacts[], test: readonly RunFacts[]): EvaluationReport['split'] {
  const firstTest = test.map(({ start }) => start).sort()[0] ?? '';
  return train.every(({ end }) => end !== null && end <= firstTest) ? 'forward' : 'not forward';
}

/** Why a day has no table. */
function unjudged(day: number, asked: readonly Horizon[], test: LandmarkTable): string[] {
  const rows = test.rows.filter(({ landmarkDay }) => landmarkDay === day);
  if (rows.length === 0)
    return [`day ${String(day)}: no learner with a known outcome was still enrolled in a test run`];
  return asked.flatMap((horizon) => {
    const labels = rows.map((row) => labelOf(horizon, row)).filter((label) => label !== null);
    const positives = labels.filter((label) => label === 1).length;
    if (positives > 0 && positives < labels.length) return [];
    const what = labels.length === 0 ? 'nothing is known yet of' : positives === 0 ? 'none of' : 'all of';
    return `day ${String(day)}, ${nameOf(horizon)}: ${what} the ${String(labels.length || rows.length)} learners, so there is nothing to rank`;
  });
}

function judge(
  contestant: Contestant,
  horizon: Horizon,
  day: number,
  test: LandmarkTable,
  seed: number,
): EvaluationRow | null {
  const picked = [...test.rows.keys()].filter(
    (row) => test.rows[row]!.landmarkDay === day && labelOf(horizon, test.rows[row]!) !== null,
  );
  const features = selectRows(test.features, Int32Array.from(picked));
  const chances = contestant.chances(horizon, features);
  const labels = picked.map((row) => labelOf(horizon, test.rows[row]!)!);
  const positives = labels.reduce<number>((sum, label) => sum + label, 0);
  if (chances === null || positives === 0 || positives === labels.length) return null;
  const interval = bootstrapInterval(
    picked.map((row) => test.rows[row]!.learner),
    (rows) =>
      areaUnderRoc(
        rows.map((row) => labels[row]!),
        Float64Array.from(rows, (row) => chances[row]!),
      ),
    { seed, replicates: 500 },
  );
  const volume = isSilent(features).filter(Boolean).length / labels.length;
  const atVolume = volume > 0 ? metricsAtCapacity(labels, chances, volume) : { recall: 0, precision: 0 };
  // one chance for everybody lies on no line
  const line = new Set(chances).size > 1 ? calibrationLine(labels, chances) : { slope: NaN, intercept: NaN };
  return {
    day,
    horizon,
    method: contestant.name,
    learners: labels.length,
    positives,
    auc: areaUnderRoc(labels, chances),
    aucLower: interval.lower,
    aucUpper: interval.upper,
    averagePrecision: averagePrecision(labels, chances),
    brier: brierScore(labels, chances),
    logLoss: logLoss(labels, chances),
    calibrationError: expectedCalibrationError(labels, chances),
    calibrationSlope: line.slope,
    calibrationIntercept: line.intercept,
    recallAtRuleVolume: atVolume.recall,
    precisionAtRuleVolume: atVolume.precision,
    lists: capacities.map((capacity) => {
      const { recall, precision } = metricsAtCapacity(labels, chances, capacity);
      return { capacity, recall, precision };
    }),
  };
}

/** At every weekly landmark the highest chances of 14 days are alerts, as many as the 7-day rule raises there. */
function leadTime(contestant: Contestant, test: LandmarkTable): LeadTime {
  const chances = contestant.chances('14', test.features) ?? new Float64Array(test.rows.length);
  const silent = isSilent(test.features);
  const byLandmark = grouped(test, ({ group, landmarkDay }) => `${group}/${String(landmarkDay)}`);
  const alerted = new Set<number>();
  for (const rows of byLandmark.values()) {
    const volume = rows.filter((row) => silent[row]).length;
    const highest = [...rows].sort((a, b) => chances[b]! - chances[a]!).slice(0, volume);
    for (const row of contestant.name === '7-day rule' ? rows.filter((one) => silent[one]) : highest)
      alerted.add(row);
  }
  const departures: DepartureAlerts[] = [];
  for (const rows of grouped(test, ({ group, learner }) => `${group}/${learner}`).values()) {
    const left = rows.map((row) => test.rows[row]!).find(({ leftAfterDays }) => leftAfterDays !== null);
    if (left === undefined) continue;
    departures.push({
      departureDay: left.landmarkDay + left.leftAfterDays!,
      landmarks: rows
        .map((row) => ({ day: test.rows[row]!.landmarkDay, alerted: alerted.has(row) }))
        .sort((a, b) => a.day - b.day),
    });
  }
  return summariseLeadTime(departures);
}

function grouped(
  { rows }: LandmarkTable,
  keyOf: (row: LandmarkTable['rows'][number]) => string,
): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  rows.forEach((row, index) => {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  });
  return groups;
}

const learnersOf = ({ rows }: LandmarkTable): number =>
  new Set(rows.map(({ group, learner }) => `${group}/${learner}`)).size;
