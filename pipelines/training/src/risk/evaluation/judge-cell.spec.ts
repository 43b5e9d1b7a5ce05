import { describe, expect, it } from '@jest/globals';
import { areaUnderRoc, SeededRandom } from '#libs/models';
import { judgeCell, type Cell } from './judge-cell.js';
import { figureNames } from './report.js';

const random = new SeededRandom(3);
const truth = Array.from({ length: 300 }, () => 0.05 + 0.9 * random.uniform());
const cell: Cell = {
  day: 14,
  horizon: '28',
  labels: truth.map((p) => (random.bernoulli(p) ? 1 : 0)),
  learners: truth.map((_, i) => ({ run: `r${String(i % 3)}`, learner: String(i) })),
  ruleVolume: 0.15,
};
const right = Float64Array.from(truth);
const blurred = right.map((p) => 0.7 * p + 0.3 * random.uniform());
const judged = judgeCell(
  cell,
  [
    { method: 'snowlight', chances: right },
    { method: 'logistic regression', chances: blurred },
    { method: '7-day rule', chances: right.map(() => 0.5) },
  ],
  1,
);

describe('judgeCell', () => {
  it('gives every figure with an interval around it', () => {
    const [own] = judged.rows;
    expect(own!.auc).toBe(areaUnderRoc(cell.labels, right));
    for (const name of figureNames) {
      const { lower, upper } = own!.intervals[name];
      const value = own![name];
      expect([name, lower <= value + 0.02, upper >= value - 0.02]).toEqual([name, true, true]);
      expect([name, upper > lower]).toEqual([name, true]);
    }
    expect(own!.aucLower).toBe(own!.intervals.auc.lower);
    for (const { recall, recallInterval } of own!.lists) {
      expect(recallInterval.lower).toBeLessThanOrEqual(recall);
      expect(recallInterval.upper).toBeGreaterThanOrEqual(recall);
    }
  });

  it('gives differences over the same resamples, so narrower than apart', () => {
    const [logistic, rule] = judged.differences;
    expect(logistic!.to).toBe('logistic regression');
    expect(logistic!.auc.value).toBeCloseTo(judged.rows[0]!.auc - judged.rows[1]!.auc, 12);
    const apart = judged.rows[0]!.intervals.auc.upper - judged.rows[0]!.intervals.auc.lower;
    expect(logistic!.auc.upper - logistic!.auc.lower).toBeLessThan(apart);
    expect(rule!.auc.value).toBeCloseTo(judged.rows[0]!.auc - 0.5, 12);
  });

  it('gives one chance for everybody no calibration line', () => {
    expect(judged.rows[2]!.calibrationSlope).toBeNaN();
    expect(judged.rows[2]!.intervals.calibrationSlope.lower).toBeNaN();
  });

  it('gives bins with intervals that hold what was seen', () => {
    const { reliability, lists } = judged.curves[0]!;
    expect(reliability).toHaveLength(10);
    for (const { observed, lower, upper } of reliability) {
      expect(lower).toBeLessThanOrEqual(observed);
      expect(upper).toBeGreaterThanOrEqual(observed);
    }
    expect(lists.at(-1)).toMatchObject({ capacity: 1, recall: 1 });
  });
});
