import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bktEmStep, bktLogLikelihood } from './bkt-em.js';
import type { BktParameters } from './bkt.js';
import { packSequences } from './response-sequences.js';

const chance = fc.double({ min: 0.02, max: 0.49, noNaN: true });
const parametersArbitrary: fc.Arbitrary<BktParameters> = fc.record({
  prior: chance,
  learn: chance,
  guess: chance,
  slip: chance,
  forget: fc.oneof(fc.constant(0), chance),
});
const sequence = (maxLength: number): fc.Arbitrary<number[]> =>
  fc.array(fc.constantFrom(0, 1), { minLength: 1, maxLength });

/** Sum over all paths of hidden states. */
function likelihoodByPaths(
  { prior, learn, guess, slip, forget }: BktParameters,
  responses: readonly number[],
): number {
  let sum = 0;
  for (let path = 0; path < 1 << responses.length; path++) {
    let p = 1;
    let before: boolean | null = null;
    responses.forEach((response, t) => {
      const known = ((path >> t) & 1) === 1;
      const toKnown = before === null ? prior : before ? 1 - forget : learn;
      const correct = known ? 1 - slip : guess;
      p *= (known ? toKnown : 1 - toKnown) * (response === 1 ? correct : 1 - correct);
      before = known;
    });
    sum += p;
  }
  return sum;
}

describe('bktLogLikelihood', () => {
  it('equals the sum over all paths of states', () => {
    fc.assert(
      fc.property(parametersArbitrary, sequence(7), (parameters, responses) => {
        const expected = Math.log(likelihoodByPaths(parameters, responses));
        expect(bktLogLikelihood(packSequences([responses]), parameters)).toBeCloseTo(expected, 9);
      }),
      { seed: 1 },
    );
  });

  it('stays finite over thousands of answers', () => {
    const long = Array.from({ length: 5000 }, (_, i) => i % 2);
    const parameters = { prior: 0.5, learn: 0.1, guess: 0.2, slip: 0.1, forget: 0.1 };
    const logLikelihood = bktLogLikelihood(packSequences([long]), parameters);
    expect(logLikelihood).toBeGreaterThan(-5000);
    expect(logLikelihood).toBeLessThan(-1000);
  });
});

describe('bktEmStep', () => {
  it('never lets the likelihood fall, and keeps guess and slip below .5', () => {
    const learners = fc.array(sequence(10), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(parametersArbitrary, learners, (start, sequences) => {
        const data = packSequences(sequences);
        const buffer = new Float64Array(data.longest);
        let parameters = start;
        let before = bktLogLikelihood(data, parameters);
        for (let step = 0; step < 15; step++) {
          const next = bktEmStep(data, parameters, buffer);
          expect(next.logLikelihood).toBeCloseTo(before, 9);
          parameters = next.parameters;
          const after = bktLogLikelihood(data, parameters);
          expect(after).toBeGreaterThanOrEqual(before - 1e-9 * Math.abs(before));
          expect(Math.max(parameters.guess, parameters.slip)).toBeLessThan(0.5);
          before = after;
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('counts repeated sequences as often as they come', () => {
    const parameters = { prior: 0.4, learn: 0.2, guess: 0.2, slip: 0.1, forget: 0.05 };
    const packed = packSequences([[1, 0, 1], [1, 0, 1], [0]]);
    expect(packed.weights).toEqual(Float64Array.of(2, 1));
    const single = (responses: number[]): number => bktLogLikelihood(packSequences([responses]), parameters);
    expect(bktLogLikelihood(packed, parameters)).toBeCloseTo(2 * single([1, 0, 1]) + single([0]), 12);
  });
});
