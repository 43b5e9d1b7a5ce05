import type { FeatureMatrix } from '../feature-matrix.js';
import { STAGES, stageOf } from './stages.js';

/** How a figure lay among the learners that a model learnt from. */
export interface BinnedReference {
  /** Upper bounds of all bins but the last, ascending; a value at a bound belongs below it. */
  readonly cuts: readonly number[];
  /** Rows by stage, then bin: those of the cuts, and last the missing ones. */
  readonly counts: readonly (readonly number[])[];
}

/** What later learners are compared with; kept with the model, a few kilobytes, and of nobody in particular. */
export interface DriftReference {
  /** Learners at each stage: rows of one learner at a wide stage say the same, and count once. */
  readonly learners: readonly number[];
  readonly features: Readonly<Record<string, BinnedReference>>;
  /** Of the chances that the model gives. */
  readonly scores: BinnedReference;
}

const BINS = 10;

export interface ReferenceRow {
  readonly learner: string;
  readonly day: number;
}

/**
 * The reference of a model: shares of each figure over ten bins of about equal counts (fewer where values repeat), and
 * of what is missing, at each stage. Rows of a learner's first week are left out.
 * @param scores chances of the rows, by the model
 */
export function driftReference(
  features: FeatureMatrix,
  rows: readonly ReferenceRow[],
  scores: ArrayLike<number>,
): DriftReference {
  const stages = rows.map(({ day }) => stageOf(day));
  const seen = Array.from({ length: STAGES }, () => new Set<string>());
  stages.forEach((stage, row) => {
    if (stage !== null) seen[stage]!.add(rows[row]!.learner);
  });
  return {
    learners: seen.map(({ size }) => size),
    features: Object.fromEntries(
      features.names.map((name, column) => [name, binned(features.columns[column]!, stages)]),
    ),
    scores: binned(scores, stages),
  };
}

/** Bin of a value: of the cuts, or the last one where it is missing (NaN). */
export function binOf(cuts: readonly number[], value: number): number {
  if (Number.isNaN(value)) return cuts.length + 1;
  let bin = 0;
  while (bin < cuts.length && cuts[bin]! < value) bin++;
  return bin;
}

function binned(values: ArrayLike<number>, stages: readonly (number | null)[]): BinnedReference {
  const known = Float64Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const cuts = known.length === 0 ? [] : cutsOf(known);
  const counts = Array.from({ length: STAGES }, () => new Array<number>(cuts.length + 2).fill(0));
  stages.forEach((stage, row) => {
    if (stage !== null) counts[stage]![binOf(cuts, values[row]!)]!++;
  });
  return { cuts, counts };
}

function cutsOf(ascending: Float64Array): number[] {
  const last = ascending.length - 1;
  const quantiles = Array.from(
    { length: BINS - 1 },
    (_, i) => ascending[Math.floor(((i + 1) * last) / BINS)]!,
  );
  // six digits keep the file small
  return [...new Set(quantiles.map((value) => Number(value.toPrecision(6))))].filter(
    (cut) => cut < ascending[last]!,
  );
}
