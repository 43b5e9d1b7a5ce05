import { isoDay } from './calendar.js';
import { courses, type CourseDesign } from './curriculum.js';
import type { ProvinceOptions } from './options.js';
import { Random } from './random.js';
import { planRun, type Run } from './run.js';

/** A run and how learners come into it. */
export interface Intake {
  readonly run: Run;
  /** First day on which anybody may register. */
  readonly opensOn: number;
  readonly size: number;
  /** Whether the next run of the course follows this one. */
  readonly continues: boolean;
  /** How many enrol on this day (a cohort: all on the opening day, to register within two weeks). */
  enrolling(day: number): number;
}

const [htn, t2d, rdu] = courses;
/** Share of the learners by course. */
const shares = { htn: 0.4, t2d: 0.32 } as const;
const registrationDays = 14;
/** Days between a cohort run's end and the start of the next. */
const pause = 21;

/** Finished runs of each course, then the current ones: two cohorts and a rolling run. */
export function planIntakes(
  { seed, learners, weeks, pastLearners = Math.round(1.1 * learners) }: ProvinceOptions,
  start: number,
): Intake[] {
  const split = (total: number): [number, number, number] => {
    const first = Math.round(shares.htn * total);
    const second = Math.round(shares.t2d * total);
    return [first, second, total - first - second];
  };
  const past = split(pastLearners);
  const now = split(learners);
  return [
    cohort(seed, htn, start - 140, past[0], false),
    cohort(seed, t2d, start - 140, past[1], false),
    rolling(seed, rdu, { startDay: start - 182, size: past[2], spread: 70, closes: start - 14 }),
    cohort(seed, htn, start, now[0], true),
    cohort(seed, t2d, start, now[1], true),
    rolling(seed, rdu, { startDay: start, size: now[2], spread: 7 * weeks, closes: null }),
  ];
}

/** The intake that follows this one, announced two weeks before its first day; null on any other day. */
export function succeed({ run, size, continues }: Intake, day: number, seed: number): Intake | null {
  if (!continues || run.endDay === null || day !== run.endDay + pause - registrationDays - 1) return null;
  return cohort(seed, run.course, run.endDay + pause, size, true);
}

function cohort(
  seed: number,
  course: CourseDesign,
  startDay: number,
  size: number,
  continues: boolean,
): Intake {
  const opensOn = startDay - registrationDays;
  return {
    run: planRun({ seed, course, code: runCode(course, startDay), startDay, rolling: false, closes: null }),
    opensOn,
    size,
    continues,
    enrolling: (day) => (day === opensOn ? size : 0),
  };
}

/** `size` learners on random days of the first `spread`; an open run then goes on at that rate (at most 56 days' worth). */
function rolling(
  seed: number,
  course: CourseDesign,
  {
    startDay,
    size,
    spread,
    closes,
  }: { startDay: number; size: number; spread: number; closes: number | null },
): Intake {
  const code = runCode(course, startDay);
  const random = new Random(seed, 'rolling', code);
  const counts = new Array<number>(spread).fill(0);
  for (let learner = 0; learner < size; learner++) counts[random.whole(0, spread)]! += 1;
  const rate = closes === null ? size / Math.max(56, spread) : 0;
  return {
    run: planRun({ seed, course, code, startDay, rolling: true, closes }),
    opensOn: startDay,
    size,
    continues: false,
    enrolling: (day) => {
      if (day < startDay) return 0;
      return counts[day - startDay] ?? new Random(seed, 'enrolling', code, day).poisson(rate);
    },
  };
}

const runCode = (course: CourseDesign, startDay: number): string =>
  `${course.code}-${isoDay(startDay).slice(0, 7)}`;
