import { describe, expect, it } from '@jest/globals';
import { areaUnderRoc } from '../metrics/ranking.js';
import { SeededRandom } from '../random.js';
import { bktLogLikelihood } from './bkt-em.js';
import { type BktParameters, traceBkt } from './bkt.js';
import { estimateMastery, fitBkt } from './fit-bkt.js';
import { packSequences } from './response-sequences.js';

function simulate(truth: BktParameters, learners: number, length: number, seed: number): number[][] {
  const random = new SeededRandom(seed);
  return Array.from({ length: learners }, () => {
    let known = random.bernoulli(truth.prior);
    return Array.from({ length }, () => {
      const correct = random.bernoulli(known ? 1 - truth.slip : truth.guess);
      known = known ? !random.bernoulli(truth.forget) : random.bernoulli(truth.learn);
      return Number(correct);
    });
  });
}

const classical: BktParameters = { prior: 0.3, learn: 0.15, guess: 0.2, slip: 0.08, forget: 0 };
const names = ['prior', 'learn', 'guess', 'slip', 'forget'] as const;

describe('fitBkt', () => {
  it('recovers the parameters of simulated learners', () => {
    const { parameters, converged } = fitBkt(simulate(classical, 3000, 12, 1), { seed: 1 });
    expect(converged).toBe(true);
    for (const name of names) expect(Math.abs(parameters[name] - classical[name])).toBeLessThan(0.025);
  });

  it('recovers forgetting too', () => {
    const truth = { ...classical, forget: 0.07 };
    const { parameters } = fitBkt(simulate(truth, 4000, 20, 2), { seed: 1, forgetting: true });
    for (const name of names) expect(Math.abs(parameters[name] - truth[name])).toBeLessThan(0.025);
  });

  it.each([
    {
      model: 'classical',
      learners: simulate(classical, 1500, 8, 31),
      // pyBKT 1.4.3 on the same answers (num_fits=2, seed=1)
      expected: { prior: 0.29307, learn: 0.14571, guess: 0.20292, slip: 0.07697, forget: 0 },
      auc: 0.790503463368272,
    },
    {
      model: 'with forgetting',
      learners: simulate({ ...classical, forget: 0.07 }, 1500, 12, 32),
      expected: { prior: 0.29815, learn: 0.15727, guess: 0.20032, slip: 0.08179, forget: 0.07213 },
      auc: 0.751206635423993,
    },
  ])('agrees with pyBKT on parameters and AUC, $model', ({ learners, expected, auc }) => {
    const { parameters } = fitBkt(learners, { seed: 1, forgetting: expected.forget > 0 });
    for (const name of names) expect(Math.abs(parameters[name] - expected[name])).toBeLessThan(0.01);
    const predicted = learners.flatMap((responses) => [...traceBkt(parameters, responses).predicted]);
    expect(Math.abs(areaUnderRoc(learners.flat(), predicted) - auc)).toBeLessThan(0.001);
  });

  it('is at least as likely as the truth, and the same for the same seed', () => {
    const sequences = simulate(classical, 200, 8, 3);
    const model = fitBkt(sequences, { seed: 5 });
    expect(model.logLikelihood).toBeGreaterThan(bktLogLikelihood(packSequences(sequences), classical));
    expect(fitBkt(sequences, { seed: 5 })).toEqual(model);
  });

  it('keeps guess and slip below .5 even where answers are turned round', () => {
    const turned = simulate({ ...classical, guess: 0.9, slip: 0.9 }, 300, 8, 4);
    const { guess, slip } = fitBkt(turned, { seed: 1 }).parameters;
    expect(Math.max(guess, slip)).toBeLessThan(0.5);
  });

  it('refuses no answers at all and answers that are neither right nor wrong', () => {
    expect(() => fitBkt([[], []], { seed: 1 })).toThrow('no answers to learn from');
    expect(() => fitBkt([[1], [0, 2]], { seed: 1 })).toThrow('answer 2 in sequence 1');
  });
});

describe('estimateMastery', () => {
  const model = fitBkt(simulate(classical, 2000, 10, 6), { seed: 1 });

  it('says nothing before the third answer', () => {
    expect(estimateMastery(model, [1, 1])).toEqual({ status: 'not enough evidence', responses: 2 });
    expect(estimateMastery(model, [1, 1], { minResponses: 2 }).status).not.toBe('not enough evidence');
    expect(estimateMastery(model, [], { minResponses: 0 }).status).toBe('not enough evidence');
  });

  it('calls a skill mastered from .95 on', () => {
    expect(estimateMastery(model, [1, 1, 1, 1])).toMatchObject({ status: 'mastered', responses: 4 });
    expect(estimateMastery(model, [0, 0, 1])).toMatchObject({ status: 'learning' });
  });

  it('is surer of its figure the more learners the skill was fitted on', () => {
    const width = (learners: number): number => {
      const mastery = estimateMastery(fitBkt(simulate(classical, learners, 8, 7), { seed: 1 }), [0, 1, 1, 0]);
      if (mastery.status === 'not enough evidence') throw new Error('four answers are enough');
      expect(mastery.lower).toBeLessThanOrEqual(mastery.p);
      expect(mastery.upper).toBeGreaterThanOrEqual(mastery.p);
      return mastery.upper - mastery.lower;
    };
    expect(width(4000)).toBeLessThan(width(300));
    expect(width(300)).toBeLessThan(width(20));
  });

  it('covers the mastery under the true parameters at about its stated rate', () => {
    const truth = { ...fitBkt([[1]], { seed: 1 }), parameters: classical, parameterDraws: [classical] };
    const answers = [1, 0, 1, 1, 0];
    const trueMastery = estimateMastery(truth, answers);
    let covered = 0;
    for (let seed = 100; seed < 140; seed++) {
      const estimate = estimateMastery(fitBkt(simulate(classical, 400, 8, seed), { seed }), answers);
      if (estimate.status === 'not enough evidence' || trueMastery.status === 'not enough evidence') continue;
      if (estimate.lower <= trueMastery.p && trueMastery.p <= estimate.upper) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(34);
  });

  it('survives JSON', () => {
    const loaded = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(estimateMastery(loaded, [1, 0, 1])).toEqual(estimateMastery(model, [1, 0, 1]));
  });
});
