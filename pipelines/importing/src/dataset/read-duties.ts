import { dutyKinds, type LearnerAccount, type Roster } from '#libs/contracts';
import type { DatasetEnrolments } from './dataset-enrolments.js';
import type { DatasetImport, DatasetRow } from './dataset-import.js';
import { folderTime, notATime, truth } from './fields.js';

type Duty = Roster['duties'][number];

/** Where a duty of the roster was read. */
export interface ReadDuty {
  readonly entry: Duty;
  readonly row: DatasetRow<'duties'>;
}

/** Days on which nobody can expect a learner to study, where the folder tells of them in a `duties.csv`. */
export async function readDuties(
  dataset: DatasetImport,
  enrolments: DatasetEnrolments,
): Promise<readonly ReadDuty[]> {
  const duties: ReadDuty[] = [];
  const lines = new Map<string, number>();
  for await (const rows of dataset.rows('duties'))
    for (const row of rows) {
      const entry = dutyOf(dataset, row, enrolments);
      if (entry === null) continue;
      const key = JSON.stringify([entry.account, entry.from]);
      const before = lines.get(key);
      if (before !== undefined) {
        const message = `a duty of this learner begins on this day in line ${String(before)} already: the first row counts, take the others out`;
        dataset.reject(row, 'from', message);
        continue;
      }
      lines.set(key, row.line);
      row.count.accepted++;
      duties.push({ entry, row });
    }
  return duties;
}

function dutyOf(
  dataset: DatasetImport,
  row: DatasetRow<'duties'>,
  enrolments: DatasetEnrolments,
): Duty | null {
  const { learner, kind: word, cancelled: takenBack } = row.values;
  if (learner === '') return dataset.reject(row, 'learner', 'must not be empty: name the learner');
  const [enrolment] = enrolments.ofLearner(learner);
  if (enrolment === undefined)
    return dataset.reject(
      row,
      'learner',
      'is enrolled in no course by enrolments.csv: add the enrolment, or take the duty out',
    );
  const from = dayOf(row.values.from);
  if (from === undefined) return dataset.reject(row, 'from', `${notATime}: give the first day`);
  const to = dayOf(row.values.to);
  if (to === undefined) return dataset.reject(row, 'to', `${notATime}: give the last day, which counts`);
  if (to < from) return dataset.reject(row, 'to', 'is before the first day: correct one of the two');
  const kind = word === '' ? 'duty' : dutyKinds.find((known) => known === word.toLowerCase());
  if (kind === undefined)
    return dataset.reject(
      row,
      'kind',
      `must be ${dutyKinds.join(', ')}, or empty for duty: correct the word`,
    );
  const cancelled = takenBack === '' ? false : truth(takenBack);
  if (cancelled === undefined)
    return dataset.reject(row, 'cancelled', 'must be 1 where the duty is taken back, else 0 or empty');
  if (word === '') dataset.note(row, 'kind', 'is not known: taken as duty');
  return { account: enrolment.actor.account as LearnerAccount, kind, from, to, cancelled };
}

/** The day that stands there, whatever the offset. */
const dayOf = (text: string): string | undefined => folderTime(text, true)?.day;
