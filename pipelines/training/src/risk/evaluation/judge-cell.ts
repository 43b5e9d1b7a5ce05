import type { Horizon } from '#libs/contracts';
import {
  calibrationErrorByChance,
  debiasedCalibrationError,
  figuresOf,
  jeffreysInterval,
  listCurve,
  nestedResamples,
  percentileInterval,
  rankOutcomes,
  reliabilityBins,
  selectRows,
  type FeatureMatrix,
  type Figures,
  type Interval,
  type LandmarkTable,
  type Nested,
  type RankedOutcomes,
} from '#libs/models';
import { labelOf } from '../target.js';
import { isSilent, type Contestant } from './contestants.js';
import {
  figureNames,
  type Difference,
  type Estimate,
  type EvaluationCurves,
  type EvaluationRow,
  type FigureName,
  type ReliabilityPoint,
} from './report.js';

/** Capacities of the lists that are judged. */
export const capacities = [0.05, 0.1, 0.2] as const;

/** Resamples of every interval. */
export const REPLICATES = 500;

/** Learners at one landmark of whom it is known what came of them within one horizon. */
export interface Cell {
  readonly day: number;
  readonly horizon: Horizon;
  readonly labels: readonly (0 | 1)[];
  readonly learners: readonly Nested[];
  /** Of the 7-day rule: share of the learners that it lists. */
  readonly ruleVolume: number;
}
export type Rows = Cell & { readonly features: FeatureMatrix };

/** A method's chances of a cell's learners. */
export interface Entry {
  readonly method: Contestant['name'];
  readonly chances: Float64Array;
}

/** null where there is nothing to rank: nobody, or all with one outcome. */
export function cellOf(test: LandmarkTable, horizon: Horizon, day: number): Rows | null {
  const picked = [...test.rows.keys()].filter(
    (row) => test.rows[row]!.landmarkDay === day && labelOf(horizon, test.rows[row]!) !== null,
  );
  const labels = picked.map((row) => labelOf(horizon, test.rows[row]!)!);
  if (!labels.includes(0) || !labels.includes(1)) return null;
  const features = selectRows(test.features, Int32Array.from(picked));
  return {
    day,
    horizon,
    labels,
    learners: picked.map((row) => ({ run: test.rows[row]!.group, learner: test.rows[row]!.learner })),
    ruleVolume: isSilent(features).filter(Boolean).length / labels.length,
    features,
  };
}

/** Those of the contestants that have learnt the horizon. */
export const entriesOf = (contestants: readonly Contestant[], cell: Rows): Entry[] =>
  contestants.flatMap(({ name, chances }) => {
    const own = chances(cell.horizon, cell.features);
    return own === null ? [] : [{ method: name, chances: own }];
  });

export interface JudgedCell {
  readonly rows: readonly EvaluationRow[];
  readonly differences: readonly Difference[];
  readonly curves: readonly EvaluationCurves[];
}

/** All figures of all methods, over the same resamples, so that their differences have intervals too. */
export function judgeCell(cell: Cell, entries: readonly Entry[], seed: number): JudgedCell {
  const { day, horizon, labels, learners } = cell;
  const ranked = entries.map(({ chances }) => rankOutcomes(labels, chances));
  const whole = ranked.map((one) => numbersOf(one, cell));
  const resampled: Numbers[][] = ranked.map(() => []);
  for (const weights of nestedResamples(learners, { seed, replicates: REPLICATES }))
    ranked.forEach((one, method) => resampled[method]!.push(numbersOf(one, cell, weights)));
  const positives = labels.reduce<number>((sum, label) => sum + label, 0);
  const rows = entries.map(({ method }, index): EvaluationRow => {
    const { figures, lists } = whole[index]!;
    const drawn = resampled[index]!;
    const noise = calibrationErrorByChance(entries[index]!.chances, { seed });
    const intervals = Object.fromEntries(
      figureNames.map((name) => [name, percentileInterval(drawn.map((one) => one.figures[name]))]),
    ) as Record<FigureName, Interval>;
    return {
      day,
      horizon,
      method,
      learners: labels.length,
      positives,
      ...figures,
      aucLower: intervals.auc.lower,
      aucUpper: intervals.auc.upper,
      intervals: { ...intervals, calibrationError: unbiased(figures.calibrationError, drawn) },
      calibrationErrorByChance: noise.upper,
      calibrationErrorOfChanceAlone: noise.mean,
      debiasedCalibrationError: debiasedCalibrationError(figures.calibrationError, noise),
      lists: capacities.map((capacity, list) => ({
        capacity,
        recall: lists[list]!.recall,
        precision: lists[list]!.precision,
        recallInterval: percentileInterval(drawn.map((one) => one.lists[list]!.recall)),
        precisionInterval: percentileInterval(drawn.map((one) => one.lists[list]!.precision)),
      })),
    };
  });
  return {
    rows,
    differences: entries
      .map((_, index) => index)
      .slice(1)
      .map((other) => differenceOf(cell, entries[other]!.method, [0, other], whole, resampled)),
    curves: entries.map(({ method }, index) => ({
      day,
      horizon,
      method,
      lists: listCurve(ranked[index]!),
      reliability: reliabilityOf(cell, entries[index]!.chances),
    })),
  };
}

function unbiased(value: number, drawn: readonly Numbers[]): Interval {
  const errors = drawn.map((one) => one.figures.calibrationError);
  const bias = errors.reduce((sum, one) => sum + one, 0) / errors.length - value;
  const { lower, upper } = percentileInterval(errors);
  return { lower: Math.max(0, lower - bias), upper: Math.max(0, upper - bias) };
}

interface Numbers {
  readonly figures: Readonly<Record<FigureName, number>>;
  readonly lists: Figures['lists'];
}

function numbersOf(ranked: RankedOutcomes, { ruleVolume }: Cell, weights?: Float64Array): Numbers {
  const wanted = ruleVolume > 0 ? [...capacities, ruleVolume] : capacities;
  const { lists, ...figures } = figuresOf(ranked, wanted, weights);
  const { recall, precision } = lists[capacities.length] ?? { recall: 0, precision: 0 };
  return { figures: { ...figures, recallAtRuleVolume: recall, precisionAtRuleVolume: precision }, lists };
}

function differenceOf(
  { day, horizon }: Cell,
  to: Difference['to'],
  [own, other]: readonly [number, number],
  whole: readonly Numbers[],
  resampled: readonly (readonly Numbers[])[],
): Difference {
  const estimate = (name: FigureName): Estimate => ({
    value: whole[own]!.figures[name] - whole[other]!.figures[name],
    ...percentileInterval(
      resampled[own]!.map((one, i) => one.figures[name] - resampled[other]![i]!.figures[name]),
    ),
  });
  return {
    day,
    horizon,
    to,
    auc: estimate('auc'),
    averagePrecision: estimate('averagePrecision'),
    brier: estimate('brier'),
  };
}

const reliabilityOf = ({ labels }: Cell, chances: Float64Array): ReliabilityPoint[] =>
  reliabilityBins(labels, chances).map(({ count, meanPredicted, observed }) => ({
    learners: count,
    predicted: meanPredicted,
    observed,
    ...jeffreysInterval(observed * count, (1 - observed) * count),
  }));
