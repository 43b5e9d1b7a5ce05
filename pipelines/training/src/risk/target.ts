import type { Horizon } from '#libs/contracts';
import type { LandmarkOutcome } from '#libs/models';

/**
 * What a chance is judged by: 1 = left within the horizon (for `end`: did not complete), 0 = did not, null = cannot be
 * known. A horizon counts when all of it has been seen: those who leave are known before those who stay, so that of an
 * open one only departures would count. Calibration is fitted by the same rule.
 */
export function labelOf(horizon: Horizon, outcome: LandmarkOutcome): 0 | 1 | null {
  if (horizon === 'end') return outcome.completed === null ? null : outcome.completed ? 0 : 1;
  if (outcome.observedDays < Number(horizon)) return null;
  return outcome.leftAfterDays !== null && outcome.leftAfterDays < Number(horizon) ? 1 : 0;
}
