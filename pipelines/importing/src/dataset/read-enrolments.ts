import { identifierOf, type Agent } from '#libs/xapi';
import {
  DatasetEnrolments,
  DatasetRun,
  type DatasetEnrolment,
  type DatasetOutcome,
} from './dataset-enrolments.js';
import { datasetHome } from './dataset-home.js';
import type { DatasetImport, DatasetRow } from './dataset-import.js';
import { folderTime, isoDay, midnightOf, notATime } from './fields.js';

const outcomes: readonly string[] = ['completed', 'failed', 'withdrew', 'silent'] satisfies DatasetOutcome[];

type Row = DatasetRow<'enrolments'>;
type TimeColumn = 'start' | 'registered' | 'end' | 'outcome_at';

/** Times of a row; undefined = empty or not understood (which was said). */
interface Draft {
  readonly row: Row;
  readonly start: string | undefined;
  readonly end: string | undefined;
  readonly registered: number | undefined;
}

/** Who was enrolled in what and what became of it. Rows without a usable learner, course or start are left out. */
export async function readEnrolments(dataset: DatasetImport): Promise<DatasetEnrolments> {
  const drafts: Draft[] = [];
  for await (const rows of dataset.rows('enrolments'))
    for (const row of rows) {
      const draft = draftOf(dataset, row);
      if (draft !== null) drafts.push(draft);
    }
  const calendars = new Map<string, { starts: Set<string>; ends: Map<string, Set<string>> }>();
  for (const { row, start, end } of drafts) {
    const known = calendars.get(row.values.course) ?? {
      starts: new Set(),
      ends: new Map<string, Set<string>>(),
    };
    calendars.set(row.values.course, known);
    if (start === undefined) continue;
    known.starts.add(start);
    if (end !== undefined) known.ends.set(start, (known.ends.get(start) ?? new Set()).add(end));
  }
  const runs = new Map<string, DatasetRun>();
  const seen = new Map<string, number>();
  const taken = drafts.flatMap((draft) => {
    const calendar = calendars.get(draft.row.values.course);
    const start = draft.start ?? startFor(dataset, draft, only(calendar?.starts));
    if (start === null) return [];
    const run = runOf(runs, draft, start, draft.end ?? only(calendar?.ends.get(start)) ?? null);
    return enrolmentOf(dataset, seen, draft, run) ?? [];
  });
  nameRuns([...runs.values()]);
  return new DatasetEnrolments(withAttempts(dataset, taken));
}

function draftOf(dataset: DatasetImport, row: Row): Draft | null {
  const { learner, course } = row.values;
  if (learner === '') return dataset.reject(row, 'learner', 'must not be empty: name the learner');
  if (course === '') return dataset.reject(row, 'course', 'must not be empty: name the course');
  if (learner.length > 500 || course.length > 150)
    return dataset.reject(row, learner.length > 500 ? 'learner' : 'course', 'is too long for a name');
  const start = timeOf(dataset, row, 'start', 'the row is kept by its registration');
  const end = timeOf(dataset, row, 'end', 'taken as not known');
  const registered = timeOf(dataset, row, 'registered', 'taken as registered at the start');
  const backward = start !== undefined && end !== undefined && end.day <= start.day;
  if (backward) dataset.problem(row, 'end', 'must be after the start: taken as not known, correct it');
  return { row, start: start?.day, end: backward ? undefined : end?.day, registered: registered?.at };
}

function timeOf(dataset: DatasetImport, row: Row, column: TimeColumn, done: string) {
  const text = row.values[column];
  const time = text === '' ? undefined : folderTime(text, dataset.run.analysis);
  if (text !== '' && time === undefined) dataset.problem(row, column, `${notATime}: ${done}, correct it`);
  return time;
}

/** Where a row has no start: the course's only one, else the learner's own clock begins with the registration. */
function startFor(dataset: DatasetImport, { row, registered }: Draft, only: string | undefined) {
  if (only !== undefined) {
    dataset.note(row, 'start', 'is not known: taken as the start of the other rows of the course');
    return only;
  }
  if (registered === undefined)
    return dataset.reject(
      row,
      'start',
      'is not known, and neither is the registration: give the first day of the course run',
    );
  dataset.note(row, 'start', 'is not known: the clock of this learner begins with the registration');
  return isoDay(registered);
}

function runOf(runs: Map<string, DatasetRun>, { row }: Draft, start: string, end: string | null): DatasetRun {
  const key = JSON.stringify([row.values.course, start, end]);
  const run =
    runs.get(key) ?? new DatasetRun(row.values.course, start, end !== null && end > start ? end : null);
  runs.set(key, run);
  return run;
}

/** A run is named by its course, and with its calendar where the course has several. */
function nameRuns(runs: readonly DatasetRun[]): void {
  for (const own of groupByCourse(runs).values())
    if (own.length > 1) for (const run of own) run.code = run.longCode;
}

function groupByCourse(runs: readonly DatasetRun[]): Map<string, DatasetRun[]> {
  const groups = new Map<string, DatasetRun[]>();
  for (const run of runs) {
    const own = groups.get(run.course);
    if (own === undefined) groups.set(run.course, [run]);
    else own.push(run);
  }
  return groups;
}

function enrolmentOf(
  dataset: DatasetImport,
  seen: Map<string, number>,
  draft: Draft,
  run: DatasetRun,
): DatasetEnrolment | null {
  const { row } = draft;
  const { learner, region } = row.values;
  const key = JSON.stringify([learner, run.iri, draft.registered ?? null]);
  const before = seen.get(key);
  if (before !== undefined)
    return dataset.reject(
      row,
      'learner',
      `is enrolled in this course run in line ${String(before)} already: the first row counts, take the others out, or give each registration its own time`,
    );
  seen.set(key, row.line);
  const registered = draft.registered ?? midnightOf(run.start);
  if (row.values.registered === '')
    dataset.note(row, 'registered', 'is not known: taken as registered on the first day');
  const outcome = outcomeOf(dataset, row);
  row.count.accepted++;
  return {
    learner,
    run,
    registered,
    outcome,
    outcomeAt: outcome === null ? null : outcomeTime(dataset, row, run, outcome, registered),
    region,
    attributes: attributesOf(row.extra),
    file: row.file,
    line: row.line,
    attempt: 1,
    actor: actorOf(learner, 1),
    pid: '',
  };
}

function outcomeOf(dataset: DatasetImport, row: Row): DatasetOutcome | null {
  const word = row.values.outcome.toLowerCase();
  if (word === '') return null;
  if (outcomes.includes(word)) return word as DatasetOutcome;
  dataset.problem(
    row,
    'outcome',
    `must be ${outcomes.join(', ')}, or empty where it is not known: taken as not known, correct the word`,
  );
  return null;
}

/** When the outcome came about: as said; else at the end of the run, but for leaving, which was some day before. */
function outcomeTime(
  dataset: DatasetImport,
  row: Row,
  run: DatasetRun,
  outcome: DatasetOutcome,
  registered: number,
): number | null {
  const said = timeOf(dataset, row, 'outcome_at', 'taken as not known');
  const leaves = outcome === 'withdrew' || outcome === 'silent';
  if (said !== undefined && said.at < registered && said.day < isoDay(registered)) {
    dataset.problem(
      row,
      'outcome_at',
      'lies before the registration: taken as its day, correct one of the two',
    );
    return registered;
  }
  if (said !== undefined && !leaves && said.day < run.start) {
    dataset.problem(
      row,
      'outcome_at',
      `nobody has ${outcome} before the start: taken as not known, correct it`,
    );
  } else if (said !== undefined) return said.at;
  const end = run.end === null ? null : Math.max(midnightOf(run.end), registered);
  if (!leaves) return end;
  if (dataset.run.analysis) {
    dataset.note(
      row,
      'outcome_at',
      'is not known for somebody who left: tells nothing about when, only that',
    );
    return null;
  }
  dataset.note(row, 'outcome_at', 'is not known for somebody who left: taken as the end of the run');
  return end;
}

/** Columns beyond the format's; those of audits are called `attr.*`. */
function attributesOf(extra: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(extra).map(([name, value]) => [name.replace(/^attr\./, ''), value]),
  );
}

/** Numbers the attempts of one learner in one run, and gives each its pseudonym. */
function withAttempts(dataset: DatasetImport, all: DatasetEnrolment[]): DatasetEnrolment[] {
  const attempts = new Map<string, DatasetEnrolment[]>();
  for (const one of all) {
    const key = JSON.stringify([one.learner, one.run.iri]);
    const own = attempts.get(key);
    if (own === undefined) attempts.set(key, [one]);
    else own.push(one);
  }
  for (const own of attempts.values()) {
    if (own.length > 1) own.sort((a, b) => a.registered - b.registered);
    own.forEach((one, index) => {
      one.attempt = index + 1;
      // in a lasting store one person stays one; in an analysis each attempt is predicted for itself
      one.actor = actorOf(one.learner, dataset.run.analysis ? one.attempt : 1);
      one.pid = dataset.run.pidOf(identifierOf(one.actor) ?? '');
    });
  }
  return all;
}

function actorOf(learner: string, attempt: number): Agent {
  const homePage = attempt === 1 ? datasetHome : `${datasetHome}/attempts/${String(attempt)}`;
  return { objectType: 'Agent', account: { homePage, name: learner } };
}

function only(values: ReadonlySet<string> | undefined): string | undefined {
  return values?.size === 1 ? [...values][0] : undefined;
}
