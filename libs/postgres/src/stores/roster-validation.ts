import {
  type LearnerAccount,
  type LearnerPid,
  type RegionLevel,
  regionLevels,
  type Roster,
} from '#libs/contracts';
import type { ActivityRow } from './catalogue.store.js';

export type RosterPart = keyof Roster;

/** Why a row of a roster was left out. */
export interface RosterProblem {
  readonly part: RosterPart;
  /** Of the row within its part, from 0. */
  readonly index: number;
  readonly field: string;
  readonly message: string;
}

/** What is there before the roster comes. */
export interface KnownCatalogue {
  readonly regions: ReadonlyMap<string, { readonly parent: string | null; readonly level: RegionLevel }>;
  readonly programs: ReadonlySet<string>;
  readonly courses: ReadonlySet<string>;
  /** By code. */
  readonly runs: ReadonlyMap<string, { readonly iri: string; readonly course: string }>;
  /** `inCourse(course, code)`. */
  readonly modules: ReadonlySet<string>;
  readonly skills: ReadonlySet<string>;
}
export interface KnownPeople {
  readonly learners: ReadonlySet<LearnerPid>;
  readonly erased: ReadonlySet<LearnerPid>;
}

export type LearnerRow = Roster['learners'][number] & { readonly pid: LearnerPid };
export type EnrolmentRow = Omit<Roster['enrolments'][number], 'run'> & {
  /** IRI. */
  readonly run: string;
  readonly pid: LearnerPid;
};

export type DutyRow = Roster['duties'][number] & { readonly pid: LearnerPid };

/** The rows that can be written, codes of runs and accounts resolved. */
export interface AcceptedRoster extends Omit<Roster, 'activities' | 'learners' | 'enrolments' | 'duties'> {
  readonly activities: ActivityRow[];
  readonly learners: LearnerRow[];
  /** `index` within the roster. */
  readonly enrolments: { readonly index: number; readonly row: EnrolmentRow }[];
  readonly duties: DutyRow[];
}

export function inCourse(course: string, code: string): string {
  return JSON.stringify([course, code]);
}

/**
 * Splits a roster into rows that can be written and problems. A row counts only where everything that it names is known
 * or in an accepted row, so what is written is whole. Of rows with one key the first counts.
 */
export function validateRoster(
  roster: Roster,
  known: KnownCatalogue,
  people: KnownPeople,
  pidOf: (account: LearnerAccount) => LearnerPid,
): { readonly accepted: AcceptedRoster; readonly problems: RosterProblem[] } {
  const problems: RosterProblem[] = [];

  /** Keeps the rows of a part that have a new key and pass the check; `check` returns the problem, or null. */
  function pass<Row>(
    part: RosterPart,
    rows: readonly Row[],
    keyField: string,
    keyOf: (row: Row) => string,
    check: (row: Row) => readonly [field: string, message: string] | null,
  ): { readonly index: number; readonly row: Row }[] {
    const firsts = new Map<string, number>();
    return rows.flatMap((row, index) => {
      const key = keyOf(row);
      const first = firsts.get(key);
      const problem =
        first === undefined
          ? check(row)
          : ([
              keyField,
              `is in row ${String(first)} already: of rows with one key the first counts`,
            ] as const);
      firsts.set(key, first ?? index);
      if (problem === null) return { index, row };
      problems.push({ part, index, field: problem[0], message: problem[1] });
      return [];
    });
  }
  const rowsOf = <Row>(kept: readonly { readonly row: Row }[]) => kept.map(({ row }) => row);

  const regions = acceptRegions(roster.regions, known.regions, problems);
  const regionCodes = new Set([...known.regions.keys(), ...regions.map(({ code }) => code)]);

  const programs = rowsOf(
    pass(
      'programs',
      roster.programs,
      'code',
      ({ code }) => code,
      () => null,
    ),
  );
  const programCodes = new Set([...known.programs, ...programs.map(({ code }) => code)]);

  const courses = rowsOf(
    pass(
      'courses',
      roster.courses,
      'code',
      ({ code }) => code,
      ({ program }) => (programCodes.has(program) ? null : unknown('program', program)),
    ),
  );
  const courseCodes = new Set([...known.courses, ...courses.map(({ code }) => code)]);
  const checkCourse = ({ course }: { course: string }) =>
    courseCodes.has(course) ? null : unknown('course', course);

  const codeOfIri = new Map([...known.runs].map(([code, { iri }]) => [iri, code]));
  const runs = rowsOf(
    pass(
      'runs',
      roster.runs,
      'code',
      ({ code }) => code,
      (run) => {
        const iri = known.runs.get(run.code)?.iri ?? run.iri;
        const code = codeOfIri.get(run.iri) ?? run.code;
        if (iri !== run.iri) return ['iri', `run ${run.code} is ${iri}: the IRI of a run cannot change`];
        if (code !== run.code) return ['iri', `is the IRI of run ${code} already`];
        if (run.end !== null && run.end <= run.start) return ['end', 'must be after the start'];
        const problem = checkCourse(run);
        if (problem === null) codeOfIri.set(run.iri, run.code);
        return problem;
      },
    ),
  );
  const runOf = new Map([...known.runs, ...runs.map((run) => [run.code, run] as const)]);

  const modules = rowsOf(
    pass('modules', roster.modules, 'code', (row) => inCourse(row.course, row.code), checkCourse),
  );
  const moduleKeys = new Set([...known.modules, ...modules.map((row) => inCourse(row.course, row.code))]);
  const skills = rowsOf(
    pass('skills', roster.skills, 'code', (row) => inCourse(row.course, row.code), checkCourse),
  );
  const skillKeys = new Set([...known.skills, ...skills.map((row) => inCourse(row.course, row.code))]);

  const activities = pass(
    'activities',
    roster.activities,
    'iri',
    ({ run, iri }) => JSON.stringify([run, iri]),
    (row) => {
      const course = runOf.get(row.run)?.course;
      if (course === undefined) return unknown('run', row.run);
      if (row.module !== null && !moduleKeys.has(inCourse(course, row.module)))
        return unknown('module', row.module);
      const skill = row.skills.find((code) => !skillKeys.has(inCourse(course, code)));
      return skill === undefined ? null : unknown('skills', skill);
    },
  ).flatMap(({ row }) => {
    const run = runOf.get(row.run)?.iri;
    return run === undefined ? [] : { ...row, run };
  });

  const withPids = roster.learners.map((row) => ({ ...row, pid: pidOf(row.account) }));
  const learners = rowsOf(
    pass(
      'learners',
      withPids,
      'account',
      ({ pid }) => pid,
      ({ pid, region }) => {
        if (people.erased.has(pid)) return ['account', erasedMessage];
        return region === null || regionCodes.has(region) ? null : unknown('region', region);
      },
    ),
  );
  const pids = new Set([...people.learners, ...learners.map(({ pid }) => pid)]);

  const enrolments = pass(
    'enrolments',
    roster.enrolments.map((row) => ({ ...row, pid: pidOf(row.account) })),
    'account',
    ({ run, pid }) => `${pid} ${run}`,
    ({ run, pid }) => {
      if (!runOf.has(run)) return unknown('run', run);
      if (people.erased.has(pid)) return ['account', erasedMessage];
      return pids.has(pid) ? null : ['account', 'is no learner that is known or accepted here'];
    },
  ).flatMap(({ index, row }) => {
    const run = runOf.get(row.run)?.iri;
    return run === undefined ? [] : { index, row: { ...row, run } };
  });

  const duties = rowsOf(
    pass(
      'duties',
      roster.duties.map((row) => ({ ...row, pid: pidOf(row.account) })),
      'from',
      ({ from, pid }) => `${pid} ${from}`,
      ({ from, to, pid }) => {
        if (to < from) return ['to', `is before the first day, ${from}: give the last day`];
        if (people.erased.has(pid)) return ['account', erasedMessage];
        return pids.has(pid) ? null : ['account', 'is no learner that is known or accepted here'];
      },
    ),
  );

  return {
    accepted: { regions, programs, courses, runs, modules, skills, activities, learners, enrolments, duties },
    problems,
  };
}

const erasedMessage = 'is of a person who was erased, and is not taken in again';

function unknown(field: string, code: string): readonly [string, string] {
  return [field, `${JSON.stringify(code)} is not known: add it to the roster or correct it`];
}

/** Regions may come in any order, children before parents. */
function acceptRegions(
  rows: Roster['regions'],
  known: KnownCatalogue['regions'],
  problems: RosterProblem[],
): Roster['regions'] {
  const tree = new Map<string, { parent: string | null; level: RegionLevel }>(known);
  const firsts = new Map<string, number>();
  rows.forEach((row, index) => {
    if (!firsts.has(row.code)) {
      firsts.set(row.code, index);
      tree.set(row.code, row);
    }
  });
  const problemOf = (row: Roster['regions'][number], index: number): readonly [string, string] | null => {
    const first = firsts.get(row.code);
    if (first !== index)
      return ['code', `is in row ${String(first)} already: of rows with one key the first counts`];
    if (row.validTo !== null && row.validTo <= row.validFrom) return ['validTo', 'must be after validFrom'];
    const before = known.get(row.code);
    if (before !== undefined && before.level !== row.level)
      return ['level', `the region is a ${before.level}: the level of a region cannot change`];
    if (row.parent === null) return null;
    const parent = tree.get(row.parent);
    if (parent === undefined) return unknown('parent', row.parent);
    // levels never change and fall from parent to child everywhere, so no region can be its own ancestor
    if (regionLevels.indexOf(parent.level) >= regionLevels.indexOf(row.level))
      return [
        'parent',
        `${JSON.stringify(row.parent)} is a ${parent.level}, which cannot be above a ${row.level}`,
      ];
    return null;
  };
  const found = rows.map(problemOf);
  // a row under a row that was left out cannot stay: repeat until nothing falls
  for (let fell = true; fell;) {
    fell = false;
    rows.forEach((row, index) => {
      if (found[index] !== null || row.parent === null || known.has(row.parent)) return;
      const parentIndex = firsts.get(row.parent);
      if (parentIndex === undefined || found[parentIndex] !== null) {
        found[index] = ['parent', `${JSON.stringify(row.parent)} was left out`];
        fell = true;
      }
    });
  }
  found.forEach((problem, index) => {
    if (problem != null) problems.push({ part: 'regions', index, field: problem[0], message: problem[1] });
  });
  return rows.filter((_, index) => found[index] === null);
}
