import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix, type FeatureMatrix } from '../feature-matrix.js';
import { logLoss } from '../metrics/probability.js';
import { SeededRandom } from '../random.js';
import { boostedScores } from './boosted-line.js';
import { applyCalibration, type Calibration } from './calibration/calibration.js';
import { fitLinearSpline } from './calibration/fit-linear-spline.js';
import { crossFit } from './cross-fit.js';
import { predictRisk, type RiskModel, trainRiskModel } from './hazard.js';
import type { LandmarkOutcome, LandmarkTable } from './landmark-table.js';

const seed = 1;
const gbdt = { numIterations: 60, numLeaves: 31, minDataInLeaf: 2, lambdaL2: 0, featureFraction: 1 };

interface Cohort {
  readonly learners: number;
  readonly runs: number;
  /** What gives a learner or a whole run away, and says nothing of others. */
  readonly mark: 'learner' | 'run';
}

/**
 * Six landmarks each of learners of whom one figure can be learnt by heart, and nothing else: the mark is drawn, and so
 * is what comes of whoever bears it.
 */
function byHeart({ learners, runs, mark }: Cohort, drawnFrom: number): LandmarkTable {
  const random = new SeededRandom(drawnFrom);
  const draw = () => ({ mark: random.uniform(), completed: random.bernoulli(0.5) });
  const ofRun = Array.from({ length: runs }, draw);
  const marks: number[] = [];
  const rows: LandmarkOutcome[] = [];
  for (let learner = 0; learner < learners; learner++) {
    const own = draw();
    const run = learner % runs;
    const { mark: figure, completed } = mark === 'learner' ? own : ofRun[run]!;
    for (let week = 1; week <= 6; week++) {
      marks.push(figure);
      rows.push({
        group: `run-${String(run)}`,
        learner: `learner-${String(learner)}`,
        landmarkDay: 7 * week,
        leftAfterDays: null,
        observedDays: 70 - 7 * week,
        // one in ten differs, so that a run has both
        completed: learner % 10 === 0 ? !completed : completed,
      });
    }
  }
  return { features: createFeatureMatrix(['mark'], [Float64Array.from(marks)]), rows };
}

const labelsOf = ({ rows }: LandmarkTable): number[] =>
  rows.map(({ completed }) => Number(completed === false));

/** Log loss of chances for people whom the model has not seen; a coin has 0.693. */
const lossOn = (unseen: LandmarkTable, chances: ArrayLike<number>): number =>
  logLoss(labelsOf(unseen), Array.from(chances));
const COIN = Math.LN2;

const chancesOf = (model: RiskModel, { features }: LandmarkTable): Float64Array =>
  predictRisk(model, features).end!.p;

/** The same trees with another calibration. */
function recalibrated(model: RiskModel, features: FeatureMatrix, calibration: Calibration): Float64Array {
  return applyCalibration(calibration, boostedScores(model.end!.model, features)).p;
}

describe('rows of a learner on both sides', () => {
  const known = byHeart({ learners: 120, runs: 3, mark: 'learner' }, 1);
  const unseen = byHeart({ learners: 200, runs: 3, mark: 'learner' }, 2);

  it('never are: who is learnt by heart says nothing of others, and the model says so', () => {
    const model = trainRiskModel(known, { seed, gbdt });
    expect(lossOn(unseen, chancesOf(model, unseen))).toBeLessThan(COIN + 0.03);
  });

  it('would show as chances that are far too sure', () => {
    const byRow = Int32Array.from(known.rows.keys(), (row) => row % 4);
    const labels = Float64Array.from(labelsOf(known));
    const { model, foldModels } = crossFit(
      known.features,
      labels,
      { judged: byRow },
      { alike: 1, boosting: { ...gbdt, seed } },
    );
    const byFold = foldModels.map((one) => boostedScores(one, known.features));
    const calibration = fitLinearSpline({
      scores: Float64Array.from(byRow, (fold, row) => byFold[fold]![row]!),
      labels,
    });
    const chances = applyCalibration(calibration, boostedScores(model, unseen.features)).p;
    expect(lossOn(unseen, chances)).toBeGreaterThan(COIN + 0.2);
  });
});

describe('rows of a run on both sides', () => {
  const known = byHeart({ learners: 240, runs: 60, mark: 'run' }, 3);
  const unseen = byHeart({ learners: 240, runs: 60, mark: 'run' }, 4);

  it('never are, where there are runs enough: what is true of one run is not taken as true of the next', () => {
    const model = trainRiskModel(known, { seed, gbdt });
    // sixty runs are sixty draws: calibration follows their noise a little
    expect(lossOn(unseen, chancesOf(model, unseen))).toBeLessThan(COIN + 0.12);
  });

  it('would show as chances that are far too sure', () => {
    const model = trainRiskModel(known, { seed, gbdt, foldBy: 'learner' });
    expect(lossOn(unseen, chancesOf(model, unseen))).toBeGreaterThan(COIN + 0.2);
  });
});

describe('calibration on rows that the model has seen', () => {
  const known = byHeart({ learners: 120, runs: 3, mark: 'learner' }, 5);
  const unseen = byHeart({ learners: 200, runs: 3, mark: 'learner' }, 6);
  // as many trees as it takes to know everybody
  const { model: trees } = crossFit(
    known.features,
    Float64Array.from(labelsOf(known)),
    { judged: Int32Array.from(known.rows.keys(), (row) => row % 4) },
    { alike: 1, boosting: { ...gbdt, seed } },
  );

  it('is not what is kept: it would be another, and far too sure', () => {
    const model = trainRiskModel(known, { seed, gbdt });
    const sure: RiskModel = { ...model, end: { ...model.end!, model: trees } };
    const onSeen = fitLinearSpline({ scores: boostedScores(trees, known.features), labels: labelsOf(known) });
    expect(lossOn(unseen, recalibrated(sure, unseen.features, onSeen))).toBeGreaterThan(COIN + 0.2);
    expect(lossOn(unseen, recalibrated(sure, unseen.features, model.end!.calibration))).toBeLessThan(
      COIN + 0.05,
    );
  });
});
