/** One learner's landmarks in a run, ascending by day, and whether an alert was on at each. */
export interface AlertHistory {
  readonly landmarks: readonly { readonly day: number; readonly alerted: boolean }[];
}

export interface AlertChurn {
  /** Alerts that were looked at: on at a landmark, of learners who were still in at the one a week before too. */
  readonly alerts: number;
  /** Of these, alerts that were not on a week before. */
  readonly changed: number;
  /** `changed / alerts`; NaN where there was none. */
  readonly share: number;
}

const WEEK = 7;

/**
 * How much lists of one capacity change from one weekly landmark to the next: the share of the later list that was not
 * on the earlier one, over all pairs of landmarks, the complement of the overlap of two top-k lists (Fagin, Kumar and
 * Sivakumar 2003, "Comparing Top k Lists"). Only learners who were in at both landmarks are counted: a list from which
 * somebody left the course has changed by no fault of its own. A list that is drawn anew each week has 1 - capacity,
 * one that never changes 0; neither is good in itself: risks do change.
 * @param weights how often each history counts; once where left out
 */
export function alertChurn(histories: readonly AlertHistory[], weights?: Float64Array): AlertChurn {
  let [alerts, changed] = [0, 0];
  histories.forEach(({ landmarks }, index) => {
    const weight = weights?.[index] ?? 1;
    for (let i = 1; i < landmarks.length; i++) {
      const [before, now] = [landmarks[i - 1]!, landmarks[i]!];
      if (!now.alerted || now.day - before.day !== WEEK) continue;
      alerts += weight;
      if (!before.alerted) changed += weight;
    }
  });
  return { alerts, changed, share: changed / alerts };
}
