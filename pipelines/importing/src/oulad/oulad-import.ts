import type { Roster } from '#libs/contracts';
import type { ImportRun } from '../import-run.js';
import type { TableCount } from '../report/ledger.js';
import { readCsv, type CsvRow } from '../source/csv-table.js';
import type { SourceFile } from '../source/source-file.js';
import { ouladTableNames, ouladTables, type OuladTable } from './oulad-tables.js';
import { codeOf, type Presentation } from './presentation.js';

/** A row of a table, and what can be said of it. */
export interface OuladRow<T extends OuladTable = OuladTable> {
  readonly table: T;
  readonly file: string;
  readonly count: TableCount;
  readonly line: number;
  readonly fields: readonly string[];
}

type RosterPart = 'activities' | 'learners' | 'enrolments';

/** The row that an entry of the roster was made from. */
interface Origin {
  readonly row: OuladRow;
  /** Takes back what was made of the row; undefined where the row is not lost with the entry. */
  readonly refused: (() => void) | undefined;
}

/** One import of the dataset: its tables, what was read of them so far, and the roster that grows from it. */
export class OuladImport {
  readonly presentations = new Map<string, Presentation>();
  /** By the dataset's id. */
  readonly assessments = new Map<string, { readonly presentation: Presentation; readonly iri: string }>();
  #roster: Roster = emptyRoster();
  #origins: Record<RosterPart, Origin[]> = { activities: [], learners: [], enrolments: [] };

  constructor(
    readonly run: ImportRun,
    private readonly files: Record<OuladTable, readonly SourceFile[]>,
  ) {}

  /** The rows of a table, of all its files, a block at a time. */
  async *rows<T extends OuladTable>(table: T): AsyncGenerator<readonly OuladRow<T>[]> {
    const count = this.run.ledger.table(table);
    for (const file of this.files[table])
      for await (const rows of readCsv(this.run, file, ouladTables[table], count))
        yield rows.map(({ line, fields }: CsvRow) => ({ table, file: file.name, count, line, fields }));
  }

  /** Leaves the row out. */
  reject<T extends OuladTable>(
    row: OuladRow<T>,
    field: (typeof ouladTables)[T][number],
    message: string,
  ): void {
    this.run.ledger.reject(row.count, this.#said(row, field, message), row.fields.join(','));
  }

  /** Says that the row is wrong, and keeps it. */
  problem<T extends OuladTable>(
    row: OuladRow<T>,
    field: (typeof ouladTables)[T][number],
    message: string,
  ): void {
    this.run.ledger.problem(this.#said(row, field, message));
  }

  /** Says how a gap in the row was filled. */
  note<T extends OuladTable>(
    row: OuladRow<T>,
    field: (typeof ouladTables)[T][number],
    message: string,
  ): void {
    const { file, line } = row;
    this.run.ledger.note({ file, line, field, message });
  }

  /** The presentation that the row belongs to; where there is none the row is rejected. */
  presentationOf(
    row: OuladRow<Exclude<OuladTable, 'courses' | 'studentAssessment'>>,
  ): Presentation | undefined {
    const code = codeOf(row.fields[0]!, row.fields[1]!);
    const presentation = this.presentations.get(code);
    if (presentation === undefined) {
      const message = `${code} is not in courses: add its row there, or take its rows out everywhere`;
      this.reject<OuladTable>(row, 'code_presentation', message);
    }
    return presentation;
  }

  /** Adds rows to the parts of the roster that stand for no row of the dataset by themselves. */
  addToRoster(parts: Partial<Omit<Roster, RosterPart>>): void {
    this.#roster = { ...this.#roster, ...parts };
  }

  /** Adds what a row becomes. `refused` is called, and the row rejected, where the roster does not take it. */
  addRow<P extends RosterPart>(
    part: P,
    entry: Roster[P][number],
    row: OuladRow,
    refused: Origin['refused'],
  ): void {
    (this.#roster[part] as Roster[P][number][]).push(entry);
    this.#origins[part].push({ row, refused });
  }

  /** Brings the roster in and lets go of it. */
  async applyRoster(): Promise<void> {
    const { problems } = await this.run.applyRoster(this.#roster);
    for (const { part, index, field, message } of problems) {
      const origin = part in this.#origins ? this.#origins[part as RosterPart][index] : undefined;
      const { row, refused } = origin ?? {};
      const said = { file: row?.file ?? part, line: row?.line ?? 0, field, message };
      if (row === undefined || refused === undefined) {
        this.run.ledger.problem(said);
        continue;
      }
      refused();
      row.count.accepted--;
      this.run.ledger.reject(row.count, said, row.fields.join(','));
    }
    this.#roster = emptyRoster();
    this.#origins = { activities: [], learners: [], enrolments: [] };
  }

  reportEmptyTables(): void {
    for (const table of ouladTableNames) {
      if (this.run.ledger.table(table).read > 0) continue;
      const message = 'has no rows: check that the download or export was complete';
      this.run.ledger.problem({ file: this.files[table][0]?.name ?? table, line: 1, field: '', message });
    }
  }

  #said<T extends OuladTable>(row: OuladRow<T>, field: (typeof ouladTables)[T][number], message: string) {
    const columns: readonly string[] = ouladTables[row.table];
    return { file: row.file, line: row.line, field, message, value: row.fields[columns.indexOf(field)] };
  }
}

function emptyRoster(): Roster {
  return {
    regions: [],
    programs: [],
    courses: [],
    runs: [],
    modules: [],
    skills: [],
    activities: [],
    learners: [],
    enrolments: [],
    duties: [],
  };
}
