import * as z from 'zod';
import { BilingualText, EnrolmentStatus, IsoDay, IsoInstant, RegionLevel } from './words.js';

/**
 * Everything about people, places and courses that is not an event, in one document. What an importer, the simulator
 * and `POST /v1/roster` hand over; applying it twice changes nothing. Parts may be left out.
 */
const Code = z.string().min(1).max(200);

/** An account that names a learner outside; becomes a pseudonym at the door. */
export const LearnerAccount = z.object({ homePage: z.url(), name: z.string().min(1).max(500) });
export type LearnerAccount = z.infer<typeof LearnerAccount>;

export const RosterRegion = z.object({
  code: Code,
  parent: Code.nullable(),
  level: RegionLevel,
  name: BilingualText,
  validFrom: IsoDay.default('1970-01-01'),
  validTo: IsoDay.nullable().default(null),
});
export const RosterProgram = z.object({ code: Code, name: BilingualText });
export const RosterCourse = z.object({ code: Code, program: Code, name: BilingualText });
export const RosterRun = z.object({
  code: Code,
  course: Code,
  /** IRI that statements name this run by. */
  iri: z.string().min(1),
  start: IsoDay,
  /** Exclusive; null = open end. */
  end: IsoDay.nullable(),
  /** Each learner's own clock starts with the enrolment. */
  rolling: z.boolean().default(false),
  /** Whether leaving is said (`explicit`) or only seen after `silentDays` without activity. */
  dropout: z.enum(['explicit', 'silent']).default('explicit'),
  silentDays: z.number().int().positive().default(28),
});
export const RosterModule = z.object({
  code: Code,
  course: Code,
  name: BilingualText,
  position: z.number().int(),
});
export const RosterSkill = z.object({ code: Code, course: Code, name: BilingualText });
export const RosterActivity = z.object({
  iri: z.string().min(1),
  run: Code,
  module: Code.nullable().default(null),
  /** page, video, item, quiz, assessment, session, skill-check, forum... */
  type: z.string(),
  name: BilingualText,
  skills: z.array(Code).default([]),
  /** Day of the run on which it is due, 0 = first day; null = no due day. */
  dueDay: z.number().int().nullable().default(null),
  /** Share of the run's mark, 0 to 1. */
  weight: z.number().min(0).nullable().default(null),
});
export const RosterLearner = z.object({
  account: LearnerAccount,
  name: z.string().max(200).optional(),
  phone: z.string().max(40).optional(),
  region: Code.nullable(),
  /** Whether reminders may be sent. Unknown = no. */
  consentReminders: z.boolean().optional(),
  attributes: z.record(z.string(), z.string()).default({}),
});
export const RosterEnrolment = z.object({
  account: LearnerAccount,
  run: Code,
  registeredAt: IsoInstant,
  startedAt: IsoInstant.nullable().default(null),
  status: EnrolmentStatus,
  /** When the status began; null = with the registration. */
  statusAt: IsoInstant.nullable().default(null),
});

export const dutyKinds = ['duty', 'leave', 'holiday'] as const;
/** Days on which nobody can expect a learner to study: outreach duty, leave, a holiday of their own. */
export const RosterDuty = z.object({
  account: LearnerAccount,
  kind: z.enum(dutyKinds),
  from: IsoDay,
  /** The last day; it counts. */
  to: IsoDay,
  /** Takes back what was said of the days from `from` on. */
  cancelled: z.boolean().default(false),
});

export const Roster = z
  .object({
    regions: z.array(RosterRegion).default([]),
    programs: z.array(RosterProgram).default([]),
    courses: z.array(RosterCourse).default([]),
    runs: z.array(RosterRun).default([]),
    modules: z.array(RosterModule).default([]),
    skills: z.array(RosterSkill).default([]),
    activities: z.array(RosterActivity).default([]),
    learners: z.array(RosterLearner).default([]),
    enrolments: z.array(RosterEnrolment).default([]),
    duties: z.array(RosterDuty).default([]),
  })
  .meta({ id: 'Roster' });
/** As written by a sender: parts and defaults may be missing. */
export type RosterInput = z.input<typeof Roster>;
export type Roster = z.infer<typeof Roster>;
