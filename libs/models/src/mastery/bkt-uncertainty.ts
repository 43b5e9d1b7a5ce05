import { choleskyFactor, solveUpper } from '../cholesky.js';
import { logistic, logit } from '../numeric.js';
import type { SeededRandom } from '../random.js';
import { bktLogLikelihood } from './bkt-em.js';
import type { BktParameters } from './bkt.js';
import type { ResponseSequences } from './response-sequences.js';

const STEP = 0.02;
/** Weak prior of standard deviation 2 on the log-odds scale: keeps what the data say nothing about within reason. */
const PRIOR_PRECISION = 0.25;

/** Log-odds, guess and slip within (0, .5). */
function toUnbounded({ prior, learn, guess, slip, forget }: BktParameters): Float64Array {
  const four = [logit(prior), logit(learn), logit(2 * guess), logit(2 * slip)];
  return Float64Array.from(forget === 0 ? four : [...four, logit(forget)]);
}

function fromUnbounded(point: Float64Array): BktParameters {
  const [prior, learn, guess, slip, forget] = point;
  return {
    prior: logistic(prior!),
    learn: logistic(learn!),
    guess: logistic(guess!) / 2,
    slip: logistic(slip!) / 2,
    forget: forget === undefined ? 0 : logistic(forget),
  };
}

/**
 * Draws parameters around their estimate: normal on the log-odds scale, with the inverse of the observed information
 * (curvature of the log-likelihood by central differences) as covariance, the large-sample posterior (Gelman et al.,
 * Bayesian Data Analysis, ch. 4). Where the data hold little, draws spread wide.
 */
export function drawBktParameters(
  data: ResponseSequences,
  estimate: BktParameters,
  draws: number,
  random: SeededRandom,
): BktParameters[] {
  const centre = toUnbounded(estimate);
  const size = centre.length;
  const factor = factorOf(informationAt(data, centre), size);
  return Array.from({ length: draws }, () => {
    // x = Lᵀ⁻¹ z has covariance (L Lᵀ)⁻¹
    const shift = solveUpper(
      factor,
      Float64Array.from({ length: size }, () => random.normal()),
    );
    return fromUnbounded(centre.map((value, i) => value + shift[i]!));
  });
}

function informationAt(data: ResponseSequences, centre: Float64Array): Float64Array {
  const size = centre.length;
  const at = (i: number, stepI: number, j: number, stepJ: number): number => {
    const point = Float64Array.from(centre);
    point[i]! += stepI;
    point[j]! += stepJ;
    return bktLogLikelihood(data, fromUnbounded(point));
  };
  const information = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const second =
        (at(i, STEP, j, STEP) - at(i, STEP, j, -STEP) - at(i, -STEP, j, STEP) + at(i, -STEP, j, -STEP)) /
        (4 * STEP * STEP);
      information[i * size + j] = -second;
      information[j * size + i] = -second;
    }
  }
  return information;
}

/** Factor of the information with the prior; where it is no maximum, more prior is added until it is one. */
function factorOf(information: Float64Array, size: number): Float64Array {
  for (let precision = PRIOR_PRECISION; ; precision *= 4) {
    const factor = choleskyFactor(
      information.map((value, i) => (i % (size + 1) === 0 ? value + precision : value)),
      size,
    );
    if (factor !== null) return factor;
    if (!Number.isFinite(precision)) throw new RangeError('the likelihood is not a number at the estimate');
  }
}
