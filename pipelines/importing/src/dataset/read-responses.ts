import { activityTypes, verbs } from '#libs/contracts';
import { uuidOf } from '../row-id.js';
import { activityIri } from './activity-iri.js';
import type { DatasetEnrolment } from './dataset-enrolments.js';
import type { DatasetImport, DatasetRow, EnrolledDataset } from './dataset-import.js';
import { finiteNumber, folderTime, isoDay, truth } from './fields.js';

type Row = DatasetRow<'responses'>;

/**
 * Rows of `responses.csv` become answers, where it is known when and in which course they were given: the learner's
 * only one, or the only one under way. Answers that `events.csv` tells of at the same instant are there already.
 */
export async function readResponses(
  { dataset, enrolments }: EnrolledDataset,
  answered: ReadonlySet<string>,
): Promise<void> {
  const copies = new Map<string, number>();
  for await (const rows of dataset.rows('responses'))
    for (const row of rows) {
      const number = dataset.run.nextRow();
      const { learner, item, at, correct } = row.values;
      const time = folderTime(at, dataset.run.analysis);
      const success = truth(correct);
      if (item === '') dataset.reject(row, 'item', 'must not be empty: name the item');
      else if (success === undefined) dataset.reject(row, 'correct', 'must be 0 or 1: correct it');
      else if (time === undefined) sayOrder(dataset, row);
      else if (answered.has(`${learner}\n${String(time.at)}`)) row.count.accepted++;
      else {
        const own = enrolments.ofLearner(learner);
        const enrolment = onlyOne(own, isoDay(time.at));
        if (enrolment === undefined) {
          const message =
            own.length === 0
              ? 'is enrolled in no course by enrolments.csv: add the enrolment'
              : 'is in several courses at that time: put the answer into events.csv, which names the course';
          dataset.reject(row, 'learner', message);
          continue;
        }
        const key = `${enrolment.pid}/${item}/${at}/${correct}`;
        const copy = copies.get(key) ?? 0;
        copies.set(key, copy + 1);
        const { file, line, count } = row;
        dataset.run.take({ file, line, count, row: number }, '1.0.3', () => ({
          id: uuidOf(`dataset/responses/${enrolment.run.iri}/${key}/${String(copy)}`),
          actor: enrolment.actor,
          verb: { id: verbs.answered },
          object: {
            objectType: 'Activity',
            id: activityIri(enrolment.run, item),
            definition: { type: activityTypes.interaction },
          },
          result: { success, ...durationOf(row.values.duration) },
          context: enrolment.run.context,
          timestamp: new Date(time.at).toISOString(),
        }));
      }
    }
}

/** An answer that was quick says little about what is known. */
function durationOf(text: string): { duration?: string } {
  const seconds = finiteNumber(text);
  return seconds === undefined || seconds < 0 ? {} : { duration: `PT${seconds.toFixed(2)}S` };
}

/** A place in an order is enough for mastery, and no time that an event could have. */
function sayOrder(dataset: DatasetImport, row: Row): void {
  if (/^\d+$/.test(row.values.at)) {
    row.count.accepted++;
    dataset.note(
      row,
      'at',
      'is a place in an order and no time: read for mastery alone, no event is made of it',
    );
  } else dataset.reject(row, 'at', 'must be a time in ISO 8601, or a whole number that orders the answers');
}

function onlyOne(own: readonly DatasetEnrolment[], day: string): DatasetEnrolment | undefined {
  if (own.length <= 1) return own[0];
  const underWay = own.filter(({ run }) => run.start <= day && (run.end === null || day < run.end));
  return underWay.length === 1 ? underWay[0] : undefined;
}
