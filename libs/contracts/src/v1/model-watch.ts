import * as z from 'zod';
import { BilingualText, Horizon, IsoDay } from '../words.js';

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

export const ReliabilityBin = z.object({
  learners: z.number().int(),
  predicted: Share,
  observed: Share,
  lower: Share,
  upper: Share,
});

/** One group of an attribute. What is null is hidden, or cannot be told of so few. */
export const FairnessGroup = z.object({
  /** The roster's own word; a code of a region. */
  group: z.string(),
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
  /** `region`, `age`, `sex`, `title`, or another word of the roster. */
  attribute: z.string(),
  groups: z.array(FairnessGroup),
});

/** How a model fares on the tenant's own learners, by whole weeks; made anew each week of the tenant's clock. */
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
    fairness: z.object({ horizon: Horizon, audits: z.array(FairnessAudit) }).nullable(),
    alarms: z.array(
      z.object({
        of: z.enum(['inputs', 'scores', 'outcomes']),
        /** Of `inputs`. */
        feature: z.string().nullable(),
        since: IsoDay,
        text: BilingualText,
      }),
    ),
  })
  .meta({ id: 'ModelWatch' });
export type ModelWatch = z.infer<typeof ModelWatch>;
