import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { expectedCalibrationError } from '../../metrics/probability.js';
import { logistic, logit } from '../../numeric.js';
import { SeededRandom } from '../../random.js';
import { applyCalibration, type Calibration } from './calibration.js';
import { fitLinearSpline } from './fit-linear-spline.js';

/** Scores whose true chance is known: logistic(0.7 score - 1.5), a bend at 1 where asked for. */
function simulate(
  rows: number,
  seed: number,
  intercept = -1.5,
): { scores: number[]; labels: number[]; truth: number[] } {
  const random = new SeededRandom(seed);
  const scores = Array.from({ length: rows }, () => 1.5 * random.normal());
  const truth = scores.map((score) => logistic(intercept + 0.7 * score));
  return { scores, truth, labels: truth.map((p) => Number(random.bernoulli(p))) };
}

describe('fitLinearSpline', () => {
  const past = simulate(20_000, 1);
  const calibration = fitLinearSpline(past);

  it('brings scores of the wrong scale to calibrated chances on later data', () => {
    const later = simulate(20_000, 2);
    expect(expectedCalibrationError(later.labels, later.scores.map(logistic))).toBeGreaterThan(0.1);
    expect(
      expectedCalibrationError(later.labels, applyCalibration(calibration, later.scores).p),
    ).toBeLessThan(0.015);
  });

  it('covers the true chance at about its stated rate, over repeated samples', () => {
    let covered = 0;
    let asked = 0;
    for (let seed = 10; seed < 20; seed++) {
      const sample = simulate(4000, seed);
      const { lower, upper } = applyCalibration(fitLinearSpline(sample), sample.scores);
      sample.truth.forEach((p, i) => {
        asked++;
        if (lower[i]! <= p && p <= upper[i]!) covered++;
      });
    }
    expect(covered / asked).toBeGreaterThan(0.9);
  });

  it('widens its intervals where rows come in alike clusters', () => {
    const width = (calibrated: Calibration): number => {
      const { lower, upper } = applyCalibration(calibrated, [0]);
      return upper[0]! - lower[0]!;
    };
    const four = <T>(items: readonly T[]): T[] => items.flatMap((item) => [item, item, item, item]);
    const clusters = four(past.scores.map((_, i) => String(i)));
    const clustered = fitLinearSpline({ scores: four(past.scores), labels: four(past.labels), clusters });
    // as much as the rows without their copies
    expect(width(clustered) / width(calibration)).toBeGreaterThan(0.7);
    expect(width(clustered) / width(calibration)).toBeLessThan(1.4);
    expect(width(fitLinearSpline({ scores: four(past.scores), labels: four(past.labels) }))).toBeLessThan(
      0.75 * width(clustered),
    );
  });
});

describe('clusters whose rows lie at many scores', () => {
  /** Learners with eight landmarks each; what a learner is like is not seen in the score. */
  const town = (seed: number) => {
    const random = new SeededRandom(seed);
    const scores: number[] = [];
    const labels: number[] = [];
    const clusters: string[] = [];
    for (let learner = 0; learner < 1200; learner++) {
      const hidden = random.uniform();
      for (let landmark = 0; landmark < 8; landmark++) {
        const score = 1.5 * random.normal();
        scores.push(score);
        clusters.push(String(learner));
        // one draw for all landmarks: as alike as outcomes of one learner can be
        labels.push(Number(hidden < logistic(-1.5 + 0.7 * score)));
      }
    }
    return { scores, labels, clusters };
  };

  it('widen intervals by what the rows of one score have in common alone', () => {
    const { scores, labels, clusters } = town(1);
    const width = (of?: readonly string[]): number => {
      const { lower, upper } = applyCalibration(
        fitLinearSpline({ scores, labels, ...(of && { clusters: of }) }),
        [0],
      );
      return upper[0]! - lower[0]!;
    };
    // over all rows the design effect is about 4: twice as wide
    expect(width(clusters) / width()).toBeGreaterThan(1);
    expect(width(clusters) / width()).toBeLessThan(1.8);
  });

  it('still cover the true chance at least at the stated rate', () => {
    let covered = 0;
    let asked = 0;
    for (let seed = 20; seed < 40; seed++) {
      const { scores, labels, clusters } = town(seed);
      const at = Array.from({ length: 61 }, (_, i) => -3 + i / 10);
      const { lower, upper } = applyCalibration(fitLinearSpline({ scores, labels, clusters }), at);
      at.forEach((score, i) => {
        const truth = logistic(-1.5 + 0.7 * score);
        asked++;
        if (lower[i]! <= truth && truth <= upper[i]!) covered++;
      });
    }
    expect(covered / asked).toBeGreaterThanOrEqual(0.95);
  });
});

describe('small samples', () => {
  it('give nearly a line, and it is the true one', () => {
    const { scores, labels } = simulate(600, 3, -2);
    const calibration = fitLinearSpline({ scores, labels });
    const { p, lower, upper } = applyCalibration(calibration, [0]);
    expect(lower[0]).toBeLessThan(logistic(-2));
    expect(upper[0]).toBeGreaterThan(logistic(-2));
    expect(Math.abs(p[0]! - logistic(-2))).toBeLessThan(0.05);
  });

  it('keep about the slope of the score where there is one positive', () => {
    const scores = Array.from({ length: 60 }, (_, i) => (i - 30) / 20);
    const labels = scores.map((_, i) => Number(i === 30));
    const { p } = applyCalibration(fitLinearSpline({ scores, labels }), [-1, 1]);
    const slope = (logit(p[1]!) - logit(p[0]!)) / 2;
    expect(slope).toBeGreaterThan(0.5);
    expect(slope).toBeLessThan(1.2);
  });

  it('stay between 0 and 1 without any positive', () => {
    const { p, lower, upper } = applyCalibration(
      fitLinearSpline({ scores: [0, 0, 0, 0], labels: [0, 0, 0, 0] }),
      [0],
    );
    // Platt's target of a negative among four: 1 / 6
    expect(p[0]).toBeCloseTo(1 / 6, 6);
    expect(lower[0]).toBeGreaterThan(0);
    expect(upper[0]).toBeLessThan(1);
  });

  it('are not turned round by a score that is worse than chance', () => {
    const scores = Array.from({ length: 100 }, (_, i) => i / 10);
    const labels = scores.map((_, i) => Number(i < 30));
    const { p } = applyCalibration(fitLinearSpline({ scores, labels }), [0, 10]);
    expect(p[1]! - p[0]!).toBeGreaterThanOrEqual(0);
    expect(p[1]! - p[0]!).toBeLessThan(0.02);
  });
});

describe('a bend in the truth', () => {
  const bent = (rows: number, seed: number) => {
    const random = new SeededRandom(seed);
    const scores = Array.from({ length: rows }, () => 1.5 * random.normal());
    const truth = scores.map((score) => logistic(-1.5 + (score < 0 ? 0.1 : 1.4) * score));
    return { scores, labels: truth.map((p) => Number(random.bernoulli(p))) };
  };
  const slopes = ({ scores, labels }: ReturnType<typeof bent>): number[] => {
    const { p } = applyCalibration(fitLinearSpline({ scores, labels }), [-1.5, 0, 1.5]);
    return [(logit(p[1]!) - logit(p[0]!)) / 1.5, (logit(p[2]!) - logit(p[1]!)) / 1.5];
  };

  it('is followed where rows show it', () => {
    const [below, above] = slopes(bent(20_000, 1));
    expect(below!).toBeLessThan(0.4);
    expect(above!).toBeGreaterThan(1.1);
  });

  it('is no matter of a few rows', () => {
    const [below, above] = slopes(bent(120, 1));
    expect(Math.abs(above! - below!)).toBeLessThan(0.6);
  });
});

describe('an interval', () => {
  const { scores, labels } = simulate(3000, 5);
  const width = (runs?: readonly string[]): number => {
    const { lower, upper } = applyCalibration(
      fitLinearSpline({ scores, labels, ...(runs && { runs }) }),
      [0],
    );
    return logit(upper[0]!) - logit(lower[0]!);
  };

  it('allows for the next run, of which one run tells least', () => {
    const [one, six] = [1, 6].map((count) => width(scores.map((_, row) => String(row % count))));
    // 2 * 1.96 * .15 * the root of 1 + 1 / 1, and what 3,000 rows leave open
    expect(one!).toBeGreaterThan(0.83);
    expect(one!).toBeLessThan(0.95);
    expect(six!).toBeLessThan(0.7 * one!);
    expect(width()).toBeLessThan(six!);
  });
});

describe('every calibration', () => {
  it('ascends, stays in bounds, and survives JSON', () => {
    const sizes = fc.integer({ min: 1, max: 1500 });
    fc.assert(
      fc.property(
        sizes,
        fc.integer({ min: 0, max: 9999 }),
        fc.integer({ min: -5, max: 2 }),
        (rows, seed, intercept) => {
          const { scores, labels } = simulate(rows, seed, intercept);
          const calibration = fitLinearSpline({ scores, labels });
          const grid = Array.from({ length: 81 }, (_, i) => (i - 40) / 4);
          const { p, lower, upper } = applyCalibration(
            JSON.parse(JSON.stringify(calibration)) as typeof calibration,
            grid,
          );
          const wrong = grid.filter((_, i) => {
            const bounded = 0 <= lower[i]! && lower[i]! <= p[i]! && p[i]! <= upper[i]! && upper[i]! <= 1;
            return !bounded || (i > 0 && p[i]! < p[i - 1]!);
          });
          expect(wrong).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 40 },
    );
  });
});
