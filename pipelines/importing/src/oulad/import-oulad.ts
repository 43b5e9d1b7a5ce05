import type { ImportRun } from '../import-run.js';
import { headerProblem } from '../source/csv-table.js';
import type { SourceFile } from '../source/source-file.js';
import {
  filesByTable,
  ouladTableNames,
  ouladTables,
  tableOf,
  twofold,
  type OuladTable,
} from './oulad-tables.js';
import { OuladImport } from './oulad-import.js';
import { readClicks } from './read-clicks.js';
import { readCatalogue } from './read-catalogue.js';
import { readPeople } from './read-people.js';
import { readSubmissions } from './read-submissions.js';

/**
 * The Open University Learning Analytics Dataset as published: a folder of seven tables. People and courses go to the
 * roster in one transaction, then each row of clicks and of submissions becomes a statement.
 */
export const importOulad = {
  // Twice as many leave a quarter of the queue to live statements; an insert of 2,000 rows costs a third more a row than one of 5,000.
  batchSize: 7500,
  takes: (file: SourceFile) => tableOf(file) !== undefined,
  async read(run: ImportRun): Promise<void> {
    const files = filesByTable(run.files);
    if (!(await isWhole(run, files))) return;
    const dataset = new OuladImport(run, files);
    await readCatalogue(dataset);
    await readPeople(dataset);
    await dataset.applyRoster();
    await readSubmissions(dataset);
    await readClicks(dataset);
    dataset.reportEmptyTables();
  },
};

/** Every table is there, once, with its columns: else all that is wrong is said, and nothing is stored. */
async function isWhole(run: ImportRun, files: Record<OuladTable, readonly SourceFile[]>): Promise<boolean> {
  let whole = true;
  const say = (file: string, message: string) => {
    whole = false;
    run.ledger.problem({ file, line: file.includes('.') ? 1 : 0, field: '', message });
  };
  for (const table of ouladTableNames) {
    const own = files[table];
    if (own.length === 0)
      say(
        table,
        `there is no ${table}.csv (or .csv.gz): put all seven tables into one folder; nothing was stored`,
      );
    if (twofold(own)) {
      const names = own.map(({ name }) => name).join(', ');
      say(
        table,
        `is there more than once (${names}): take all but one out of the folder; nothing was stored`,
      );
    }
    for (const file of own) {
      const problem = await headerProblem(run, file, ouladTables[table]);
      if (problem !== null) say(file.name, problem);
    }
  }
  return whole;
}
