import { describe, expect, it } from '@jest/globals';
import { expectedCalibrationError } from '../../metrics/probability.js';
import { logistic, logit } from '../../numeric.js';
import { SeededRandom } from '../../random.js';
import { applyCalibration, type Calibration, fitPlatt, type KnotCalibration } from './calibration.js';
import { fitLinearSpline } from './fit-linear-spline.js';
import { recalibrated } from './recalibrate.js';

/** `landmarks` rows of each learner with the same score, whose true log-odds are shifted and stretched. */
function simulate(learners: number, seed: number, { shift = 0, stretch = 1, landmarks = 1 } = {}) {
  const random = new SeededRandom(seed);
  const rows = Array.from({ length: learners }, (_, learner) => {
    const score = -2 + random.normal();
    const truth = logistic(shift + stretch * score);
    const label = Number(random.bernoulli(truth));
    return Array.from({ length: landmarks }, () => ({ learner: String(learner), score, truth, label }));
  }).flat();
  return {
    scores: rows.map(({ score }) => score),
    labels: rows.map(({ label }) => label),
    truth: rows.map(({ truth }) => truth),
    learners: rows.map(({ learner }) => learner),
  };
}
const learnt = (learners: number): Calibration => {
  const { scores, labels } = simulate(learners, 1);
  return fitLinearSpline({ scores, labels });
};
/** As of models that were made when calibration was Platt scaling of few rows, isotonic regression of many. */
const learntLine = (count: number): Calibration => {
  const { scores, labels, learners } = simulate(count, 1);
  return fitPlatt(scores, labels, learners);
};
const isotonic: Calibration = { ...(learnt(20_000) as KnotCalibration), kind: 'isotonic' };
const setRight = (of: Calibration, { scores, labels, learners }: ReturnType<typeof simulate>): Calibration =>
  recalibrated(of, scores, labels, learners)!;

describe.each([
  ['linear-spline', learnt(20_000)],
  ['platt', learntLine(600)],
  ['isotonic', isotonic],
])('a calibration of the kind %s, where all leave half as often as it says', (kind, before) => {
  const drift = { shift: Math.log(0.45) };
  const after = setRight(before, simulate(800, 2, drift));

  it('is brought back by a few hundred learners', () => {
    expect([before.kind, after.kind]).toEqual([kind, kind]);
    const { scores, labels } = simulate(20_000, 3, drift);
    const errorOf = (of: Calibration) => expectedCalibrationError(labels, applyCalibration(of, scores).p);
    expect(errorOf(before)).toBeGreaterThan(0.05);
    expect(errorOf(after)).toBeLessThan(0.015);
  });

  it('keeps the order of scores, and its bounds around them', () => {
    const scores = Array.from({ length: 200 }, (_, i) => -6 + i / 20);
    const { p, lower, upper } = applyCalibration(after, scores);
    for (let i = 1; i < scores.length; i++) {
      expect(p[i]!).toBeGreaterThanOrEqual(p[i - 1]!);
      expect(lower[i]!).toBeLessThanOrEqual(p[i]!);
      expect(upper[i]!).toBeGreaterThanOrEqual(p[i]!);
    }
  });
});

it('covers the true chances at about its stated rate, over repeated samples', () => {
  const before = learnt(20_000);
  let [covered, asked] = [0, 0];
  for (let seed = 10; seed < 30; seed++) {
    const sample = simulate(400, seed, { shift: 0.7, stretch: 0.8, landmarks: 3 });
    const { lower, upper } = applyCalibration(setRight(before, sample), sample.scores);
    sample.truth.forEach((p, i) => {
      asked++;
      if (lower[i]! <= p && p <= upper[i]!) covered++;
    });
  }
  expect(covered / asked).toBeGreaterThan(0.9);
});

it('changes chances that are right by no more than the outcomes can tell', () => {
  const before = learnt(20_000);
  const { p } = applyCalibration(setRight(before, simulate(2000, 4)), [-3, -2, -1]);
  const { p: was } = applyCalibration(before, [-3, -2, -1]);
  p.forEach((chance, i) => expect(Math.abs(logit(chance) - logit(was[i]!))).toBeLessThan(0.35));
});

it('gives up where higher scores do not leave more often', () => {
  const { scores, labels, learners } = simulate(2000, 5, { stretch: -1, shift: -4 });
  expect(recalibrated(learnt(600), scores, labels, learners)).toBeNull();
});
