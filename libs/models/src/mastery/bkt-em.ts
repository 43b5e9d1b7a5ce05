import type { BktParameters } from './bkt.js';
import type { ResponseSequences } from './response-sequences.js';

/** Estimates stay this far from 0 and 1, so that no sequence ever becomes impossible. */
const EDGE = 1e-6;
/** Above .5 the states would change their meaning: a learner who knows would err more often than not. */
const MOST_GUESS_OR_SLIP = 0.499;

const { log } = Math;

/**
 * Log-likelihood of the answers by the forward recursion.
 * @param data packed answers of one skill
 */
export function bktLogLikelihood(data: ResponseSequences, parameters: BktParameters): number {
  const { responses, offsets, weights } = data;
  const { prior, learn, guess, slip, forget } = parameters;
  let total = 0;
  for (let s = 0; s < weights.length; s++) {
    let known = prior;
    let product = 1;
    let sum = 0;
    for (let t = offsets[s]!; t < offsets[s + 1]!; t++) {
      const correct = responses[t] === 1;
      const ifKnown = known * (correct ? 1 - slip : slip);
      const likelihood = ifKnown + (1 - known) * (correct ? guess : 1 - guess);
      product *= likelihood;
      if (product < 1e-200) {
        sum += log(product);
        product = 1;
      }
      const posterior = ifKnown / likelihood;
      known = posterior * (1 - forget) + (1 - posterior) * learn;
    }
    total += weights[s]! * (sum + log(product));
  }
  return total;
}

/**
 * One step of expectation-maximisation by forward filtering and backward smoothing (Baum-Welch on two states). The
 * bounds on guess and slip keep it a maximisation: each enters its own concave term, whose bounded maximum is the
 * clipped one, so that the likelihood never falls.
 * @returns the new parameters, and the log-likelihood of the old ones
 */
export function bktEmStep(
  data: ResponseSequences,
  parameters: BktParameters,
  buffer: Float64Array,
): { parameters: BktParameters; logLikelihood: number } {
  const { responses, offsets, weights } = data;
  const { prior, learn, guess, slip, forget } = parameters;
  let total = 0;
  let sequences = 0;
  let startKnown = 0;
  let learnt = 0;
  let couldLearn = 0;
  let forgotten = 0;
  let couldForget = 0;
  let guessed = 0;
  let couldGuess = 0;
  let slipped = 0;
  let couldSlip = 0;
  for (let s = 0; s < weights.length; s++) {
    const begin = offsets[s]!;
    const length = offsets[s + 1]! - begin;
    const weight = weights[s]!;
    // Forward: buffer[t] = P(known at t | answers up to t)
    let known = prior;
    let product = 1;
    for (let t = 0; t < length; t++) {
      const correct = responses[begin + t] === 1;
      const ifKnown = known * (correct ? 1 - slip : slip);
      const likelihood = ifKnown + (1 - known) * (correct ? guess : 1 - guess);
      product *= likelihood;
      if (product < 1e-200) {
        total += weight * log(product);
        product = 1;
      }
      const posterior = ifKnown / likelihood;
      buffer[t] = posterior;
      known = posterior * (1 - forget) + (1 - posterior) * learn;
    }
    total += weight * log(product);

    // Backward: P(known at t | all answers), and the moves between t and t + 1
    let smoothed = buffer[length - 1]!;
    for (let t = length - 1; ; t--) {
      const correct = responses[begin + t]!;
      couldSlip += weight * smoothed;
      couldGuess += weight * (1 - smoothed);
      if (correct === 1) guessed += weight * (1 - smoothed);
      else slipped += weight * smoothed;
      if (t === 0) break;
      const before = buffer[t - 1]!;
      const predicted = before * (1 - forget) + (1 - before) * learn;
      const toKnown = predicted > 0 ? smoothed / predicted : 0;
      const toUnknown = predicted < 1 ? (1 - smoothed) / (1 - predicted) : 0;
      const kept = before * (1 - forget) * toKnown;
      const lost = before * forget * toUnknown;
      const gained = (1 - before) * learn * toKnown;
      smoothed = kept + lost;
      learnt += weight * gained;
      couldLearn += weight * (1 - smoothed);
      forgotten += weight * lost;
      couldForget += weight * smoothed;
    }
    startKnown += weight * smoothed;
    sequences += weight;
  }
  return {
    logLikelihood: total,
    parameters: {
      prior: share(startKnown, sequences, prior, 1 - EDGE),
      learn: share(learnt, couldLearn, learn, 1 - EDGE),
      guess: share(guessed, couldGuess, guess, MOST_GUESS_OR_SLIP),
      slip: share(slipped, couldSlip, slip, MOST_GUESS_OR_SLIP),
      // 0 is a choice of model, not an estimate
      forget: forget === 0 ? 0 : share(forgotten, couldForget, forget, 1 - EDGE),
    },
  };
}

function share(part: number, whole: number, otherwise: number, most: number): number {
  return whole > 0 ? Math.min(Math.max(part / whole, EDGE), most) : otherwise;
}
