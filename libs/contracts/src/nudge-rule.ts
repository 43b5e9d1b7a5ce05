import * as z from 'zod';
import { BilingualText } from './words.js';

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, HH:MM');
/** ISO weekday: 1 = Monday, 7 = Sunday. */
const Weekday = z.number().int().min(1).max(7);

/** When nothing may reach a learner, by the tenant's wall clock. Half-open: a nudge may go at `to` itself. */
export const SendingHours = z.object({
  /** Night; may run over midnight. */
  quiet: z
    .object({ from: ClockTime, to: ClockTime })
    .refine((night) => night.from !== night.to, 'from and to must differ')
    .nullable(),
  /** When village doctors see patients; within a day. */
  clinic: z.array(
    z
      .object({ weekdays: z.array(Weekday).min(1), from: ClockTime, to: ClockTime })
      .refine((hours) => hours.from < hours.to, 'from must be before to'),
  ),
});
export type SendingHours = z.infer<typeof SendingHours>;

/** Whether what the nudge is for has come about by itself: then none is sent. */
export const NudgeGoal = z.discriminatedUnion('kind', [
  /** An event on one of the last `days` days, today included. */
  z.object({ kind: z.literal('active'), days: z.number().int().positive() }),
  z.object({ kind: z.literal('completed') }),
]);
export type NudgeGoal = z.infer<typeof NudgeGoal>;

/** Why, when and how often a tenant's learners may be reminded. Saving it again makes a new version. */
export const NudgeRule = z
  .object({
    code: z.string().min(1).max(200),
    name: BilingualText,
    enabled: z.boolean(),
    /** Days ahead of the chance that is held against the bar. */
    horizon: z.enum(['7', '14', '28']),
    /** Chance of leaving at or above which the rule looks at a learner. */
    bar: z.number().gt(0).max(1),
    /** And at least this many times what is usual in the run; null = the bar alone. */
    usualMultiple: z.number().positive().nullable(),
    /** A learner is nudged at most once by this rule in each window of so many days. */
    windowDays: z.number().int().min(1).max(366),
    /** Nudges to one learner in any 7 days, counted across all rules. */
    learnerCap: z.number().int().positive(),
    /** Nudges of the whole tenant on one day, counted across all rules; beyond it this rule waits for the next day. */
    dailyCap: z.number().int().positive(),
    hours: SendingHours,
    goal: NudgeGoal,
    expiresAfterHours: z.number().positive().max(8784),
    /** Share of learners who are never nudged by this rule, so that its effect can be measured. */
    holdoutShare: z.number().min(0).lt(1).default(0),
    recommender: z.object({
      url: z.url({ protocol: /^https?$/ }),
      /** Whether the tenant lets this service see who the learner is. */
      identity: z.boolean(),
    }),
  })
  .meta({ id: 'NudgeRule' });
export type NudgeRule = z.infer<typeof NudgeRule>;
