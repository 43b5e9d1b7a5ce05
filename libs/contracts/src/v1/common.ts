import * as z from 'zod';
import { BilingualText, IsoDay, IsoInstant, eventKindSchema } from '../words.js';

/** RFC 9457 problem details; `instance` is the id that the log has too. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    /** By which the logs of every process name what belongs to the request. */
    trace: z.string().optional(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/**
 * What a number was counted from: the question that `GET /v1/events` answers with the same count.
 * Days are half-open [from, to).
 */
export const EvidenceRef = z.object({
  learner: z.string().optional(),
  run: z.string().optional(),
  region: z.string().optional(),
  kinds: z.array(eventKindSchema).optional(),
  /** IRI of an activity (with what lies directly in it), or code of a module or skill of the run. */
  activity: z.string().optional(),
  /** Answers and checks with this result alone. */
  success: z.boolean().optional(),
  from: IsoDay.optional(),
  to: IsoDay.optional(),
});
export type EvidenceRef = z.infer<typeof EvidenceRef>;

/** A chance with its range; `of` is 10 or 100 people, `about`/`low`/`high` whole people of those. */
export const Chance = z.object({
  horizonDays: z.number().int().positive().nullable(),
  probability: z.number().min(0).max(1),
  lower: z.number().min(0).max(1),
  upper: z.number().min(0).max(1),
  level: z.enum(['contact', 'watch', 'none']),
  model: z.string(),
  scoredAt: IsoInstant,
});
export type Chance = z.infer<typeof Chance>;

export const figureUnits = ['days', 'count', 'share', 'minutes', 'ratio', 'points'] as const;

/** Why the model gives no chance. */
export const Abstention = z.object({
  why: z.enum(['short-history', 'unlike-course', 'no-model', 'not-in-population']),
  text: BilingualText,
});

/** The figure that a reason speaks of, in `unit`: the learner's own, and what it is compared with. */
export const ReasonFigure = z.object({
  label: BilingualText,
  unit: z.enum(figureUnits),
  own: z.number(),
  /** The middle one of all who learn in the run on that day; null = too few to say. */
  usual: z.number().nullable(),
  /** The learner's own about 7 days before; null = unknown then. */
  weekBefore: z.number().nullable(),
});
export type ReasonFigure = z.infer<typeof ReasonFigure>;

/** A group of features that say the same in other words, in the words of the strongest that may be shown. */
export const Reason = z.object({
  /** The one that speaks. */
  feature: z.string(),
  /** Empty in scores that were given before features spoke by groups. */
  group: z.string().default(''),
  direction: z.enum(['raises', 'lowers']),
  /** Log-odds added by the group: the sum of its features' Shapley values (TreeSHAP). */
  contribution: z.number(),
  /** `contribution` minus what the same model makes of the figures of about 7 days before; null = there are none. */
  change: z.number().nullable().default(null),
  text: BilingualText,
  /** null in scores that were given before figures were kept. */
  figure: ReasonFigure.nullable().default(null),
  /** null where the figure comes from the calendar and not from events. */
  evidence: EvidenceRef.nullable(),
});
export type Reason = z.infer<typeof Reason>;

export const silenceKinds = ['disengaged', 'outage', 'holiday-or-duty', 'unknown'] as const;
/**
 * A learner of whom nothing was heard for four whole days or more, told apart. The estimate leaves out the days that
 * excuse it: for them the clock stood still.
 */
export const Silence = z.object({
  kind: z.enum(silenceKinds),
  since: IsoDay,
  days: z.number().int(),
  /** Of these: the township without network; holidays; duty or leave by the roster; the rest. */
  outageDays: z.number().int(),
  holidayDays: z.number().int(),
  awayDays: z.number().int(),
  ordinaryDays: z.number().int(),
  /** Chance that so many ordinary days pass without a record of this learner anyway. */
  anyway: z.number().min(0).max(1),
  /** On the days without network: days of neighbours who usually study, how many would have had a record, how many had. */
  near: z.object({ people: z.number(), expected: z.number(), heard: z.number() }),
});
export type Silence = z.infer<typeof Silence>;

export const Course = z.object({ code: z.string(), name: BilingualText });
export const RunSummary = z.object({
  code: z.string(),
  iri: z.string(),
  course: Course,
  start: IsoDay,
  end: IsoDay.nullable(),
  rolling: z.boolean(),
  active: z.boolean(),
});
export type RunSummary = z.infer<typeof RunSummary>;

export const RegionNode = z.object({
  code: z.string(),
  parent: z.string().nullable(),
  level: z.string(),
  name: BilingualText,
});
export type RegionNode = z.infer<typeof RegionNode>;

/** A person as the pages may show one: the name only to those who may call them. */
export const LearnerRef = z.object({
  pid: z.string(),
  name: z.string().nullable(),
  region: RegionNode.nullable(),
});
export type LearnerRef = z.infer<typeof LearnerRef>;

/** A count that opens its events; null = hidden (small cell) or unknown. */
export const Counted = z.object({ value: z.number().nullable(), evidence: EvidenceRef.nullable() });
export type Counted = z.infer<typeof Counted>;
