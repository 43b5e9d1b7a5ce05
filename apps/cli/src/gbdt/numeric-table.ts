import { JobError } from '../../../jobs/src/index.js';

/** A file of numbers by column; NaN where a value is missing. */
export interface NumericTable {
  readonly file: string;
  readonly names: readonly string[];
  readonly columns: readonly Float64Array[];
  readonly rows: number;
  /** What a person calls row i: a line of a text file, a row of others. */
  readonly placeOf: (row: number) => string;
}

/** Columns that grow row by row or block by block. */
export class GrowingColumns {
  private columns: Float64Array[];
  private capacity = 1024;
  rows = 0;

  constructor(readonly names: readonly string[]) {
    this.columns = names.map(() => new Float64Array(this.capacity));
  }

  /** Makes room for rows up to `rows`; new ones are missing until they are set. */
  reserve(rows: number): void {
    if (rows <= this.capacity) return;
    this.capacity = Math.max(rows, 2 * this.capacity);
    this.columns = this.columns.map((column) => {
      const larger = new Float64Array(this.capacity);
      larger.set(column);
      return larger;
    });
  }

  set(column: number, row: number, value: number): void {
    this.columns[column]![row] = value;
  }

  finish(): Float64Array[] {
    return this.columns.map((column) => column.subarray(0, this.rows));
  }
}

/** Refuses a head in which columns cannot be told apart. */
export function checkNames(file: string, names: readonly string[]): void {
  const empty = names.findIndex((name) => name === '');
  if (empty >= 0) throw new JobError(`${file}, line 1: column ${empty + 1} has no name; give it one`);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new JobError(`${file}, line 1: two columns are called "${twice}"; rename one`);
}
