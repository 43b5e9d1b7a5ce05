import { horizons, type Horizon } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import {
  areaUnderRoc,
  averagePrecision,
  bootstrapInterval,
  brierScore,
  expectedCalibrationError,
  metricsAtCapacity,
  selectRows,
  summariseLeadTime,
  trainRiskModel,
  type DepartureAlerts,
  type LandmarkTable,
  type LeadTime,
} from '#libs/models';
import { isSilent, logisticRegression, sevenDayRule, snowlight, type Contestant } from './contestants.js';
import { readLandmarks, weeklyOffsets } from './read-landmarks.js';
import { labelOf } from './target.js';
import { LAST_LANDMARK_DAY } from './train-risk.js';

export interface RiskEvaluation {
  readonly tenant: string;
  readonly trainRuns: readonly string[];
  readonly testRuns: readonly string[];
  /** Days of the learner's own clock. */
  readonly atDays: readonly number[];
  readonly today: string;
  readonly seed: number;
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
  readonly calibrationError: number;
  /** Share of those who left that the rule's own number of alerts holds. */
  readonly recallAtRuleVolume: number;
}

export interface EvaluationReport {
  readonly train: { readonly runs: readonly string[]; readonly learners: number; readonly landmarks: number };
  readonly test: { readonly runs: readonly string[]; readonly learners: number };
  readonly rows: readonly EvaluationRow[];
  /** Alerts at weekly landmarks, as many as the 7-day rule raises, before departures of the test runs. */
  readonly leadTimes: readonly { readonly method: Contestant['name']; readonly lead: LeadTime }[];
}

/**
 * Trains on past runs, tests on others, forward in time: what models.md calls the headline. Population, features and
 * labels are those of live scoring.
 * @throws UnknownRunError, RangeError where there is nothing to learn from
 */
export async function evaluateRisk(
  clickhouse: Pick<ClickHouse, 'query'>,
  evaluation: RiskEvaluation,
): Promise<EvaluationReport> {
  const { tenant, today, seed, trainRuns, testRuns, atDays } = evaluation;
  const weekly = weeklyOffsets(LAST_LANDMARK_DAY);
  const training = await readLandmarks(clickhouse, { tenant, today, runs: trainRuns, offsets: weekly });
  const model = trainRiskModel(training, { seed });
  const contestants = [snowlight(model), logisticRegression(training), sevenDayRule(training)];
  const offsets = [...new Set([...weekly, ...atDays])].sort((a, b) => a - b);
  const test = await readLandmarks(clickhouse, { tenant, today, runs: testRuns, offsets });
  return {
    train: { runs: trainRuns, learners: learnersOf(training), landmarks: training.rows.length },
    test: { runs: testRuns, learners: learnersOf(test) },
    rows: atDays.flatMap((day) =>
      horizons.flatMap((horizon) => contestants.flatMap((one) => judge(one, horizon, day, test, seed) ?? [])),
    ),
    leadTimes: contestants.map((one) => ({ method: one.name, lead: leadTime(one, test) })),
  };
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
    calibrationError: expectedCalibrationError(labels, chances),
    recallAtRuleVolume: volume > 0 ? metricsAtCapacity(labels, chances, volume).recall : 0,
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
