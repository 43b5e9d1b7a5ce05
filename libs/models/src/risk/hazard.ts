import { alignFeatures, createFeatureMatrix, type FeatureMatrix, selectRows } from '../feature-matrix.js';
import { logistic, logit } from '../numeric.js';
import { applyCalibration, type Calibration, type Estimates } from './calibration/calibration.js';
import { fitCalibration } from './calibration/fit-calibration.js';
import { recalibrated } from './calibration/recalibrate.js';
import { type BoostedLine, type BoostedLineOptions, boostedScores, boostedScoresAt } from './boosted-line.js';
import { assignFolds, crossFit, type Folds } from './cross-fit.js';
import type { GbdtParameters } from '../gbdt/parameters.js';
import type { SeenCourses } from './familiarity.js';
import {
  checkLandmarkTable,
  type LandmarkOutcome,
  type LandmarkTable,
  personPeriods,
  STEP_DAYS,
  WEEK_STEPS,
} from './landmark-table.js';

/** Name of the column that tells the hazard model which week ahead is asked for. */
export const STEP_FEATURE = 'week_ahead';
const DAY_HORIZONS = ['7', '14', '28'] as const;
type DayHorizon = (typeof DAY_HORIZONS)[number];

/**
 * The risk model as plain JSON: a weekly hazard of leaving, a chance of not completing, and for each horizon a
 * calibration. Whoever keeps it adds version, data window and the like around it.
 */
export interface RiskModel {
  readonly kind: 'risk';
  readonly featureNames: readonly string[];
  /** P(leaves in week k ahead | still in at its start), of the features and k; null where no day of leaving is known. */
  readonly hazard: BoostedLine | null;
  /** null for a horizon that nobody was followed for. */
  readonly calibration: Readonly<Record<DayHorizon, Calibration | null>>;
  /** P(does not complete); null where too few outcomes were known to learn it. */
  readonly end: { readonly model: BoostedLine; readonly calibration: Calibration } | null;
  /** What it has learnt from, so that a course that is unlike all of it can be told; older models lack it. */
  readonly seen?: SeenCourses;
  readonly trainedOn: {
    readonly landmarks: number;
    readonly learners: number;
    readonly groups: number;
    /** Learner-runs that were seen to leave. */
    readonly departures: number;
  };
}

export interface RiskTrainingOptions {
  readonly seed: number;
  /** Parts for the out-of-fold predictions that calibration is fitted on; default 4. */
  readonly folds?: number;
  /** What no two folds share. Default: runs where there are at least as many as folds, else learners. */
  readonly foldBy?: 'learner' | 'group';
  /**
   * Which way alone more of a feature, by its name, may move the chances: 1 = up, -1 = down. Left out = either way.
   */
  readonly directions?: Readonly<Record<string, 1 | -1>>;
  /** See `LogisticOptions`. */
  readonly penalties?: Readonly<Record<string, number>>;
  /** Of the trees, over the defaults below. `numIterations` is the most; fewer are kept where held-out loss says so. */
  readonly gbdt?: Partial<GbdtParameters>;
}

/** Small trees, since what two features do together differs from course to course. */
const defaultBoosting: Partial<GbdtParameters> = {
  numIterations: 200,
  learningRate: 0.05,
  numLeaves: 6,
  featureFraction: 0.5,
  baggingFraction: 0.7,
  baggingFreq: 1,
};
/** Of learners, not of rows: landmarks of one learner repeat, so rows tell less than their number says. */
const LEAF_LEARNERS = 20;
const LEAF_LAMBDA = 5;

/** Of landmarks without a fully observed week. */
const NO_FOLD = -1;
/** Fewer learners of either outcome (left or stayed, completed or not), and its chance is not learnt. */
export const LEAST_LEARNERS = 10;

/**
 * Trains the risk model: discrete-time hazard over four weeks ahead (Singer and Willett 1993) by a line that trees mend,
 * and a separate model for the end of the run. Calibration is fitted on out-of-fold predictions whose folds share no learner
 * (or no run), from rows followed for the whole horizon.
 * @throws RangeError where neither can be learnt: too few were seen to leave (or stay) in a fully observed week, and too
 *   few are known to have completed (or not); where there are fewer learners than folds, or the table contradicts itself
 */
export function trainRiskModel(table: LandmarkTable, options: RiskTrainingOptions): RiskModel {
  checkLandmarkTable(table);
  const { features, rows } = table;
  const leaving = trainLeaving(table, options);
  const end = trainEnd(table, options);
  if (leaving === null && end === null) {
    throw new RangeError(
      `fewer than ${String(LEAST_LEARNERS)} learners were seen to leave, or to stay, in a fully observed week, and fewer than ${String(LEAST_LEARNERS)} are known to have completed, or known not to: nothing can be learnt`,
    );
  }
  return {
    kind: 'risk',
    featureNames: [...features.names],
    hazard: leaving?.hazard ?? null,
    calibration: leaving?.calibration ?? { '7': null, '14': null, '28': null },
    end,
    trainedOn: {
      landmarks: rows.length,
      learners: new Set(rows.map(({ learner }) => learner)).size,
      groups: new Set(rows.map(({ group }) => group)).size,
      departures: new Set(
        rows
          .filter((row) => row.leftAfterDays !== null)
          .map(({ learner, group }) => JSON.stringify([learner, group])),
      ).size,
    },
  };
}

const learnerOf = ({ learner }: LandmarkOutcome): string => learner;

/** How many learners the rarer outcome was seen of: `labels` are 0 or 1, a row each; a learner may be seen with both. */
function fewerOfEither(learners: readonly string[], labels: ArrayLike<number>): number {
  const seen = [new Set<string>(), new Set<string>()] as const;
  learners.forEach((learner, row) => seen[labels[row] as 0 | 1].add(learner));
  return Math.min(seen[0].size, seen[1].size);
}

/** Folds of rows, by whom they are of: `outcomes` has one for each row, the same one several times where it repeats. */
function chooseFolds(
  outcomes: readonly LandmarkOutcome[],
  { seed, folds = 4, foldBy }: RiskTrainingOptions,
): Folds {
  const runs = outcomes.map(({ group }) => group);
  const numberOfRuns = new Set(runs).size;
  const by = foldBy ?? (numberOfRuns >= folds ? 'group' : 'learner');
  const units = by === 'group' ? runs : outcomes.map(({ learner }) => learner);
  const distinct = new Set(units).size;
  if (distinct < folds)
    throw new RangeError(`${String(folds)} folds need as many ${by}s, there are ${String(distinct)}`);
  const judged = assignFolds(units, folds, seed);
  return by === 'group' || numberOfRuns === 1
    ? { judged }
    : { judged, byRun: assignFolds(runs, Math.min(folds, numberOfRuns), seed) };
}

function lineOptions(
  outcomes: readonly LandmarkOutcome[],
  { directions, penalties, gbdt, seed }: RiskTrainingOptions,
): BoostedLineOptions {
  const learners = new Set(outcomes.map(({ learner, group }) => JSON.stringify([learner, group])));
  const alike = outcomes.length / learners.size;
  return {
    alike,
    ...(directions !== undefined && { directions }),
    ...(penalties !== undefined && { penalties }),
    boosting: {
      ...defaultBoosting,
      minDataInLeaf: Math.round(LEAF_LEARNERS * alike),
      lambdaL2: LEAF_LAMBDA * alike,
      ...gbdt,
      seed,
    },
  };
}

function trainLeaving(
  { features, rows }: LandmarkTable,
  options: RiskTrainingOptions,
): (Pick<RiskModel, 'calibration'> & { readonly hazard: BoostedLine }) | null {
  const { landmarkRow, step, left } = personPeriods(rows);
  const outcomes = Array.from(landmarkRow, (row) => rows[row]!);
  if (fewerOfEither(outcomes.map(learnerOf), left) < LEAST_LEARNERS) return null;
  const folds = chooseFolds(outcomes, options);
  const expanded = selectRows(features, landmarkRow);
  const hazard = crossFit(
    createFeatureMatrix([...features.names, STEP_FEATURE], [...expanded.columns, step]),
    left,
    folds,
    lineOptions(outcomes, options),
  );
  const foldOfLandmark = new Int32Array(rows.length).fill(NO_FOLD);
  landmarkRow.forEach((row, period) => (foldOfLandmark[row] = folds.judged[period]!));
  const outOfFold = outOfFoldChances(hazard.foldModels, features, foldOfLandmark);
  // whoever was followed for a week has a fold
  const calibrateDays = (horizon: DayHorizon): Calibration | null => {
    const { scores, labels, learners, runs } = followedFor(horizon, rows, outOfFold[horizon]);
    return scores.length === 0 ? null : fitCalibration({ scores, labels, clusters: learners, runs });
  };
  return { hazard: hazard.model, calibration: ofDays(calibrateDays) };
}

const ofDays = <T>(of: (horizon: DayHorizon) => T): Record<DayHorizon, T> => ({
  '7': of('7'),
  '14': of('14'),
  '28': of('28'),
});

interface Followed {
  /** Log-odds. */
  readonly scores: readonly number[];
  /** 1 = left within the horizon. */
  readonly labels: readonly number[];
  readonly learners: readonly string[];
  readonly runs: readonly string[];
}

/** Rows of which the whole horizon has been seen: of others departures are known before stays. */
function followedFor(horizon: DayHorizon, rows: readonly LandmarkOutcome[], chances: Float64Array): Followed {
  const days = Number(horizon);
  const followed = [...rows.keys()].filter((row) => rows[row]!.observedDays >= days);
  return {
    scores: followed.map((row) => logit(chances[row]!)),
    labels: followed.map((row) => Number((rows[row]!.leftAfterDays ?? Infinity) < days)),
    learners: followed.map((row) => rows[row]!.learner),
    runs: followed.map((row) => rows[row]!.group),
  };
}

/** Fewer learners of either outcome, and a calibration stays as it is. */
const RECALIBRATION_MINORITY = 20;

/**
 * The same model with its chances of leaving set right on what came of later learners (`recalibrated`), at each horizon
 * of which enough has been seen whole. The chance of not completing stays: in a run that goes on it is known of those
 * alone who left.
 * @param table landmarks that the model has not learnt from, with its features
 */
export function recalibrateRisk<M extends RiskModel>(model: M, { features, rows }: LandmarkTable): M {
  const { hazard } = model;
  if (hazard === null) return model;
  const chances = leavingChances(hazard, alignFeatures(features, model.featureNames));
  const setRight = (horizon: DayHorizon): Calibration | null => {
    const calibration = model.calibration[horizon];
    const { scores, labels, learners } = followedFor(horizon, rows, chances[horizon]);
    if (calibration === null || fewerOfEither(learners, labels) < RECALIBRATION_MINORITY) return calibration;
    return recalibrated(calibration, scores, labels, learners) ?? calibration;
  };
  return { ...model, calibration: ofDays(setRight) };
}

function trainEnd({ features, rows }: LandmarkTable, options: RiskTrainingOptions): RiskModel['end'] {
  const known = Int32Array.from(rows.keys()).filter((row) => rows[row]!.completed !== null);
  const outcomes = Array.from(known, (row) => rows[row]!);
  const labels = Float64Array.from(outcomes, ({ completed }) => Number(!completed!));
  if (fewerOfEither(outcomes.map(learnerOf), labels) < LEAST_LEARNERS) return null;
  const knownFeatures = selectRows(features, known);
  const folds = chooseFolds(outcomes, options);
  const { model, foldModels } = crossFit(knownFeatures, labels, folds, lineOptions(outcomes, options));
  const byFold = foldModels.map((foldModel) => boostedScores(foldModel, knownFeatures));
  const scores = Float64Array.from(known, (_, i) => byFold[folds.judged[i]!]![i]!);
  return {
    model,
    calibration: fitCalibration({
      scores,
      labels,
      clusters: outcomes.map(learnerOf),
      runs: outcomes.map(({ group }) => group),
    }),
  };
}

/** Raw chances of leaving within each horizon: 1 - product of the weekly chances of staying. */
function leavingChances(hazard: BoostedLine, features: FeatureMatrix): Record<DayHorizon, Float64Array> {
  const stays = new Float64Array(features.rows).fill(1);
  const chances: Partial<Record<string, Float64Array>> = {};
  const scores = boostedScoresAt(hazard, features, { name: STEP_FEATURE, values: WEEK_STEPS });
  WEEK_STEPS.forEach((week, at) => {
    for (let row = 0; row < stays.length; row++) stays[row]! *= 1 - logistic(scores[at]![row]!);
    chances[week * STEP_DAYS] = stays.map((stay) => 1 - stay);
  });
  return { '7': chances['7']!, '14': chances['14']!, '28': chances['28']! };
}

/** Chances of each row by the model that has not seen its fold. */
function outOfFoldChances(
  foldModels: readonly BoostedLine[],
  features: FeatureMatrix,
  foldOfRow: Int32Array,
): Record<DayHorizon, Float64Array> {
  const result = Object.fromEntries(
    DAY_HORIZONS.map((horizon) => [horizon, new Float64Array(features.rows)]),
  ) as Record<DayHorizon, Float64Array>;
  foldModels.forEach((model, fold) => {
    const rows = Int32Array.from(foldOfRow.keys()).filter((row) => foldOfRow[row] === fold);
    const chances = leavingChances(model, selectRows(features, rows));
    for (const horizon of DAY_HORIZONS)
      rows.forEach((row, i) => (result[horizon][row] = chances[horizon][i]!));
  });
  return result;
}

/** Calibrated chances with their 95 % intervals; null for what the model has not learnt. */
export type RiskPrediction = Readonly<Record<DayHorizon | 'end', Estimates | null>>;

/**
 * Chances for every row: leaving within 7, 14 and 28 days, given that the learner is still in, and not completing.
 * Never falls from one horizon to the next, in p, lower and upper alike. A horizon that reaches beyond the end of the
 * run is answered as if the run went on.
 * @param matrix has the model's features by name; others are ignored
 * @throws RangeError naming the features that are missing
 */
export function predictRisk(model: RiskModel, matrix: FeatureMatrix): RiskPrediction {
  const features = alignFeatures(matrix, model.featureNames);
  const end = model.end && applyCalibration(model.end.calibration, boostedScores(model.end.model, features));
  const { hazard } = model;
  if (hazard === null) return { '7': null, '14': null, '28': null, end };
  const chances = leavingChances(hazard, features);
  const calibrated = (horizon: DayHorizon): Estimates | null => {
    const calibration = model.calibration[horizon];
    return calibration && applyCalibration(calibration, chances[horizon].map(logit));
  };
  const days = ofDays(calibrated);
  // Each horizon is calibrated on its own, which may cross where data are thin.
  raiseTo(days['14'], days['7']);
  raiseTo(days['28'], days['14'] ?? days['7']);
  return { ...days, end };
}

function raiseTo(estimates: Estimates | null, floor: Estimates | null): void {
  if (estimates === null || floor === null) return;
  for (const name of ['p', 'lower', 'upper'] as const) {
    for (let row = 0; row < floor.p.length; row++) {
      estimates[name][row] = Math.max(estimates[name][row]!, floor[name][row]!);
    }
  }
}
