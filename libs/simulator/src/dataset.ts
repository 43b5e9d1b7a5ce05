import type { RosterInput } from '#libs/contracts';
import { csvLine } from './csv.js';
import { courses } from './curriculum.js';
import { moduleCode } from './run.js';
import type { SimulatedStatement } from './statement.js';

/**
 * The files of a dataset folder, line by line, from what a province sent. `course` is the run, `learner` the
 * account's name; items keep their course-wide code, so that several runs of a course speak of the same item.
 */
// prettier-ignore
export const datasetHeaders = {
  enrolments: csvLine([
    'learner', 'course', 'start', 'registered', 'end', 'outcome', 'outcome_at', 'region',
    'attr.sex', 'attr.age', 'attr.education',
  ]),
  events: csvLine([
    'learner', 'course', 'at', 'verb', 'activity', 'type', 'count', 'score', 'success', 'duration',
  ]),
  duties: csvLine(['learner', 'from', 'to', 'kind']),
  responses: csvLine(['learner', 'item', 'skill', 'at', 'correct', 'duration']),
} as const;

const outcomes: readonly string[] = ['completed', 'failed', 'withdrew', 'silent'];

/** Lines of `enrolments.csv` without its header, from all that the registrar knows (`Province.rosterNow`). */
export function* enrolmentLines(roster: RosterInput): Generator<string> {
  const runs = new Map(roster.runs?.map((run) => [run.code, run]));
  const learners = new Map(roster.learners?.map((learner) => [learner.account.name, learner]));
  for (const enrolment of roster.enrolments ?? []) {
    const run = runs.get(enrolment.run);
    const learner = learners.get(enrolment.account.name);
    const over = outcomes.includes(enrolment.status);
    const { sex = '', age = '', education = '' } = learner?.attributes ?? {};
    yield csvLine([
      enrolment.account.name,
      enrolment.run,
      run?.start ?? '',
      enrolment.registeredAt,
      run?.end ?? '',
      over ? enrolment.status : '',
      over ? (enrolment.statusAt ?? '') : '',
      learner?.region ?? '',
      sex,
      age,
      education,
    ]);
  }
}

/** Lines of `duties.csv` without its header; both days count. */
export function* dutyLines({ duties = [] }: RosterInput): Generator<string> {
  for (const { account, from, to, kind } of duties) yield csvLine([account.name, from, to, kind]);
}

/** A line of `events.csv`; null for what the staff did (a teacher's reply). */
export function eventLine({ kind, statement }: SimulatedStatement): string | null {
  const { actor, object, result, context, timestamp } = statement;
  const run = context.contextActivities.grouping[0];
  if (kind === 'replied' || !run) return null;
  return csvLine([
    actor.account.name,
    lastSegment(run.id),
    timestamp,
    kind,
    object.id,
    lastSegment(object.definition.type),
    '1',
    result?.score === undefined ? '' : String(result.score.scaled),
    result?.success === undefined ? '' : String(result.success),
    result?.duration === undefined ? '' : result.duration.slice(2, -1),
  ]);
}

const skillOfModule = new Map<string, string>(
  courses.flatMap((course) =>
    course.modules.map(
      ({ skill }, position) => [moduleCode(course, position), course.skills[skill]!.code] as const,
    ),
  ),
);

/** A line of `responses.csv`; null for what is no response to an item. */
export function responseLine({ kind, statement }: SimulatedStatement): string | null {
  const { actor, object, result, context, timestamp } = statement;
  const run = context.contextActivities.grouping[0];
  if (kind !== 'answered' || !run || result?.success === undefined) return null;
  const [module, question] = object.id.split('/').slice(-2);
  const course = lastSegment(run.id).split('-')[0];
  const code = `${course ?? ''}-${module ?? ''}`;
  return csvLine([
    actor.account.name,
    `${code}-${question ?? ''}`,
    skillOfModule.get(code) ?? '',
    timestamp,
    String(Number(result.success)),
    result.duration?.slice(2, -1) ?? '',
  ]);
}

const lastSegment = (iri: string): string => iri.slice(iri.lastIndexOf('/') + 1);
