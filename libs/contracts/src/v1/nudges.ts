import * as z from 'zod';
import { BilingualText, IsoInstant } from '../words.js';
import { LearnerRef, Reason } from './common.js';
import { outcomeStatuses } from '../nudge-intent.js';

export const nudgeStates = ['pending', 'sending', 'sent', 'suppressed', 'expired', 'dead'] as const;
export const suppressionReasons = [
  'no-consent',
  'capped',
  'goal-reached',
  'left-run',
  'on-duty',
  'below-bar',
  'abstained',
  'holdout',
  'expired',
  'erased',
  'rule-off',
] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** One line of the ledger: why, by which rule, in which arm, and what came of it. */
export const NudgeRow = z.object({
  id: z.uuid(),
  createdAt: IsoInstant,
  learner: LearnerRef,
  /** Code of the run. */
  run: z.string(),
  rule: z.object({ code: z.string(), name: BilingualText }),
  arm: z.enum(['treated', 'holdout']),
  state: z.enum(nudgeStates),
  suppressed: z.enum(suppressionReasons).nullable(),
  /** Earliest instant at which quiet and clinic hours let it go. */
  notBefore: IsoInstant,
  expiresAt: IsoInstant,
  probability: z.number(),
  lower: z.number(),
  upper: z.number(),
  model: z.string(),
  reasons: z.array(Reason),
  sentAt: IsoInstant.nullable(),
  attempts: z.array(
    z.object({ at: IsoInstant, status: z.number().int().nullable(), error: z.string().nullable() }),
  ),
  outcomes: z.array(
    z.object({ status: z.enum(outcomeStatuses), at: IsoInstant, detail: z.string().nullable() }),
  ),
});
export type NudgeRow = z.infer<typeof NudgeRow>;

/** `GET /v1/nudges?state=&learner=&limit=&cursor=` ; `GET /v1/nudges/{id}` gives one row. */
export const NudgeLedger = z
  .object({
    asOf: IsoInstant,
    sentToday: z.number().int(),
    dailyCap: z.number().int(),
    counts: z.array(z.object({ state: z.enum(nudgeStates), count: z.number().int() })),
    outcomes: z.array(z.object({ status: z.enum(outcomeStatuses), count: z.number().int() })),
    rows: z.array(NudgeRow),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'NudgeLedger' });
export type NudgeLedger = z.infer<typeof NudgeLedger>;
