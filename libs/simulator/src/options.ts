import { dayNumber } from './calendar.js';

export interface ProvinceOptions {
  /** Whole number; the same seed gives the same bytes, whatever the steps. */
  readonly seed: number;
  /** Learners who enrol in the current runs within the first `weeks` weeks. */
  readonly learners: number;
  /** Weeks from `startDay` to the present, where a demo would begin to live; at least 1. */
  readonly weeks: number;
  /** First day of the current runs, YYYY-MM-DD, Beijing time. Past runs lie before it; every instant derives from it. */
  readonly startDay: string;
  /** Learners of the finished runs; 1.1 times `learners` where not given. */
  readonly pastLearners?: number;
}

/** The day number of `startDay`. @throws RangeError on an option out of its range */
export function checkedStart({ seed, learners, weeks, startDay, pastLearners = 0 }: ProvinceOptions): number {
  const whole = (name: string, value: number, least: number): void => {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(
        `${name} must be a whole number of at least ${String(least)}, not ${String(value)}`,
      );
    }
  };
  whole('seed', seed, 0);
  whole('learners', learners, 1);
  whole('weeks', weeks, 1);
  whole('pastLearners', pastLearners, 0);
  return dayNumber(startDay);
}
