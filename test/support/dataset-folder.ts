import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SeededRandom } from '#libs/models';

/** A course of a made dataset folder. */
export interface MadeCourse {
  readonly name: string;
  /** YYYY-MM-DD. */
  readonly start: string;
  /** Days. */
  readonly days: number;
  readonly learners: number;
}

/** What the folder has and lacks; left out = as usual. */
export interface FolderShape {
  readonly seed?: number;
  /** Rows stand for a day's clicks and say nothing of what was done. */
  readonly countsOnly?: boolean;
  /** Each learner's own first day: so many days after the course's, drawn up to this. */
  readonly rollingDays?: number;
  /** Column `end` is empty. */
  readonly withoutEnd?: boolean;
  /** Column `outcome_at` is empty. */
  readonly withoutDates?: boolean;
  /** Courses whose outcomes are empty. */
  readonly hidden?: readonly string[];
  /** How it ends, in place of what was drawn. */
  readonly outcome?: (drawn: string, learner: number) => string;
}

export interface MadeEnrolment {
  readonly learner: string;
  readonly course: string;
  readonly start: string;
  readonly registered: string;
  readonly end: string;
  readonly outcome: string;
  readonly outcomeAt: string;
}

/** Rows of a folder before they are written: a spec may spoil them. */
export interface MadeFolder {
  readonly enrolments: MadeEnrolment[];
  /** Lines of `events.csv` below its header. */
  readonly events: string[];
}

export const enrolmentsHeader = 'learner,course,start,registered,end,outcome,outcome_at,region,attr.sex';
export const eventsHeader = 'learner,course,at,verb,activity,type,count,score,success,duration';

export const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/**
 * Learners with a diligence of their own: who has little of it studies on fewer days, leaves sooner and completes less
 * often. So the figures of a folder tell something, in whatever shape it comes.
 */
export function makeFolder(courses: readonly MadeCourse[], shape: FolderShape = {}): MadeFolder {
  const random = new SeededRandom(shape.seed ?? 1);
  const made: MadeFolder = { enrolments: [], events: [] };
  for (const course of courses)
    for (let number = 0; number < course.learners; number++) makeLearner(random, made, course, number, shape);
  return made;
}

function makeLearner(
  random: SeededRandom,
  made: MadeFolder,
  { name, start: first, days }: MadeCourse,
  number: number,
  shape: FolderShape,
): void {
  const learner = `${name}-${String(number)}`;
  const start = shape.rollingDays ? dayAfter(first, Math.floor(random.uniform() * shape.rollingDays)) : first;
  const diligence = 0.1 + 0.85 * random.uniform();
  let gone = days;
  for (let week = 1; week * 7 < days && gone === days; week++)
    if (random.uniform() < (0.3 * (1 - diligence) ** 2 * 16) / Math.max(16, days / 7))
      gone = week * 7 + Math.floor(random.uniform() * 7);
  gone = Math.min(gone, days);
  for (let day = -3; day < gone; day++) {
    if (random.uniform() > (day < 0 ? 0.1 : diligence)) continue;
    made.events.push(...eventsOf(random, learner, name, dayAfter(start, day), diligence, shape));
  }
  const stays = gone === days;
  const drawn = stays
    ? random.uniform() < diligence + 0.1
      ? 'completed'
      : 'failed'
    : random.uniform() < 0.6
      ? 'withdrew'
      : 'silent';
  const outcome = shape.outcome?.(drawn, number) ?? drawn;
  const at = stays ? days : Math.min(gone + (drawn === 'silent' ? 14 : 2), days);
  made.enrolments.push({
    learner,
    course: name,
    start,
    registered: dayAfter(start, -Math.floor(random.uniform() * 20)),
    end: shape.withoutEnd ? '' : dayAfter(start, days),
    outcome: shape.hidden?.includes(name) ? '' : outcome,
    outcomeAt:
      shape.withoutDates || shape.hidden?.includes(name) || outcome === '' ? '' : dayAfter(start, at),
  });
}

function eventsOf(
  random: SeededRandom,
  learner: string,
  course: string,
  day: string,
  diligence: number,
  { countsOnly }: FolderShape,
): string[] {
  const clicks = 1 + Math.floor(random.uniform() * 20 * diligence);
  if (countsOnly) return [`${learner},${course},${day},,,,${String(clicks)},,,`];
  const row = (time: string, rest: string): string => `${learner},${course},${day}T${time}Z,${rest}`;
  const rows = [
    row('10:00:00', `viewed,page-${String(Math.floor(random.uniform() * 9))},page,${String(clicks)},,,`),
  ];
  if (random.uniform() < 0.2)
    rows.push(row('10:20:00', `submitted,quiz,assessment,,${diligence.toFixed(2)},,`));
  return rows;
}

/** The folder as it was at a day: no later event, no outcome. */
export function asKnownOn(day: string, { enrolments, events }: MadeFolder): MadeFolder {
  return {
    enrolments: enrolments.map((one) => ({ ...one, outcome: '', outcomeAt: '' })),
    events: events.filter((line) => (line.split(',')[2] ?? '') < day),
  };
}

/** Writes the folder; lines of the enrolments may be changed or added on their way. */
export async function writeFolder(
  folder: string,
  made: MadeFolder,
  change: (lines: string[]) => string[] = (lines) => lines,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const lines = made.enrolments.map((one, index) =>
    [
      one.learner,
      one.course,
      one.start,
      one.registered,
      one.end,
      one.outcome,
      one.outcomeAt,
      '',
      index % 2 ? 'F' : 'M',
    ].join(','),
  );
  await writeFile(join(folder, 'enrolments.csv'), [enrolmentsHeader, ...change(lines), ''].join('\n'));
  await writeFile(join(folder, 'events.csv'), [eventsHeader, ...made.events, ''].join('\n'));
  return folder;
}
