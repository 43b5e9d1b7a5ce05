import * as z from 'zod';
import { BilingualText, Horizon, IsoDay, IsoInstant } from '../words.js';

const Share = z.number().min(0).max(1);
const Estimate = z.object({ value: z.number(), lower: z.number(), upper: z.number() });

/** A week of a figure: Monday, and how far it lies from what the model learnt from; nulls where too few tell nothing. */
export const StabilityWeek = z.object({
  week: IsoDay,
  learners: z.number().int(),
  /** Population stability index, and what steady figures of so many learners stay below. */
  index: z.number().nullable(),
  byChance: z.number().nullable(),
  verdict: z.enum(['few', 'steady', 'moved', 'drifted']),
});

const Steadiness = z.object({
  weeks: z.array(StabilityWeek),
  /** Monday of the first of the weeks in a row, two or more, that reach the newest; null = no alarm. */
  since: IsoDay.nullable(),
});

/** Chances of a week against what came of the learners: mean chance, share that left with its 95 % interval. */
export const CalibrationWeek = z.object({
  week: IsoDay,
  learners: z.number().int(),
  expected: Share,
  observed: Share,
  lower: Share,
  upper: Share,
  /** `above`: more left than was said. */
  verdict: z.enum(['few', 'holds', 'above', 'below']),
});

/**
 * Chances of about the same height against what came. A learner's weeks resemble each other, so `learners` and the 95 %
 * interval count learners, not weeks: over all bins each counts once.
 */
export const ReliabilityBin = z.object({
  learners: z.number().int(),
  predicted: Share,
  observed: Share,
  lower: Share,
  upper: Share,
});

/**
 * One group of an attribute. What is null is hidden, or cannot be told of so few. Verdicts: `hidden` (not even its size),
 * `cannot-tell` (too few of either outcome), `reference` (the largest group, which gaps are to), `no-difference` (none is
 * shown), `ranked-worse` (the list tells its members apart otherwise than those of the reference, beyond chance),
 * `said-too-much`, `said-too-little` (chances of the whole group lie above or below what came).
 */
export const FairnessGroup = z.object({
  /** The roster's own word (`?` = not known); a code of a region. */
  group: z.string(),
  /** Name of a region; null for the roster's own words. */
  place: BilingualText.nullable(),
  /** null = hidden: too few, or the sum would betray another that is. */
  learners: z.number().int().nullable(),
  auc: Estimate.nullable(),
  /** Of those who left, and of those who stayed: the share that the list of the highest tenth would hold. */
  listedOfLeft: Estimate.nullable(),
  listedOfStayed: Estimate.nullable(),
  /** Mean chance minus the share that left; above 0: too much is said of this group. */
  calibrationGap: Estimate.nullable(),
  /** Area between the group's ROC curve and the reference group's, what chance gives groups of these sizes, adjusted p. */
  gap: z.object({ abroca: z.number(), byChance: z.number(), pAdjusted: z.number() }).nullable(),
  verdict: z.enum([
    'hidden',
    'cannot-tell',
    'reference',
    'no-difference',
    'ranked-worse',
    'said-too-much',
    'said-too-little',
  ]),
});

export const FairnessAudit = z.object({
  /** `region` (the highest level that tells learners apart), `age`, `sex`, `title`, or another word of the roster. */
  attribute: z.string(),
  /** Largest first, those that are hidden last. */
  groups: z.array(FairnessGroup),
});

/** What stands: which figure, since the Monday of which week, and the sentence. */
export const ModelAlarm = z.object({
  of: z.enum(['inputs', 'scores', 'outcomes']),
  /** Of `inputs`. */
  feature: z.string().nullable(),
  since: IsoDay,
  text: BilingualText,
});
export type ModelAlarm = z.infer<typeof ModelAlarm>;

/**
 * How a model fares on the tenant's own learners over the last twelve whole weeks; made anew each week of the tenant's
 * clock. What a week says of outcomes comes when the horizon is over.
 */
export const ModelWatch = z
  .object({
    watchedOn: IsoDay,
    /** Of the chances that are watched. */
    horizon: Horizon,
    /** Mondays, oldest first. */
    weeks: z.array(IsoDay),
    /** null: the model was made before references were kept. */
    inputs: z.array(Steadiness.extend({ feature: z.string(), label: BilingualText })).nullable(),
    scores: Steadiness.nullable(),
    outcomes: z.object({ weeks: z.array(CalibrationWeek), since: IsoDay.nullable() }),
    reliability: z.array(ReliabilityBin),
    /** Over all weeks; null where too few outcomes are known. */
    figures: z
      .object({
        learners: z.number().int(),
        left: z.number().int(),
        auc: Estimate,
        calibrationError: z.number(),
        /** Of chances that are right, what 95 % of samples of this size stay below. */
        calibrationErrorByChance: z.number(),
        /** Share of all who left that is on a list as long as the 7-day rule's, and on the rule's own. */
        listed: Estimate,
        listedByRule: Share,
        /** `listed` minus `listedByRule`. */
        beyondRule: Estimate,
        /** Half of those who left and were on the list of the highest tenth twice in a row were so many days before. */
        leadDays: z.number().nullable(),
      })
      .nullable(),
    /** null where too few outcomes are known. */
    fairness: z
      .object({
        horizon: Horizon,
        audits: z.array(FairnessAudit),
        /** What was not audited or is not shown to this reader, and why. */
        notes: z.array(BilingualText),
      })
      .nullable(),
    alarms: z.array(ModelAlarm),
  })
  .meta({ id: 'ModelWatch' });
export type ModelWatch = z.infer<typeof ModelWatch>;

/**
 * `GET /v1/models/{version}/watch` (admin, manager, researcher, operator; keys with `risk:read` or `research:read`), of
 * risk models. Of the whole organisation, as a card is; who sees a subtree of regions gets no audit by region.
 */
export const ModelWatchAnswer = z
  .object({
    version: z.string(),
    /** null: the version has not been watched. */
    watchedAt: IsoInstant.nullable(),
    watch: ModelWatch.nullable(),
    /** Why there is no watch. */
    why: BilingualText.nullable(),
  })
  .meta({ id: 'ModelWatchAnswer' });
export type ModelWatchAnswer = z.infer<typeof ModelWatchAnswer>;
