import { features } from './catalogue.js';
import type { FeatureValues } from './feature.js';

/** Of fewer people the middle figure would be somebody's own. */
const FEWEST_OTHERS = 5;

/**
 * The middle figure of each feature over learners who have it; of an even number the upper of the two in the
 * middle. null where fewer than five have it. Places in the cohort have none: their middle is one half by what they are.
 */
export function usualFigures({ names, columns }: FiguresByColumn): FeatureValues {
  return Object.fromEntries(features.map(({ name }) => [name, middleOf(columns[names.indexOf(name)] ?? [])]));
}

/** Figures of learners: one column a name, in their order; NaN = unknown. */
interface FiguresByColumn {
  readonly names: readonly string[];
  readonly columns: readonly ArrayLike<number>[];
}

function middleOf(values: ArrayLike<number>): number | null {
  // NaN is sorted to the end
  const sorted = Float64Array.from(values).sort();
  let known = sorted.length;
  while (known > 0 && Number.isNaN(sorted[known - 1]!)) known--;
  return known < FEWEST_OTHERS ? null : sorted[known >> 1]!;
}
