import * as z from 'zod';
import { Correction } from './correction.js';
import { scrubKinds } from './scrub-kind.js';

/**
 * Every topic of the bus: what travels on it, by which key, and what a resolved `publish` promises.
 *
 * `kept`: resolved means durable, on disk or at the broker.
 * `derived`: can be computed again from the statements, so that losing the message loses no truth.
 */

/** A statement on its way to the store. Carries no identity: every agent is a pseudonym already. */
export const StatementMessage = z.object({
  v: z.literal(1),
  tenant: z.string(),
  /** The tenant's time zone, IANA name: it decides on which day an event counts. */
  timeZone: z.string(),
  learnerPid: z.string(),
  /** xAPI takes a UUID of any version and variant, and so does this. */
  id: z.guid(),
  /** When the record store took it. */
  stored: z.string(),
  /** Tells those of one instant apart, in the order in which they were taken: 32 bits. */
  n: z.int().min(0).max(0xffffffff),
  /** Hash of what makes two statements equal; see libs/xapi. */
  contentHash: z.string(),
  /** xAPI version it came in (`1.0.3`, `2.0.0`). */
  version: z.string(),
  /** Who brought it: `xapi`, `import:oulad`... */
  source: z.string(),
  /** Identifiers of patients that were taken out of its free text; absent = none. */
  scrubbed: z.partialRecord(z.enum(scrubKinds), z.number().int()).optional(),
  /** What a lenient tenant's door has put right; absent = nothing. */
  corrections: z.array(Correction).optional(),
  /** The pseudonymised statement as JSON. */
  statement: z.string(),
});
export type StatementMessage = z.infer<typeof StatementMessage>;

/** Learner-days whose events have changed: their rollups must be counted again. */
export const TouchedMessage = z.object({
  v: z.literal(1),
  tenant: z.string(),
  run: z.string(),
  learnerPid: z.string(),
  days: z.array(z.string()).min(1),
});
export type TouchedMessage = z.infer<typeof TouchedMessage>;

/** A learner of a run whose rollups have been counted again: the score is due. */
export const RolledMessage = z.object({
  v: z.literal(1),
  tenant: z.string(),
  run: z.string(),
  learnerPid: z.string(),
});
export type RolledMessage = z.infer<typeof RolledMessage>;

/** A learner of a run who has a new score: nudging rules may look. */
export const ScoredMessage = z.object({
  v: z.literal(1),
  tenant: z.string(),
  run: z.string(),
  learnerPid: z.string(),
  scoredAt: z.string(),
  /** Highest of the chances of leaving within 7, 14 or 28 days; null where the model gave none. */
  highest: z.number().nullable(),
});
export type ScoredMessage = z.infer<typeof ScoredMessage>;

export const topics = {
  statements: { schema: StatementMessage, durability: 'kept', partitions: 1 },
  touched: { schema: TouchedMessage, durability: 'derived', partitions: 1 },
  rolled: { schema: RolledMessage, durability: 'derived', partitions: 1 },
  scored: { schema: ScoredMessage, durability: 'derived', partitions: 1 },
} as const;

export type TopicName = keyof typeof topics;
export type MessageOf<T extends TopicName> = z.infer<(typeof topics)[T]['schema']>;
