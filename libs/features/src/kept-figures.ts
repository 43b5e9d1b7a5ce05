import * as z from 'zod';
import { featureNames } from './catalogue.js';
import type { FeatureValues } from './feature.js';

/** Names of the figures that are kept with a score, in their order: the same for all scores of a version. */
export const keptNames = featureNames.join(',');

/** Figures as they are kept with a score, in the order of `keptNames`. @param figures null or NaN = unknown */
export const keptFigures = (figures: readonly (number | null)[]): string => JSON.stringify(figures);

const Figures = z.array(z.number().nullable());
const Named = z.record(z.string(), z.number().nullable());

/**
 * Figures that were kept with a score.
 * @param names of the figures, parted by commas; empty where they stand with the figures, as in scores that were given
 *   before names were kept apart
 * @throws ZodError where they are none
 */
export function readFigures(names: string, figures: string): FeatureValues {
  if (figures === '') return {};
  if (names === '') return Named.parse(JSON.parse(figures));
  const list = Figures.parse(JSON.parse(figures));
  const values: Record<string, number | null> = {};
  for (const [index, name] of names.split(',').entries()) values[name] = list[index] ?? null;
  return values;
}
