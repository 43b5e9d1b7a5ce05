import * as z from 'zod';
import { BilingualText, IsoDay, IsoInstant } from '../words.js';
import { Abstention, Chance, LearnerRef, Reason, RunSummary } from './common.js';

export const contactOutcomes = ['reached', 'no_answer', 'wrong_number'] as const;
export const stopCauses = [
  'no_time',
  'network',
  'too_hard',
  'unanswered',
  'health',
  'left_post',
  'other',
  'none',
] as const;

export const WorkNote = z.object({ at: IsoInstant, by: z.string(), text: z.string() });

export const WorkItem = z.object({
  id: z.uuid(),
  state: z.enum(['open', 'done', 'dismissed']),
  assignee: z.object({ account: z.string(), name: z.string() }).nullable(),
  notes: z.array(WorkNote),
  outcome: z
    .object({
      result: z.enum(contactOutcomes),
      cause: z.enum(stopCauses).nullable(),
      followUpOn: IsoDay.nullable(),
      predictionUseful: z.boolean().nullable(),
      at: IsoInstant,
      by: z.string(),
    })
    .nullable(),
});
export type WorkItem = z.infer<typeof WorkItem>;

export const WorklistRow = z.object({
  item: WorkItem,
  learner: LearnerRef,
  run: RunSummary,
  /** Week of the learner's own clock, 1 = first. */
  week: z.number().int(),
  /** Last time that anything arrived from the learner's devices; null = never. */
  syncedAt: IsoInstant.nullable(),
  lastActiveDay: IsoDay.nullable(),
  chance: Chance,
  reasons: z.array(Reason).max(3),
  /** One line: what changed since last week's list; null = nothing. */
  changed: z.object({ kind: z.enum(['new', 'up', 'down', 'follow-up']), text: BilingualText }).nullable(),
  /** Chance at the end of each of the last 8 weeks, oldest first; null = no estimate then. */
  history: z.array(z.number().nullable()),
  suggestion: z.object({ text: BilingualText, notBefore: IsoInstant.nullable() }),
  lastContactAt: IsoInstant.nullable(),
  /** A row that a late batch has taken back. */
  withdrawn: z.object({ text: BilingualText }).nullable(),
});
export type WorklistRow = z.infer<typeof WorklistRow>;

/** `GET /v1/worklist?region=&run=` : never longer than the manager's capacity. Ordered: promised follow-ups, then by chance. */
export const Worklist = z
  .object({
    day: IsoDay,
    asOf: IsoInstant,
    capacity: z.number().int(),
    done: z.number().int(),
    followUps: z.number().int(),
    rows: z.array(WorklistRow),
    /** Learners at risk who are left out of the list, and why. */
    setAside: z.array(
      z.object({
        why: z.enum([
          'offline',
          'on-duty',
          'not-enough-data',
          'unlike-course',
          'beyond-capacity',
          'no-model',
        ]),
        count: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'Worklist' });
export type Worklist = z.infer<typeof Worklist>;

/** `PUT /v1/worklist/items/{id}/assignment` */
export const Assignment = z.object({ account: z.string().nullable() }).meta({ id: 'Assignment' });
/** `POST /v1/worklist/items/{id}/notes` */
export const NewNote = z.object({ text: z.string().trim().min(1).max(2000) }).meta({ id: 'NewNote' });
/** `PUT /v1/worklist/items/{id}/outcome` */
export const ContactOutcome = z
  .object({
    result: z.enum(contactOutcomes),
    cause: z.enum(stopCauses).nullable().default(null),
    followUpOn: IsoDay.nullable().default(null),
    predictionUseful: z.boolean().nullable().default(null),
  })
  .meta({ id: 'ContactOutcome' });
/** `DELETE /v1/worklist/items/{id}/outcome` undoes; `POST /v1/worklist/items/{id}/dismissal` with a reason is "not today". */
export const Dismissal = z.object({ reason: z.string().trim().min(1).max(500) }).meta({ id: 'Dismissal' });

/** `POST /v1/learners/{pid}/contact` reveals the number, audited. */
export const ContactCard = z
  .object({ name: z.string().nullable(), phone: z.string().nullable() })
  .meta({ id: 'ContactCard' });
export type ContactCard = z.infer<typeof ContactCard>;

/** `GET /v1/learners?region=&run=&level=&q=&limit=&cursor=` */
export const LearnerRow = z.object({
  learner: LearnerRef,
  run: RunSummary,
  status: z.string(),
  week: z.number().int(),
  syncedAt: IsoInstant.nullable(),
  lastActiveDay: IsoDay.nullable(),
  chance: Chance.nullable(),
  abstention: Abstention.nullable(),
});
export type LearnerRow = z.infer<typeof LearnerRow>;
export const LearnerPage = z
  .object({
    asOf: IsoInstant,
    rows: z.array(LearnerRow),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
  })
  .meta({ id: 'LearnerPage' });
export type LearnerPage = z.infer<typeof LearnerPage>;
