import * as z from 'zod';
import { BilingualText, IsoInstant } from '../words.js';
import { ReliabilityBin } from './model-watch.js';

export const modelKinds = ['risk', 'mastery'] as const;
const ModelVersion = z.string().min(1).max(100);

/**
 * `baseline`: came with the program, learnt from the simulator and from OULAD, from nobody of this tenant.
 * `recalibrated`: a model before it, whose chances were set right on what came of the tenant's learners.
 */
export const ModelOrigin = z.enum(['baseline', 'trained', 'recalibrated']);

const Gain = z.object({ value: z.number(), lower: z.number(), upper: z.number() });

/** Why a version was promoted where no person has put it into words. */
export const PromotionReason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('no-model') }),
  z.object({ code: z.literal('newer-baseline') }),
  z.object({ code: z.literal('asked-when-trained') }),
  /** In a trial; figures are of the horizon that decided. */
  z.object({
    code: z.literal('shown-better'),
    horizon: z.string(),
    learners: z.number().int(),
    /** Champion less challenger, with a 95 % interval over learners. */
    logLossGain: Gain,
    auc: z.object({ champion: z.number(), challenger: z.number() }),
  }),
]);
export type PromotionReason = z.infer<typeof PromotionReason>;

/** Who made a version the one that scores, when and why. `rule`: nobody was asked. */
export const PromotionActor = z.object({
  at: IsoInstant,
  actorKind: z.enum(['user', 'key', 'system', 'rule']),
  actor: z.string(),
  /** What `reason` says; a person's own words, and what rules wrote before reasons were kept, are alike in both. */
  why: BilingualText,
  /** null: a person has said why. */
  reason: PromotionReason.nullable(),
});

const Promotion = PromotionActor.extend({
  version: ModelVersion,
  /** What scored until then; null = nothing did. */
  previous: ModelVersion.nullable(),
});

const Contestant = z.object({
  logLoss: z.number(),
  auc: z.number(),
  /** Chances of the held-out run against what came; lacking in trials of before it was kept. */
  reliability: z.array(ReliabilityBin).optional(),
});

const TrialFigure = z.object({
  horizon: z.string(),
  /** Learners with a known outcome, and how many of them left (or did not complete). */
  learners: z.number(),
  positives: z.number(),
  /** Champion less challenger: above 0 the challenger is better. With a 95 % interval over learners. */
  logLossGain: Gain,
  /** Challenger less champion: above 0 the challenger is better. */
  aucGain: Gain,
  champion: Contestant,
  challenger: Contestant,
});
export type TrialFigure = z.infer<typeof TrialFigure>;

const Trial = z.object({
  at: IsoInstant,
  champion: ModelVersion,
  challenger: ModelVersion.nullable(),
  heldOut: z.string(),
  trainedOn: z.array(z.string()),
  decision: z.enum(['promoted', 'proposed', 'kept']),
  successor: ModelVersion.nullable(),
  reason: BilingualText,
  figures: z.array(TrialFigure),
});

/** `GET /v1/models/{version}/card`, `snowlight model card`: all that is kept of a version but the model itself. */
export const ModelCard = z
  .object({
    kind: z.enum(modelKinds),
    version: ModelVersion,
    status: z.enum(['candidate', 'active', 'retired']),
    origin: ModelOrigin,
    createdAt: IsoInstant,
    trainedOn: z.array(z.string()),
    /** Days, YYYY-MM-DD: the first that it learnt from, and the first of which it knew nothing. */
    dataFrom: z.string().nullable(),
    dataTo: z.string().nullable(),
    seed: z.number().nullable(),
    parameters: z.record(z.string(), z.unknown()),
    /** What each figure was counted by when it was trained, as a digest; empty = not written down. */
    features: z.array(z.object({ name: z.string(), version: z.string() })),
    metrics: z.record(z.string(), z.number()),
    note: BilingualText.nullable(),
    /** In which it came in or went out, newest first. */
    promotions: z.array(Promotion),
    /** In which it was champion, challenger or successor, newest first. */
    trials: z.array(Trial),
  })
  .meta({ id: 'ModelCard' });
export type ModelCard = z.infer<typeof ModelCard>;

/** `POST /v1/models/{version}/promote` (admin): also the way back. */
export const PromoteModel = z
  .strictObject({ kind: z.enum(modelKinds).default('risk'), why: z.string().trim().min(1).max(500) })
  .meta({ id: 'PromoteModel' });
export type PromoteModel = z.infer<typeof PromoteModel>;

/** `unknown`: no chance is said. */
const Level = z.enum(['contact', 'watch', 'none', 'unknown']);

/**
 * `GET /v1/models/{version}/promotion` (admin), of risk models: whose level would be another if this version scored, by
 * the figures that the newest scores saw. Changes nothing.
 */
export const PromotionPreview = z
  .object({
    version: ModelVersion,
    /** What scores now; null = nothing does. */
    replaces: ModelVersion.nullable(),
    asOf: IsoInstant,
    /** Who learns now and has been scored, each counted once, in however many runs. */
    learners: z.number().int(),
    /** Of whom a level changes in some run. */
    changed: z.number().int(),
    /** Whose newest figures lack some that this version asks for; not among `learners`. */
    notCompared: z.number().int(),
    /** Who is to be contacted first in some run. */
    contactFirst: z.object({ now: z.number().int(), then: z.number().int() }),
    /** Learners by what their level is and would be; those alone where it changes. */
    changes: z.array(z.object({ from: Level, to: Level, learners: z.number().int() })),
  })
  .meta({ id: 'PromotionPreview' });
export type PromotionPreview = z.infer<typeof PromotionPreview>;
