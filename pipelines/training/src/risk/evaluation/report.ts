import type { BilingualText, Horizon } from '#libs/contracts';
import type { AlertChurn, Interval, LeadTime, ListPoint, ResamplingUnit } from '#libs/models';
import type { Contestant } from './contestants.js';

export type Method = Contestant['name'];

/** A list of the highest chances, as long as somebody can work through. */
export interface ListFigures {
  /** Share of the learners that is listed. */
  readonly capacity: number;
  /** Share of those who left that is on the list. */
  readonly recall: number;
  /** Share of the list that left. */
  readonly precision: number;
  readonly recallInterval: Interval;
  readonly precisionInterval: Interval;
}

/** Figures that have one number each. */
export const figureNames = [
  'auc',
  'averagePrecision',
  'brier',
  'logLoss',
  'calibrationError',
  'calibrationSlope',
  'calibrationIntercept',
  'recallAtRuleVolume',
  'precisionAtRuleVolume',
] as const;
export type FigureName = (typeof figureNames)[number];

/** One method at one landmark for one horizon. */
export interface EvaluationRow extends Readonly<Record<FigureName, number>> {
  readonly day: number;
  readonly horizon: Horizon;
  readonly method: Method;
  readonly learners: number;
  readonly positives: number;
  /** The same as `intervals.auc`. */
  readonly aucLower: number;
  readonly aucUpper: number;
  /**
   * 95 %, of resamples as `intervals` of the report says. That of the calibration error is moved by the bias of
   * resamples (Efron and Tibshirani 1993, chapter 10): each of them is noisier than the rows that it is drawn from.
   */
  readonly intervals: Readonly<Record<FigureName, Interval>>;
  /** Of chances that are right, what 95 % of samples of this size stay below. */
  readonly calibrationErrorByChance: number;
  /** The mean of such samples: a finite one has an error, however right its chances are. */
  readonly calibrationErrorOfChanceAlone: number;
  /** The calibration error without that (`debiasedCalibrationError`). */
  readonly debiasedCalibrationError: number;
  readonly lists: readonly ListFigures[];
}

/** A bin of learners with chances alike: predicted and seen share, with the Jeffreys 95 % interval of the latter. */
export interface ReliabilityPoint {
  readonly learners: number;
  readonly predicted: number;
  readonly observed: number;
  readonly lower: number;
  readonly upper: number;
}

/** What plots are drawn from. */
export interface EvaluationCurves {
  readonly day: number;
  readonly horizon: Horizon;
  readonly method: Method;
  readonly lists: readonly ListPoint[];
  readonly reliability: readonly ReliabilityPoint[];
}

export interface Estimate extends Interval {
  readonly value: number;
}

/** Snowlight's figure minus another method's, over the same resamples of the same learners. */
export interface Difference {
  readonly day: number;
  readonly horizon: Horizon;
  readonly to: Method;
  readonly auc: Estimate;
  readonly averagePrecision: Estimate;
  /** Below 0 is better, of this one. */
  readonly brier: Estimate;
}

export interface MethodLeadTime {
  readonly method: Method;
  readonly lead: LeadTime;
  readonly intervals: Readonly<
    Record<'alertedShare' | 'medianDays' | 'ahead7' | 'ahead14' | 'ahead28', Interval>
  >;
}

export interface MethodChurn {
  readonly method: Method;
  /** Length of the list: the 7-day rule's own number of alerts, or a share of those who are in. */
  readonly at: 'rule volume' | number;
  readonly churn: AlertChurn;
  readonly interval: Interval;
}

/**
 * One group beside the rest of an attribute. All figures are null where the group is too small to be shown or to say
 * anything ("cannot tell").
 */
export interface SubgroupFigures {
  readonly group: string;
  /** null = hidden: fewer than 10, or the size would give away one that is. */
  readonly learners: number | null;
  readonly positives: number | null;
  readonly auc: number | null;
  /** Of those who left, the share that is on the list; of those who stayed. */
  readonly truePositiveRate: number | null;
  readonly falsePositiveRate: number | null;
  /** Mean chance minus share that left: above 0, more was foreseen than came. */
  readonly calibrationInTheLarge: number | null;
  /** To the largest group, the reference; null for that one itself too. */
  readonly gap: {
    readonly abroca: number;
    readonly nullUpper: number;
    readonly pValue: number;
    /** Holm's, over all comparisons of the report: what is below .05 here is no accident of having looked often. */
    readonly pAdjusted: number;
  } | null;
}

export interface SubgroupAudit {
  readonly attribute: string;
  readonly day: number;
  readonly horizon: Horizon;
  /** Share of all learners of that day that is listed: the alert threshold. */
  readonly capacity: number;
  readonly reference: string | null;
  readonly groups: readonly SubgroupFigures[];
}

export interface LeaveOneOut {
  /** Each run tested by a model that learnt from all others, earlier and later ones. */
  readonly runs: readonly {
    readonly run: string;
    readonly learners: number;
    /** Why there are no figures; null where there are. */
    readonly unjudged: BilingualText | null;
    readonly rows: readonly RunFigures[];
  }[];
  /** Over the chances of all runs together. */
  readonly pooled: readonly EvaluationRow[];
}

/** What is compared where the learners of the test are left out of training. */
export interface DisjointFigures {
  readonly auc: number;
  readonly brier: number;
  readonly calibrationError: number;
}

export type DisjointChange = Readonly<Record<'auc' | 'brier', Estimate>>;

/** The same learners by the model of the headline and by one that has met none of those who are tested. */
export interface DisjointPart {
  readonly learners: number;
  readonly positives: number;
  readonly headline: DisjointFigures;
  readonly disjoint: DisjointFigures;
  /** `disjoint` minus `headline`. */
  readonly change: DisjointChange;
}

/** One landmark, one horizon; intervals over the same resamples of all of its learners. */
export interface DisjointCell {
  readonly day: number;
  readonly horizon: Horizon;
  readonly all: DisjointPart;
  /** null where one of the two has fewer than 10 of either outcome. */
  readonly parts: {
    /** Learnt from, too. */
    readonly known: DisjointPart;
    readonly new: DisjointPart;
    /** Change of known ones minus that of new ones: an AUC below 0 is what knowing the learners was worth. */
    readonly knowing: DisjointChange;
  } | null;
}

export interface LearnerDisjoint {
  /** People, each once, whichever runs they are in. */
  readonly learners: { readonly train: number; readonly test: number; readonly both: number };
  /** What cannot be compared, and why; empty where everything is. */
  readonly unjudged: readonly BilingualText[];
  readonly cells: readonly DisjointCell[];
}

export type RunFigures = Pick<
  EvaluationRow,
  | 'day'
  | 'horizon'
  | 'method'
  | 'learners'
  | 'positives'
  | 'auc'
  | 'averagePrecision'
  | 'brier'
  | 'calibrationError'
>;

export interface EvaluationReport {
  /** `forward` where every run that was learnt from was over before the first test run began; the headline is one. */
  readonly split: 'forward' | 'not forward';
  /** What could not be judged, and why; what a reader must know of the figures. */
  readonly notes: readonly BilingualText[];
  readonly seed: number;
  readonly train: {
    readonly runs: readonly string[];
    readonly learners: number;
    readonly landmarks: number;
    /** First day of the first run, and last of the last that has one; YYYY-MM-DD. */
    readonly from: string;
    readonly to: string | null;
  };
  readonly test: {
    readonly runs: readonly string[];
    readonly learners: number;
    readonly from: string;
    readonly to: string | null;
  };
  readonly model: { readonly version: string };
  /** Version of the model that stands beside, where one does. */
  readonly previous: { readonly version: string } | null;
  readonly intervals: {
    readonly unit: ResamplingUnit;
    /** Runs, or learners, that are drawn from. */
    readonly units: number;
    readonly replicates: number;
  };
  readonly rows: readonly EvaluationRow[];
  readonly differences: readonly Difference[];
  readonly curves: readonly EvaluationCurves[];
  /** What alerts are made of: at weekly landmarks of each test run, the highest chances of this horizon. */
  readonly alertHorizon: Horizon;
  /** Alerts as many as the 7-day rule raises, before departures of the test runs. */
  readonly leadTimes: readonly MethodLeadTime[];
  readonly churn: readonly MethodChurn[];
  readonly subgroups: readonly SubgroupAudit[];
  readonly learnerDisjoint: LearnerDisjoint;
  readonly leaveOneOut: LeaveOneOut | null;
}
