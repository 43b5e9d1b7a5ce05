import { features } from './catalogue.js';
import type { FeatureValues } from './feature.js';

/** Of fewer people the middle figure would be somebody's own. */
export const FEWEST_OTHERS = 5;

/**
 * The middle figure of each feature over learners who have it; of an even number the upper of the two in the middle
 * (as ClickHouse's `quantileExact`). null where fewer than five have it. Places in the cohort have none: their middle is
 * one half by what they are.
 */
export function usualFigures(learners: readonly Readonly<Record<string, unknown>>[]): FeatureValues {
  return Object.fromEntries(features.map(({ name }) => [name, middleOf(learners.map((one) => one[name]))]));
}

function middleOf(values: readonly unknown[]): number | null {
  const known = values.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  return known.length < FEWEST_OTHERS ? null : known[Math.floor(known.length / 2)]!;
}
