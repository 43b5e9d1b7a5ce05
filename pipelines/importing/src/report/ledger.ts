import type { ImportReport } from '#libs/contracts';
import { RejectedRows } from './rejected-rows.js';
import { Remarks, type Said } from './remarks.js';

/** Rows of one table of the source. A row that was read ends as accepted or as rejected. */
export interface TableCount {
  readonly table: string;
  read: number;
  accepted: number;
  rejected: number;
}

/** What an import has read, taken and left out, and why. */
export class ImportLedger {
  readonly #tables = new Map<string, TableCount>();
  readonly #problems = new Remarks();
  readonly #notes = new Remarks();
  readonly #rejected: RejectedRows;

  constructor(rejectedFile: string) {
    this.#rejected = new RejectedRows(rejectedFile);
  }

  table(name: string): TableCount {
    let count = this.#tables.get(name);
    if (count === undefined) {
      count = { table: name, read: 0, accepted: 0, rejected: 0 };
      this.#tables.set(name, count);
    }
    return count;
  }

  /** Something to be mended in the source that is not about one row. */
  problem(said: Said): void {
    this.#problems.add(said);
  }

  /** How a gap in the source was filled: the row is kept, there is nothing to mend. */
  note(said: Said): void {
    this.#notes.add(said);
  }

  /** Leaves a row out; `row` is what stands in the source. */
  reject(count: TableCount, said: Said, row: string): void {
    count.rejected++;
    this.#problems.add(said);
    const { file, line, field, message } = said;
    this.#rejected.add({ file, line, field, reason: message, row });
  }

  /** Writes what waits to be written; to be called between blocks of rows. */
  flush(): Promise<void> {
    return this.#rejected.flush();
  }

  async close(): Promise<Pick<ImportReport, 'tables' | 'problems' | 'notes' | 'rejectedFile'>> {
    await this.#rejected.close();
    return {
      tables: [...this.#tables.values()].map((count) => ({ ...count })),
      problems: this.#problems.list(),
      notes: this.#notes.list(),
      rejectedFile: this.#rejected.file,
    };
  }

  /** Rows by `table.what`, for the record of the job. */
  counts(): Record<string, number> {
    return Object.fromEntries(
      [...this.#tables.values()].flatMap(({ table, read, accepted, rejected }) => [
        [`${table}.read`, read],
        [`${table}.accepted`, accepted],
        [`${table}.rejected`, rejected],
      ]),
    );
  }
}

export type { Said };
