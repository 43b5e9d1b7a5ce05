import type { FeatureMatrix } from '../feature-matrix.js';

/** What came of a learner after a landmark. Days count from the landmark, which stands at the start of its day. */
export interface LandmarkOutcome {
  /** The run (presentation). */
  readonly group: string;
  readonly learner: string;
  /** Day of the run, or since the learner's own start. */
  readonly landmarkDay: number;
  /** Days until the learner left, >= 0 (0 = on the landmark's own day); null = was not seen to leave. */
  readonly leftAfterDays: number | null;
  /**
   * Days for which leaving would have been noticed: to the end of the run, of the data, or to the learner's completion,
   * whichever came first. Leaving itself does not shorten it.
   */
  readonly observedDays: number;
  /** Whether the run was completed in the end; null = not known (yet). */
  readonly completed: boolean | null;
}

/** One row per learner still enrolled at a landmark: features from before it, the outcome after it. */
export interface LandmarkTable {
  readonly features: FeatureMatrix;
  readonly rows: readonly LandmarkOutcome[];
}

/** Steps of the hazard, in weeks ahead. */
export const WEEK_STEPS = [1, 2, 3, 4] as const;
export const STEP_DAYS = 7;

/** @throws RangeError where lengths differ or an outcome contradicts itself, naming the row */
export function checkLandmarkTable({ features, rows }: LandmarkTable): void {
  if (features.rows !== rows.length) {
    throw new RangeError(`${String(features.rows)} rows of features for ${String(rows.length)} outcomes`);
  }
  rows.forEach(({ leftAfterDays, observedDays }, row) => {
    if (!(observedDays >= 0))
      throw new RangeError(`observedDays ${String(observedDays)} in row ${String(row)}`);
    if (leftAfterDays === null) return;
    if (!(leftAfterDays >= 0 && leftAfterDays <= observedDays)) {
      throw new RangeError(
        `leftAfterDays ${String(leftAfterDays)} in row ${String(row)}: must be from 0 to observedDays ${String(observedDays)}`,
      );
    }
  });
}

/** One week of one landmark row, the learner being still in at its start. */
export interface PersonPeriods {
  /** Landmark row of each person-period. */
  readonly landmarkRow: Int32Array;
  /** Week ahead, 1 to 4. */
  readonly step: Float32Array;
  /** 1 = left in that week. */
  readonly left: Float64Array;
}

/**
 * The person-periods of discrete-time survival (Singer and Willett 1993): week k of a row counts where the learner was
 * still in at its start and the whole week was observed. A week cut short by the end of observation is left out even
 * where a departure fell into it: its survivors cannot be counted, and departures alone would raise the hazard.
 */
export function personPeriods(rows: readonly LandmarkOutcome[]): PersonPeriods {
  const landmarkRow: number[] = [];
  const step: number[] = [];
  const left: number[] = [];
  rows.forEach(({ leftAfterDays, observedDays }, row) => {
    for (const week of WEEK_STEPS) {
      const end = week * STEP_DAYS;
      if (observedDays < end || (leftAfterDays !== null && leftAfterDays < end - STEP_DAYS)) break;
      landmarkRow.push(row);
      step.push(week);
      left.push(leftAfterDays !== null && leftAfterDays < end ? 1 : 0);
    }
  });
  return {
    landmarkRow: Int32Array.from(landmarkRow),
    step: Float32Array.from(step),
    left: Float64Array.from(left),
  };
}
