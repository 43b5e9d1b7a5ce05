import { askQuestion } from './ask-question.js';
import { changeStatus, isOpen, type Enrolment } from './enrolment.js';
import type { PlannedStep } from './run.js';
import { isoDuration } from './statement.js';
import { maxAttempts, takeQuiz } from './take-quiz.js';
import type { Visit, World } from './visit.js';
import { watchVideo } from './watch-video.js';

/** Share of the modules' quizzes that has to be passed to complete the course. */
const completionShare = 0.6;

/** One sitting: opens the course, does some steps that are open, or looks back where none is, and leaves. */
export function study(visit: Visit, world: World): void {
  const { enrolment, random } = visit;
  const { learner, run } = enrolment;
  const began = visit.now;
  const opened = visit.say(
    learner.app ? 'launched' : 'viewed',
    learner.app ? 'launched' : 'viewed',
    run.activity,
  );
  if (enrolment.startedAt === null) {
    enrolment.startedAt = began;
    changeStatus(enrolment, 'started', began, opened, world.outbox);
  }
  visit.pass(random.between(5, 30));
  const budget = Math.min(4, 1 + random.poisson(1.2));
  let done = 0;
  for (let step = openStep(enrolment, visit.day); step && done < budget && isOpen(enrolment); done++) {
    takeStep(visit, world, step);
    step = openStep(enrolment, visit.day);
  }
  if (done === 0) lookBack(visit);
  if (random.chance(0.05)) askQuestion(visit, world);
  if (learner.app) {
    const result = { duration: isoDuration((visit.now - began) / 1000) };
    visit.say('left', 'terminated', run.activity, { result });
  }
}

/** The next step, where its module is open: by the calendar of a cohort, at once where everybody has a clock. */
export function openStep({ run, position, startDay }: Enrolment, day: number): PlannedStep | undefined {
  const next = run.steps[position];
  if (!next) return undefined;
  // Nobody runs more than a module ahead of the own clock.
  const lead = run.rolling ? 14 : 0;
  return day - startDay + lead >= next.module.opensOn ? next : undefined;
}

function takeStep(visit: Visit, world: World, { step, module }: PlannedStep): void {
  const { enrolment, random } = visit;
  switch (step.type) {
    case 'page':
      visit.say('viewed', 'viewed', step.activity, { parent: [module.activity] });
      visit.pass(random.between(60, 400));
      enrolment.position++;
      break;
    case 'video': {
      const coverage = watchVideo(visit, step, module);
      // Who stopped half way through comes back to it, or lets it be.
      if (coverage > 0.9 || random.chance(0.6)) enrolment.position++;
      break;
    }
    case 'quiz': {
      const passed = takeQuiz(visit, step, module);
      if (!passed && random.chance(0.25)) askQuestion(visit, world);
      if (passed || enrolment.attempts[module.position]! >= maxAttempts) enrolment.position++;
      break;
    }
  }
  if (enrolment.position === enrolment.run.steps.length) complete(visit, world);
}

function complete(visit: Visit, world: World): void {
  const { enrolment } = visit;
  const share = enrolment.passed.filter(Boolean).length / enrolment.passed.length;
  if (share < completionShare) return;
  visit.pass(2);
  const result = { completion: true, success: true, score: { scaled: share } };
  const at = visit.say('completed', 'completed', enrolment.run.activity, { result });
  changeStatus(enrolment, 'completed', visit.now, at, world.outbox);
}

function lookBack(visit: Visit): void {
  const { enrolment, random } = visit;
  const { run, position } = enrolment;
  const seen = random.pick(run.steps.slice(0, Math.max(1, position)));
  if (seen.step.type === 'video') watchVideo(visit, seen.step, seen.module);
  else visit.say('viewed', 'viewed', seen.step.activity, { parent: [seen.module.activity] });
  visit.pass(random.between(30, 200));
  if (random.chance(0.3)) visit.say('viewed', 'viewed', run.forum);
}
