/** First weeks of the stages of a learner's time in a run: each week at first, wider ones later. */
const firstWeeks = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 28, 40, 52] as const;

export const STAGES = firstWeeks.length;

/**
 * Stage of a day of the learner's own clock; null in the first week, of which no model learns. Figures grow with the
 * weeks, so a cohort is compared with learners as far on as it is: else each one would look drifted at its beginning.
 */
export function stageOf(day: number): number | null {
  const stage = firstWeeks.findLastIndex((week) => day >= 7 * week);
  return stage < 0 ? null : stage;
}
