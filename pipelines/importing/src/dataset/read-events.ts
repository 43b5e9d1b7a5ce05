import { snowlightExtensions } from '#libs/contracts';
import type { Result, Statement } from '#libs/xapi';
import { RepeatedRows } from '../repeated-rows.js';
import { uuidOf } from '../row-id.js';
import { activityIri } from './activity-iri.js';
import type { DatasetEnrolment } from './dataset-enrolments.js';
import { datasetHome } from './dataset-home.js';
import type { DatasetImport, DatasetRow, EnrolledDataset } from './dataset-import.js';
import { typeOf, verbOf, type Word } from './event-words.js';
import { finiteNumber, folderTime, isoDay, midnightOf, notATime, truth } from './fields.js';

type Row = DatasetRow<'events'>;

/** Days that an event can be away from the run that it is said to belong to; the clock of whoever wrote it was wrong. */
const FURTHEST_DAYS = 1000;
const DAY_MS = 86_400_000;
/** The engine counts in 32 bits. */
const MOST = 0xffffffff;

/** Each row of `events.csv` becomes a statement. Resolves with who answered when, to the millisecond. */
export async function readEvents({ dataset, enrolments }: EnrolledDataset): Promise<ReadonlySet<string>> {
  const repeats = new RepeatedRows();
  const words = new EventWords(dataset);
  const answered = new Set<string>();
  for await (const rows of dataset.rows('events'))
    for (const row of rows) {
      const number = dataset.run.nextRow();
      const { learner, course, at } = row.values;
      const time = folderTime(at, dataset.run.analysis);
      if (time === undefined) {
        dataset.reject(row, 'at', `${notATime}: correct it`);
        continue;
      }
      const enrolment = enrolments.at(learner, course, time.at);
      if (enrolment === undefined)
        dataset.reject(
          row,
          'learner',
          'is not enrolled in this course by enrolments.csv: add the enrolment, or take the events out',
        );
      else if (isFarFrom(enrolment, time.at))
        dataset.reject(
          row,
          'at',
          `lies more than ${String(FURTHEST_DAYS)} days before or after the course run: correct it`,
        );
      else if (row.values.count === '0' || row.values.count === '0.0')
        dataset.reject(row, 'count', 'is 0: nothing happened; leave such rows out');
      else {
        const count = countOf(row.values.count);
        if (count === undefined) {
          dataset.reject(row, 'count', 'must be a whole number from 1, or empty for 1: correct it');
          continue;
        }
        const verb = words.verb(row);
        if (verb.endsWith('/answered')) answered.add(`${learner}\n${String(time.at)}`);
        const read = {
          row,
          enrolment,
          at: time.at,
          count,
          verb,
          type: words.type(row),
          result: resultOf(dataset, row, count),
        };
        const block = `${enrolment.run.iri}/${time.day}`;
        const copy = repeats.number(
          block,
          `${enrolment.pid}\n${Object.values(row.values).slice(2).join('\n')}`,
        );
        const { file, line, count: table } = row;
        dataset.run.take({ file, line, count: table, row: number }, '1.0.3', () => statementOf(read, copy));
      }
    }
  return answered;
}

/** Verbs and types by their words; an unknown one is said once, and counts as activity. */
class EventWords {
  readonly #verbs = new Map<string, ReturnType<typeof verbOf>>();
  readonly #types = new Map<string, Word>();

  constructor(private readonly dataset: DatasetImport) {}

  verb(row: Row): string {
    const text = row.values.verb;
    const word = this.#verbs.get(text) ?? verbOf(text);
    this.#verbs.set(text, word);
    if (!word.known)
      this.dataset.note(
        row,
        'verb',
        `"${text.slice(0, 60)}" is no event kind: counted as activity of no kind`,
      );
    return word.iri;
  }

  type(row: Row): string | undefined {
    const text = row.values.type;
    const word = this.#types.get(text) ?? typeOf(text);
    this.#types.set(text, word);
    if (!word.known)
      this.dataset.note(row, 'type', `"${text.slice(0, 60)}" is no type of activity: kept without one`);
    return word.iri;
  }
}

interface ReadEvent {
  readonly row: Row;
  readonly enrolment: DatasetEnrolment;
  readonly at: number;
  readonly count: number;
  readonly verb: string;
  readonly type: string | undefined;
  readonly result: Result | undefined;
}

function statementOf({ row, enrolment, at, verb, type, result }: ReadEvent, copy: string): Statement {
  const { run, actor, pid } = enrolment;
  const own = Object.values(row.values).slice(2).join('/');
  const columns = Object.entries(row.extra).map(([name, value]) => [
    `${datasetHome}/columns/${encodeURIComponent(name)}`,
    value,
  ]);
  return {
    id: uuidOf(`dataset/${run.iri}/${pid}/${own}/${copy}`),
    actor,
    verb: { id: verb },
    object: {
      objectType: 'Activity',
      id: activityIri(run, row.values.activity),
      ...(type !== undefined && { definition: { type } }),
    },
    ...(result !== undefined && { result }),
    context:
      columns.length === 0
        ? run.context
        : { ...run.context, extensions: Object.fromEntries(columns) as Record<string, string> },
    timestamp: new Date(at).toISOString(),
  };
}

function isFarFrom({ run }: DatasetEnrolment, at: number): boolean {
  const before = midnightOf(run.start) - at;
  const after = run.end === null ? 0 : at - midnightOf(run.end);
  return Math.max(before, after) > FURTHEST_DAYS * DAY_MS || isoDay(at) > '2200';
}

function countOf(text: string): number | undefined {
  if (text === '') return 1;
  const count = finiteNumber(text);
  return count !== undefined && Number.isInteger(count) && count >= 1 && count <= MOST ? count : undefined;
}

/** What came of it; a value that cannot be is said and left out, and the event counts. */
function resultOf(dataset: DatasetImport, row: Row, count: number): Result | undefined {
  const { score, success, duration } = row.values;
  const scaled = score === '' ? undefined : finiteNumber(score);
  const isScore = scaled !== undefined && scaled >= 0 && scaled <= 1;
  if (score !== '' && !isScore)
    dataset.problem(
      row,
      'score',
      'must be a number from 0 to 1: the event is kept without its score, divide scores by the most that can be had',
    );
  const passed = success === '' ? undefined : truth(success);
  if (success !== '' && passed === undefined)
    dataset.problem(row, 'success', 'must be true or false: the event is kept without it, correct it');
  const seconds = duration === '' ? undefined : finiteNumber(duration);
  const isDuration = seconds !== undefined && seconds >= 0;
  if (duration !== '' && !isDuration)
    dataset.problem(row, 'duration', 'must be seconds from 0: the event is kept without it, correct it');
  if (!isScore && passed === undefined && !isDuration && count === 1) return undefined;
  return {
    ...(isScore && { score: { scaled } }),
    ...(passed !== undefined && { success: passed }),
    ...(isDuration && { duration: `PT${seconds.toFixed(2)}S` }),
    ...(count > 1 && { extensions: { [snowlightExtensions.count]: count } }),
  };
}
