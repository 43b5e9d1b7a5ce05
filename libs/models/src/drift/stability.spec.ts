import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../feature-matrix.js';
import { SeededRandom } from '../random.js';
import { driftReference } from './reference.js';
import { stability, type StagedValue } from './stability.js';
import { stageOf } from './stages.js';

const random = new SeededRandom(11);
/** 800 learners at two stages; what they do doubles from the first to the second, and a tenth is not known. */
const days = [7, 70];
const rows = days.flatMap((day) =>
  Array.from({ length: 800 }, (_, i) => ({ learner: `l${String(i)}`, day })),
);
const draw = (day: number): number => (random.bernoulli(0.1) ? NaN : day + day * random.uniform());
const reference = driftReference(
  createFeatureMatrix(['clicks'], [Float64Array.from(rows, ({ day }) => draw(day))]),
  rows,
  Float64Array.from(rows, () => random.uniform()),
);
const of = (values: readonly StagedValue[], compared = 45) =>
  stability(reference.features.clicks!, reference.learners, values, compared);
const at = (day: number, n: number, value: () => number): StagedValue[] =>
  Array.from({ length: n }, () => ({ stage: stageOf(day)!, value: value() }));

describe('a reference', () => {
  it('has ten bins and one for what is missing, by stage', () => {
    const { cuts, counts } = reference.features.clicks!;
    expect(cuts).toHaveLength(9);
    expect(counts.map((one) => one.length)).toEqual(counts.map(() => 11));
    expect(counts[stageOf(7)!]!.reduce((sum, one) => sum + one, 0)).toBe(800);
    expect(reference.learners.filter((count) => count > 0)).toEqual([800, 800]);
  });

  it('counts one learner of several weeks at a wide stage once', () => {
    const wide = [84, 91, 98].map((day) => ({ learner: 'one', day }));
    const { learners } = driftReference(
      createFeatureMatrix(['x'], [Float64Array.of(1, 2, 3)]),
      wide,
      [0.1, 0.2, 0.3],
    );
    expect(learners[stageOf(90)!]).toBe(1);
  });

  it('has few bins where values repeat, and none where nothing is known', () => {
    const { features } = driftReference(
      createFeatureMatrix(['one', 'none'], [Float64Array.of(0, 0, 1, 1), new Float64Array(4).fill(NaN)]),
      rows.slice(0, 4),
      [0, 0, 0, 0],
    );
    expect(features.one!.cuts).toEqual([0]);
    expect(features.none!.cuts).toEqual([]);
  });
});

describe('stability', () => {
  it('by hand: half in each of two bins became 80 to 20, .6 ln 2.5 + ... = .416', () => {
    const half = { cuts: [0], counts: [[5_000_000, 5_000_000, 0]] };
    const values = Array.from({ length: 100_000 }, (_, i) => ({ stage: 0, value: i < 80_000 ? 0 : 1 }));
    const { index, verdict } = stability(half, [10_000_000], values, 1);
    expect(index).toBeCloseTo(0.3 * Math.log(0.8 / 0.5) - 0.3 * Math.log(0.2 / 0.5), 4);
    expect(verdict).toBe('drifted');
  });

  it('compares each learner with those who are as far on', () => {
    expect(of(at(7, 400, () => draw(7))).verdict).toBe('steady');
    // who does in the tenth week what others did in the first has changed
    expect(of(at(70, 400, () => draw(7))).verdict).toBe('drifted');
  });

  it('tells a source that fell silent by what is missing', () => {
    const gone = of(at(7, 300, () => (random.bernoulli(0.7) ? NaN : draw(7))));
    expect(gone.verdict).toBe('drifted');
  });

  it('says nothing of a cohort of 20, whatever it does', () => {
    expect(of(at(70, 20, () => 0))).toEqual({ learners: 20, index: null, byChance: null, verdict: 'few' });
  });

  it('leaves out learners at a stage that nobody was learnt from', () => {
    expect(of(at(200, 500, () => 1)).learners).toBe(0);
  });

  it.each([50, 100, 400])('%i learners whose 45 figures are steady raise a word in few of 100 weeks', (n) => {
    let [words, largest] = [0, 0];
    for (let week = 0; week < 100; week++)
      for (let figure = 0; figure < 45; figure++) {
        const { verdict, index } = of(at(7, n, () => draw(7)));
        if (verdict !== 'steady') words++;
        largest = Math.max(largest, index ?? 0);
      }
    // by the rule one; chi-square is a little too sure of itself where bins expect five
    expect(words).toBeLessThanOrEqual(4);
    // what the bands alone would have called drift
    if (n === 50) expect(largest).toBeGreaterThan(0.25);
  });
});
