import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../random.js';
import { listCurve } from './list-curve.js';
import { rankOutcomes } from './ranked-outcomes.js';
import { areaUnderRoc, metricsAtCapacity } from './ranking.js';

const random = new SeededRandom(1);
// hundredths, so that lists end inside ties
const chances = Float64Array.from({ length: 2500 }, () => Math.round(random.uniform() * 100) / 100);
const labels = chances.map((p) => Number(random.bernoulli(p * p)));
const points = listCurve(rankOutcomes(labels, chances));

describe('listCurve', () => {
  it('has the recall and precision of the lists of each length', () => {
    // 2500 rows: every capacity of the curve is a whole list
    for (const { capacity, recall, precision } of points.slice(1)) {
      const list = metricsAtCapacity(labels, chances, capacity);
      expect(recall).toBeCloseTo(list.recall, 9);
      expect(precision).toBeCloseTo(list.precision, 9);
    }
  });

  it('encloses nearly the area under the ROC curve', () => {
    let area = 0;
    for (let i = 1; i < points.length; i++)
      area +=
        ((points[i]!.falsePositiveRate - points[i - 1]!.falsePositiveRate) *
          (points[i]!.recall + points[i - 1]!.recall)) /
        2;
    expect(area).toBeCloseTo(areaUnderRoc(labels, chances), 2);
  });

  it('goes from nobody to everybody, and is none where an outcome is missing', () => {
    expect(points[0]).toMatchObject({ capacity: 0, recall: 0, falsePositiveRate: 0 });
    expect(points.at(-1)).toMatchObject({ capacity: 1, recall: 1, falsePositiveRate: 1 });
    expect(listCurve(rankOutcomes([1, 1], [0.2, 0.4]))).toEqual([]);
  });
});
