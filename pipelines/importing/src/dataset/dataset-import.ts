import type { TableCount } from '../report/ledger.js';
import type { ImportRun } from '../import-run.js';
import { columnNames, readCsv } from '../source/csv-table.js';
import type { SourceFile } from '../source/source-file.js';
import type { DatasetEnrolments } from './dataset-enrolments.js';
import { datasetTables, type DatasetTable } from './dataset-tables.js';

type Column<T extends DatasetTable> = (typeof datasetTables)[T][number];

/** A row of a table, and what can be said of it. */
export interface DatasetRow<T extends DatasetTable = DatasetTable> {
  readonly table: T;
  readonly file: string;
  readonly line: number;
  readonly count: TableCount;
  /** By the names of the columns; empty where the file has no such column. */
  readonly values: Readonly<Record<Column<T>, string>>;
  /** What stands in columns that the format does not know, empty ones left out. */
  readonly extra: Readonly<Record<string, string>>;
}

/** One import of a folder: its files, and what has been read of them so far. */
export class DatasetImport {
  constructor(
    readonly run: ImportRun,
    private readonly files: Readonly<Record<DatasetTable, SourceFile | undefined>>,
  ) {}

  has(table: DatasetTable): boolean {
    return this.files[table] !== undefined;
  }

  /** The rows of a table, a block at a time; none where its file is missing. */
  async *rows<T extends DatasetTable>(table: T): AsyncGenerator<readonly DatasetRow<T>[]> {
    const file = this.files[table];
    if (file === undefined) return;
    const known: readonly Column<T>[] = datasetTables[table];
    const extras = (await columnNames(this.run, file)).filter(
      (name) => name !== '' && !known.some((column) => column === name),
    );
    const count = this.run.ledger.table(table);
    for await (const rows of readCsv(this.run, file, [...known, ...extras], count))
      yield rows.map(({ line, fields }): DatasetRow<T> => {
        const values = Object.fromEntries(known.map((column, i) => [column, fields[i]!.trim()]));
        return {
          table,
          file: file.name,
          line,
          count,
          values: values as Record<Column<T>, string>,
          extra: extras.length === 0 ? none : extraOf(extras, fields.slice(known.length)),
        };
      });
  }

  /** Leaves the row out: nothing is made of it. */
  reject<T extends DatasetTable>(row: DatasetRow<T>, field: Column<T>, message: string): null {
    const { file, line, count } = row;
    const said = { file, line, field, message, value: row.values[field] };
    this.run.ledger.reject(count, said, Object.values<string>(row.values).join(','));
    return null;
  }

  /** Says that a value is wrong; the row is kept without it. */
  problem<T extends DatasetTable>(row: DatasetRow<T>, field: Column<T>, message: string): void {
    const { file, line } = row;
    this.run.ledger.problem({ file, line, field, message, value: row.values[field] });
  }

  /** Says how a gap was filled. */
  note<T extends DatasetTable>(row: DatasetRow<T>, field: Column<T>, message: string): void {
    const { file, line } = row;
    this.run.ledger.note({ file, line, field, message, value: row.values[field] || undefined });
  }

  /** Says something of a file as a whole. */
  noteOfFile(table: DatasetTable, field: string, message: string): void {
    this.run.ledger.note({ file: this.files[table]?.name ?? table, line: 1, field, message });
  }
}

/** What an import of events needs to know of people and courses. */
export interface EnrolledDataset {
  readonly dataset: DatasetImport;
  readonly enrolments: DatasetEnrolments;
}

const none: Readonly<Record<string, string>> = {};

function extraOf(names: readonly string[], fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name, i) => [name, fields[i]!.trim()] as const).filter(([, value]) => value !== ''),
  );
}
