import type { Random } from './random.js';

/**
 * Bayesian knowledge tracing's four parameters (Corbett and Anderson 1995), all probabilities. Here they are not
 * estimates but the law by which the simulated learners know, learn, guess and slip.
 */
export interface BktParameters {
  /** Known before the course. */
  readonly prior: number;
  /** Learned at a response, after it was given. */
  readonly learn: number;
  /** Right without knowing. */
  readonly guess: number;
  /** Wrong although known. */
  readonly slip: number;
}

/** Chance of learning a skill from a video watched in full; in proportion where less was watched. */
export const learnFromVideo = 0.08;
/** Chance of learning a skill at a face-to-face training day. */
export const learnFromTraining = 0.35;
/** Chance that a rapid guess hits the right one of four options, whatever the learner knows. */
export const rapidGuessRight = 0.25;

export interface SkillState {
  known: boolean;
  /** Day number on which it became known; null = from before the course, or not at all. */
  learnedOn: number | null;
}

export const startSkill = (parameters: BktParameters, random: Random): SkillState => ({
  known: random.chance(parameters.prior),
  learnedOn: null,
});

/** A considered response: right by knowing and not slipping, or by guessing; then the chance to learn from it. */
export function respond(state: SkillState, parameters: BktParameters, day: number, random: Random): boolean {
  const right = random.chance(state.known ? 1 - parameters.slip : parameters.guess);
  practise(state, parameters.learn, day, random);
  return right;
}

/** An opportunity to learn, taken with the given chance. */
export function practise(state: SkillState, chance: number, day: number, random: Random): void {
  if (!random.chance(chance) || state.known) return;
  state.known = true;
  state.learnedOn = day;
}
