/**
 * When anything was heard of a learner. Days are numbers since 1970-01-01 in the tenant's calendar; each counts from
 * what has arrived by now.
 */
export interface Presence {
  readonly learner: string;
  /** IRI. */
  readonly run: string;
  /** Code of the township, or of the smallest region that is known; '' = unknown. */
  readonly place: string;
  /** First day on which the learner could have studied. */
  readonly from: number;
  /** Days with a record of the learner's own, ascending. */
  readonly days: readonly number[];
  /** Those of them of which everything arrived more than a day late: the device waited for a network. */
  readonly late: readonly number[];
}

/** Usual days of study are counted over so many days. */
export const RATE_DAYS = 28;

/**
 * Chance, 0 to 1, that somebody studies on an ordinary day, from the days [before - 28, before); drawn towards one day in
 * four, which is what is usual, where the history is short. Oneself as seen before a silence, so that it says nothing
 * of what came after.
 */
export function studyRate({ days, from }: Pick<Presence, 'days' | 'from'>, before: number): number {
  const since = Math.max(from, before - RATE_DAYS);
  const active = days.filter((day) => day >= since && day < before).length;
  return rateOf(active, Math.max(0, before - since));
}

/** The same of so many active days among others. */
export const rateOf = (active: number, days: number): number => (active + 1) / (days + 4);
