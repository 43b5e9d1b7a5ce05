import * as z from 'zod';
import { Reason } from '#libs/contracts';
import type { FeatureValues } from './feature.js';
import { KeptReason, type ReasonPlace, toldReasons } from './reasons.js';

export const keptReasons = (reasons: readonly KeptReason[]): string => JSON.stringify(reasons);

const Kept = z.array(z.union([KeptReason, Reason]));

/**
 * Reasons that were kept with a score, in the words of this version; those that were kept in words, as scores once had
 * them, in theirs.
 * @param figures what the model saw: `readFigures`
 * @throws ZodError where they are none
 */
export function readReasons(reasons: string, figures: FeatureValues, place: ReasonPlace): Reason[] {
  if (reasons === '') return [];
  return Kept.parse(JSON.parse(reasons)).flatMap((reason) =>
    Array.isArray(reason) ? toldReasons([reason], figures, place) : [reason],
  );
}
