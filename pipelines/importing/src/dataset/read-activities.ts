import type { Roster } from '#libs/contracts';
import type { DatasetEnrolments } from './dataset-enrolments.js';
import type { DatasetImport } from './dataset-import.js';
import { activityIri } from './activity-iri.js';
import { daysBetween, finiteNumber, folderTime, notATime } from './fields.js';

/** Where an entry of the roster was read. */
export interface ReadActivity {
  readonly entry: Roster['activities'][number];
  readonly line: number;
}

/**
 * What is studied, where the folder says so in an `activities.csv` of its own. `due` is a day of the run (0 = its
 * first) or a time, which then belongs to the runs of the course that it falls into.
 */
export async function readActivities(
  dataset: DatasetImport,
  enrolments: DatasetEnrolments,
): Promise<readonly ReadActivity[]> {
  const activities: ReadActivity[] = [];
  const seen = new Set<string>();
  for await (const rows of dataset.rows('activities'))
    for (const row of rows) {
      const { course, activity, type, due, weight } = row.values;
      const runs = enrolments.runs.filter((run) => run.course === course || run.code === course);
      if (activity === '') {
        dataset.reject(row, 'activity', 'must not be empty: name the activity');
        continue;
      }
      if (runs.length === 0) {
        dataset.reject(row, 'course', 'has no enrolment in enrolments.csv: add one, or take the row out');
        continue;
      }
      const dueDay = /^-?\d{1,5}$/.test(due) ? Number(due) : undefined;
      const dueAt = due === '' || dueDay !== undefined ? undefined : folderTime(due, dataset.run.analysis);
      if (due !== '' && dueDay === undefined && dueAt === undefined)
        dataset.problem(row, 'due', `${notATime}, or a whole number of days: taken as not known, correct it`);
      const share = weight === '' ? null : (finiteNumber(weight) ?? -1);
      if (share !== null && share < 0)
        dataset.problem(row, 'weight', 'must be a number from 0: taken as not known, correct it');
      let taken = false;
      for (const run of runs) {
        const day = dueAt === undefined ? (dueDay ?? null) : daysBetween(run.start, dueAt.day);
        const isOfRun =
          dueAt === undefined || (dueAt.day >= run.start && (run.end === null || dueAt.day <= run.end));
        const iri = activityIri(run, activity);
        if (!isOfRun || seen.has(`${run.iri}\n${iri}`)) continue;
        seen.add(`${run.iri}\n${iri}`);
        taken = true;
        const entry = {
          iri,
          run: run.code,
          module: null,
          type: type === '' ? 'page' : type,
          name: { zh: activity, en: activity },
          skills: [],
          dueDay: day,
          weight: share !== null && share >= 0 ? share : null,
        };
        activities.push({ entry, line: row.line });
      }
      if (taken) row.count.accepted++;
      else dataset.reject(row, 'activity', 'is listed before, or is due outside of every run of the course');
    }
  return activities;
}
