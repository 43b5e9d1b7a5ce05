import type { ImportRun } from '../import-run.js';
import { columnNames, headerProblem } from '../source/csv-table.js';
import { BrokenSourceError } from '../source/source-error.js';
import type { SourceFile } from '../source/source-file.js';
import { applyDatasetRoster } from './dataset-roster.js';
import { DatasetImport } from './dataset-import.js';
import {
  datasetTableNames,
  datasetTables,
  requiredColumns,
  requiredTables,
  tableOf,
  type DatasetTable,
} from './dataset-tables.js';
import { readActivities } from './read-activities.js';
import { readDuties } from './read-duties.js';
import { readEnrolments } from './read-enrolments.js';
import { readEvents } from './read-events.js';
import { readResponses } from './read-responses.js';

/**
 * A dataset folder: who was enrolled in what (`enrolments.csv`), what they did (`events.csv`), and where there are
 * such files, what is studied (`activities.csv`), days of duty and leave (`duties.csv`) and answers to items
 * (`responses.csv`).
 */
export const importDataset = {
  batchSize: 7500,
  takes: (file: SourceFile) => tableOf(file) !== undefined,
  async read(run: ImportRun): Promise<void> {
    const files = await usableFiles(run);
    if (files === undefined) return;
    const dataset = new DatasetImport(run, files);
    const enrolments = await readEnrolments(dataset);
    await sayUnnamedColumns(dataset, run, files);
    const activities = await readActivities(dataset, enrolments);
    const duties = await readDuties(dataset, enrolments);
    await applyDatasetRoster(dataset, { enrolments, activities, duties });
    const answered = await readEvents({ dataset, enrolments });
    await readResponses({ dataset, enrolments }, answered);
    for (const table of datasetTableNames) sayEmpty(dataset, run, table);
  },
};

type Files = Record<DatasetTable, SourceFile | undefined>;

/** The file of each table; undefined, and said, where one that is needed is not there or has no usable header. */
async function usableFiles(run: ImportRun): Promise<Files | undefined> {
  const files: Partial<Files> = {};
  const wrong: string[] = [];
  const say = (file: string, line: number, message: string): void => {
    wrong.push(file);
    run.ledger.problem({ file, line, field: '', message });
  };
  for (const table of datasetTableNames) {
    const own = run.files.filter((file) => tableOf(file) === table);
    const file = own.at(0);
    files[table] = file;
    if (own.length > 1) {
      const names = own.map(({ name }) => name).join(', ');
      say(
        names,
        0,
        `${table} is there more than once: take all but one out of the folder; nothing was stored`,
      );
    }
    if (own.length === 0 && requiredTables.includes(table))
      say(
        `${table}.csv`,
        0,
        `is not there (nor ${table}.csv.gz): put it into the folder; nothing was stored`,
      );
    if (file === undefined) continue;
    const problem = await headerProblem(run, file, requiredColumns[table]);
    if (problem !== null) say(file.name, 1, problem);
  }
  return wrong.length === 0 ? (files as Files) : undefined;
}

/** A column that is not there may be one with a misspelt name: nothing of it is known for any row. */
async function sayUnnamedColumns(dataset: DatasetImport, run: ImportRun, files: Files): Promise<void> {
  for (const table of ['enrolments', 'events'] as const) {
    const file = files[table];
    if (file === undefined) continue;
    try {
      const names = await columnNames(run, file);
      const missing = datasetTables[table].filter((column) => !names.includes(column));
      if (missing.length > 0)
        dataset.noteOfFile(table, missing.join(', '), 'has no such column: taken as not known for every row');
    } catch (error) {
      // said already where its rows were read
      if (!(error instanceof BrokenSourceError)) throw error;
    }
  }
}

function sayEmpty(dataset: DatasetImport, run: ImportRun, table: DatasetTable): void {
  // nobody on duty is no sign of a broken export
  if (table === 'duties' || !dataset.has(table) || run.ledger.table(table).read > 0) return;
  const message = 'has no rows below its header: check that the export was complete';
  run.ledger.problem({ file: `${table}.csv`, line: 1, field: '', message });
}
