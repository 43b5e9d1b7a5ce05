import * as z from 'zod';
import { BilingualText, IsoInstant } from './words.js';

/** The contract with recommendation services: what a nudge asks for, and what comes back. Signed as Standard Webhooks. */
export const NudgeIntent = z
  .object({
    type: z.literal('snowlight.nudge.intent.v1'),
    id: z.uuid(),
    createdAt: IsoInstant,
    expiresAt: IsoInstant,
    tenant: z.string(),
    learner: z.object({
      pid: z.string(),
      /** The identity; only where the tenant has granted it to this recommender. */
      account: z.object({ homePage: z.string(), name: z.string() }).optional(),
    }),
    course: z.string(),
    reason: z.object({
      kind: z.enum(['risk', 'mastery', 'inactivity', 'question']),
      risk: z
        .object({
          probability: z.number().min(0).max(1),
          lower: z.number().min(0).max(1),
          upper: z.number().min(0).max(1),
          horizonDays: z.number().int().positive(),
          model: z.string(),
        })
        .optional(),
      drivers: z.array(z.object({ feature: z.string(), text: BilingualText, contribution: z.number() })),
      gaps: z.array(
        z.object({ skill: z.string(), mastery: z.number(), lower: z.number(), upper: z.number() }),
      ),
    }),
    constraints: z.object({
      notBefore: IsoInstant,
      notAfter: IsoInstant,
      /** When the learner must be left alone; ISO weekdays (1 = Monday), every day where none are named. */
      quietHours: z.array(
        z.object({
          from: z.string(),
          to: z.string(),
          timeZone: z.string(),
          weekdays: z.array(z.number().int().min(1).max(7)).optional(),
        }),
      ),
      channels: z.array(z.string()),
    }),
    campaign: z.string().optional(),
    arm: z.enum(['treated', 'holdout']),
    callback: z.object({ url: z.url() }),
  })
  .meta({ id: 'NudgeIntent' });
export type NudgeIntent = z.infer<typeof NudgeIntent>;

export const outcomeStatuses = ['accepted', 'declined', 'delivered', 'opened', 'acted', 'failed'] as const;
export const NudgeOutcome = z
  .object({
    status: z.enum(outcomeStatuses),
    at: IsoInstant,
    detail: z.string().max(2000).optional(),
  })
  .meta({ id: 'NudgeOutcome' });
export type NudgeOutcome = z.infer<typeof NudgeOutcome>;
