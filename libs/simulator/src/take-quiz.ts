import type { Enrolment } from './enrolment.js';
import { options, type ItemPlan, type QuizStep, type RunModule } from './run.js';
import { rapidGuessRight, respond } from './skills.js';
import { isoDuration } from './statement.js';
import type { Visit } from './visit.js';

const passMark = 0.6;
export const maxAttempts = 3;
/** Chance that a response is a rapid guess, for guessers and for everybody else. */
const rapidChance = { guesser: 0.7, other: 0.02 } as const;

/** Answers every item of a module's quiz and hands it in; true where it was passed. */
export function takeQuiz(visit: Visit, quiz: QuizStep, module: RunModule): boolean {
  const { enrolment } = visit;
  const began = visit.now;
  let right = 0;
  for (const item of quiz.items) if (answer(visit, item, quiz, module)) right++;
  const scaled = right / quiz.items.length;
  const passed = scaled >= passMark;
  const parent = [module.activity];
  visit.say('submitted', 'submitted', quiz.activity, { parent });
  const result = {
    score: { scaled, raw: right, min: 0, max: quiz.items.length },
    success: passed,
    completion: true,
    duration: isoDuration((visit.now - began) / 1000),
  };
  visit.pass(1);
  visit.say(passed ? 'passed' : 'failed', passed ? 'passed' : 'failed', quiz.activity, { parent, result });
  recordAttempt(enrolment, module.position, passed);
  return passed;
}

function recordAttempt(enrolment: Enrolment, position: number, passed: boolean): void {
  enrolment.attempts[position]! += 1;
  if (passed) enrolment.passed[position] = true;
  else enrolment.failures += 1;
  enrolment.engagement += passed ? 0.1 : -0.2;
}

function answer(visit: Visit, item: ItemPlan, quiz: QuizStep, module: RunModule): boolean {
  const { random, enrolment, day } = visit;
  const rapid = random.chance(enrolment.learner.guesser ? rapidChance.guesser : rapidChance.other);
  const { bkt } = enrolment.run.course.skills[module.skill]!;
  const success = rapid
    ? random.chance(rapidGuessRight)
    : respond(enrolment.skills[module.skill]!, bkt, day, random);
  // Log-normal answer times (van der Linden 2006); a rapid guess takes less than reading the question would.
  const seconds = rapid
    ? random.between(0.8, 3.5)
    : Math.min(240, Math.exp(random.normal(3.1 + 0.5 * module.difficulty, 0.45)));
  const wrong = options.filter((option) => option !== item.key);
  const response = success ? item.key : random.pick(wrong);
  visit.pass(seconds);
  visit.say('answered', 'answered', item.activity, {
    parent: [quiz.activity],
    result: {
      success,
      completion: true,
      response,
      duration: isoDuration(seconds),
      score: { scaled: success ? 1 : 0, raw: success ? 1 : 0, min: 0, max: 1 },
    },
  });
  return success;
}
