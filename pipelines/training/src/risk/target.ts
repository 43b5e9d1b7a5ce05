import type { Horizon } from '#libs/contracts';
import type { LandmarkOutcome } from '#libs/models';

/**
 * What a chance is judged by: 1 = left within the horizon (for `end`: did not complete), 0 = did not, null = cannot be
 * known, since the observation ended before.
 */
export function labelOf(horizon: Horizon, outcome: LandmarkOutcome): 0 | 1 | null {
  if (horizon === 'end') return outcome.completed === null ? null : outcome.completed ? 0 : 1;
  if (outcome.leftAfterDays !== null && outcome.leftAfterDays < Number(horizon)) return 1;
  return outcome.observedDays >= Number(horizon) ? 0 : null;
}
