import type { EnrolmentStatus } from '#libs/contracts';
import { dayOf, isoUtc, startOfDay } from './calendar.js';
import type { HazardCovariates } from './hazard.js';
import type { Learner } from './learner.js';
import type { Outbox } from './outbox.js';
import { Random } from './random.js';
import type { Run } from './run.js';
import { startSkill, type SkillState } from './skills.js';

interface Question {
  readonly askedOn: number;
  /** Instant of the teacher's reply; Infinity where none will come. */
  readonly answeredAt: number;
  /** Whether the learner has felt the reply. */
  felt: boolean;
}

/** How a learner left: by saying so (some days later), or by never coming back. */
interface Departure {
  readonly kind: 'said' | 'silent';
  /** Day number of the decision; no activity from this day on. */
  readonly day: number;
}

/** Days on outreach, half-open. */
export interface Duty {
  readonly from: number;
  readonly to: number;
}

/** A learner in a run, with all that the simulation knows of it. Days are day numbers. */
export interface Enrolment {
  readonly learner: Learner;
  readonly run: Run;
  readonly registration: string;
  readonly registeredAt: number;
  /** First day of the learner's clock. */
  readonly startDay: number;
  startedAt: number | null;
  status: EnrolmentStatus;
  statusAt: number | null;

  engagement: number;
  lastActiveDay: number;
  /** Days since then on which nobody would expect activity. */
  excusedDays: number;
  /** Outreach duties so far. */
  readonly duties: Duty[];
  /** Index of the next step of the run. */
  position: number;
  /** Attempts and whether passed, by module. */
  readonly attempts: number[];
  readonly passed: boolean[];
  failures: number;
  readonly questions: Question[];
  lastContactDay: number;
  lastTrainingDay: number;
  /** Training days that the learner was invited to so far. */
  invitations: number;
  readonly skills: SkillState[];
  nudgedFrom: number;

  /** Daily chance of leaving from `startDay` on, as long as the learner was in. */
  readonly hazards: number[];
  departure: Departure | null;
}

export function createEnrolment(
  seed: number,
  learner: Learner,
  run: Run,
  registeredAt: number,
  startDay: number,
): Enrolment {
  const random = new Random(seed, 'enrolment', learner.index, run.code);
  return {
    learner,
    run,
    registration: random.uuid(),
    registeredAt,
    startDay,
    startedAt: null,
    status: 'registered',
    statusAt: null,
    // The first weeks carry the interest that led to the registration.
    engagement: learner.engagement + 0.5,
    lastActiveDay: startDay - 1,
    excusedDays: 0,
    duties: [],
    position: 0,
    attempts: run.modules.map(() => 0),
    passed: run.modules.map(() => false),
    failures: 0,
    questions: [],
    lastContactDay: startDay,
    lastTrainingDay: Number.NEGATIVE_INFINITY,
    invitations: 0,
    skills: run.course.skills.map(({ bkt }) => startSkill(bkt, random)),
    nudgedFrom: Number.NEGATIVE_INFINITY,
    hazards: [],
    departure: null,
  };
}

/** Whether the registrar still counts the learner in. */
export const isOpen = (enrolment: Enrolment): boolean =>
  enrolment.status === 'registered' || enrolment.status === 'started';

/** A new status, effective at `since` and known to the registrar at `at`. */
export function changeStatus(
  enrolment: Enrolment,
  status: EnrolmentStatus,
  since: number,
  at: number,
  outbox: Outbox,
): void {
  enrolment.status = status;
  enrolment.statusAt = since;
  outbox.announce(at, { enrolments: [enrolmentRow(enrolment)] });
}

export const enrolmentRow = ({ learner, run, registeredAt, startedAt, status, statusAt }: Enrolment) => ({
  account: learner.actor.account,
  run: run.code,
  registeredAt: isoUtc(registeredAt),
  startedAt: startedAt === null ? null : isoUtc(startedAt),
  status,
  statusAt: statusAt === null ? null : isoUtc(statusAt),
});

/** How many modules' assessments are past their due day and were never handed in. */
const overdue = ({ run, attempts }: Enrolment, ownDay: number): number =>
  run.modules.filter((module) => module.dueOn < ownDay && attempts[module.position] === 0).length;

/** What the hazard of `day` is made of, as of its first moment. */
export function covariatesOf(enrolment: Enrolment, day: number): HazardCovariates {
  const { learner, run, position, questions } = enrolment;
  const next = run.steps[Math.min(position, run.steps.length - 1)];
  const dawn = startOfDay(day);
  return {
    idleDays: Math.max(0, day - 1 - enrolment.lastActiveDay - enrolment.excusedDays),
    failures: enrolment.failures,
    waitingQuestions: questions.filter((one) => day - one.askedOn > 2 && one.answeredAt >= dawn).length,
    overdue: overdue(enrolment, day - enrolment.startDay),
    difficulty: next?.module.difficulty ?? 0,
    isolated: day - enrolment.lastContactDay > 28,
    cameLately: day - enrolment.lastTrainingDay <= 14,
    workload: learner.workload,
    engagement: enrolment.engagement,
    frailty: learner.frailty,
  };
}

/** Lets replies that have come in since yesterday be felt; returns how many. */
export function feelReplies(enrolment: Enrolment, day: number): number {
  let count = 0;
  for (const question of enrolment.questions) {
    if (question.felt || question.answeredAt >= startOfDay(day)) continue;
    question.felt = true;
    enrolment.lastContactDay = Math.max(enrolment.lastContactDay, dayOf(question.answeredAt));
    count++;
  }
  return count;
}
