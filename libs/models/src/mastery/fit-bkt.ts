import { sortedQuantile } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { bktEmStep } from './bkt-em.js';
import { drawBktParameters } from './bkt-uncertainty.js';
import { type BktParameters, traceBkt } from './bkt.js';
import { packSequences, type ResponseSequences } from './response-sequences.js';

export interface BktOptions {
  readonly seed: number;
  /** Whether what is known can be forgotten between answers; default false. */
  readonly forgetting?: boolean;
  /** Starting points: the likelihood has several maxima; default 6. */
  readonly starts?: number;
  /** Steps of EM from the best start at most; default 500. */
  readonly maxIterations?: number;
}

/** What is known about one skill, as plain JSON. */
export interface BktModel {
  readonly kind: 'bkt';
  readonly parameters: BktParameters;
  /** Parameters that the data do not rule out, drawn around the estimate; mastery's interval comes from them. */
  readonly parameterDraws: readonly BktParameters[];
  readonly logLikelihood: number;
  /** False where `maxIterations` ended the search. */
  readonly converged: boolean;
  readonly learners: number;
  readonly responses: number;
}

/** Every start gets this many steps; the best one goes on. */
const TRIAL_STEPS = 30;
/** Converged when a step gains less than this share of the log-likelihood. */
const TOLERANCE = 1e-8;
const DRAWS = 60;

/**
 * Fits one skill by expectation-maximisation from several seeded starts.
 * @param sequences per learner the answers (1 correct, 0 wrong), oldest first
 * @throws RangeError where there are no answers, or one is neither 0 nor 1
 */
export function fitBkt(sequences: readonly ArrayLike<number>[], options: BktOptions): BktModel {
  const { seed, forgetting = false, starts = 6, maxIterations = 500 } = options;
  const random = new SeededRandom(seed);
  const data = packSequences(sequences);
  const trials = Array.from({ length: Math.max(1, starts) }, (_, index) =>
    climb(data, startingPoint(index, forgetting, random), TRIAL_STEPS),
  );
  const best = trials.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a));
  const { parameters, logLikelihood, converged } = best.converged
    ? best
    : climb(data, best.parameters, maxIterations);
  return {
    kind: 'bkt',
    parameters,
    parameterDraws: drawBktParameters(data, parameters, DRAWS, random),
    logLikelihood,
    converged,
    learners: sequences.filter((sequence) => sequence.length > 0).length,
    responses: sequences.reduce((sum, sequence) => sum + sequence.length, 0),
  };
}

function startingPoint(index: number, forgetting: boolean, random: SeededRandom): BktParameters {
  if (index === 0) return { prior: 0.4, learn: 0.15, guess: 0.2, slip: 0.1, forget: forgetting ? 0.05 : 0 };
  const between = (low: number, high: number): number => low + (high - low) * random.uniform();
  return {
    prior: between(0.05, 0.8),
    learn: between(0.02, 0.5),
    guess: between(0.05, 0.45),
    slip: between(0.02, 0.4),
    forget: forgetting ? between(0.01, 0.2) : 0,
  };
}

function climb(
  data: ResponseSequences,
  start: BktParameters,
  steps: number,
): { parameters: BktParameters; logLikelihood: number; converged: boolean } {
  const buffer = new Float64Array(data.longest);
  let parameters = start;
  let logLikelihood = -Infinity;
  for (let step = 0; step < steps; step++) {
    const next = bktEmStep(data, parameters, buffer);
    const gained = next.logLikelihood - logLikelihood;
    logLikelihood = next.logLikelihood;
    if (gained <= TOLERANCE * Math.abs(logLikelihood)) return { parameters, logLikelihood, converged: true };
    parameters = next.parameters;
  }
  return { parameters, logLikelihood, converged: false };
}

/** What may be said about a learner and a skill. */
export type Mastery =
  | { readonly status: 'not enough evidence'; readonly responses: number }
  | {
      readonly status: 'mastered' | 'learning';
      /** P(known) after the last answer. */
      readonly p: number;
      /** 95 % interval of p over the parameters that the data allow. */
      readonly lower: number;
      readonly upper: number;
      readonly responses: number;
    };

/** Mastered from here on (Corbett and Anderson 1995). */
export const MASTERY_BAR = 0.95;

/**
 * Whether a learner has mastered a skill. p itself says how sure one can be of the learner; the interval says how well
 * p is known, given that the skill's parameters were estimated: 2.5 to 97.5 % of p over `parameterDraws`.
 * @param responses 1 = correct, 0 = wrong, oldest first
 * @param options `minResponses`: fewer answers say nothing yet; default 3
 */
export function estimateMastery(
  model: BktModel,
  responses: ArrayLike<number>,
  options: { readonly minResponses?: number } = {},
): Mastery {
  const { minResponses = 3 } = options;
  const last = responses.length - 1;
  if (responses.length < Math.max(1, minResponses))
    return { status: 'not enough evidence', responses: responses.length };
  const knownUnder = (parameters: BktParameters): number => traceBkt(parameters, responses).known[last]!;
  const p = knownUnder(model.parameters);
  const drawn = Float64Array.from(model.parameterDraws, knownUnder).sort();
  return {
    status: p >= MASTERY_BAR ? 'mastered' : 'learning',
    p,
    lower: Math.min(p, sortedQuantile(drawn, 0.025)),
    upper: Math.max(p, sortedQuantile(drawn, 0.975)),
    responses: responses.length,
  };
}
