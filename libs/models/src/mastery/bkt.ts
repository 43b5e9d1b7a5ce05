/** Bayesian knowledge tracing of one skill (Corbett and Anderson 1995): two states, known and not known. */
export interface BktParameters {
  /** P(known before the first answer). */
  readonly prior: number;
  /** P(not known -> known) from one answer to the next. */
  readonly learn: number;
  /** P(correct | not known), below .5. */
  readonly guess: number;
  /** P(wrong | known), below .5. */
  readonly slip: number;
  /** P(known -> not known) from one answer to the next; 0 in the classical model. */
  readonly forget: number;
}

export interface BktTrace {
  /** P(correct) before each answer, from the answers before it alone. */
  readonly predicted: Float64Array;
  /** P(known) after each answer and the chance to learn (and forget) that comes with it. */
  readonly known: Float64Array;
}

/**
 * Follows one learner through the answers of one skill.
 * @param responses 1 = correct, 0 = wrong, oldest first
 */
export function traceBkt(parameters: BktParameters, responses: ArrayLike<number>): BktTrace {
  const predicted = new Float64Array(responses.length);
  const known = new Float64Array(responses.length);
  let belief = parameters.prior;
  for (let t = 0; t < responses.length; t++) {
    predicted[t] = belief * (1 - parameters.slip) + (1 - belief) * parameters.guess;
    belief = afterResponse(parameters, belief, responses[t] === 1);
    known[t] = belief;
  }
  return { predicted, known };
}

function afterResponse(
  { learn, guess, slip, forget }: BktParameters,
  belief: number,
  correct: boolean,
): number {
  const ifKnown = belief * (correct ? 1 - slip : slip);
  const ifNot = (1 - belief) * (correct ? guess : 1 - guess);
  const posterior = ifKnown / (ifKnown + ifNot);
  return posterior * (1 - forget) + (1 - posterior) * learn;
}
