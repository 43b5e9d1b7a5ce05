import type { ImportReport } from '#libs/contracts';

export type Remark = ImportReport['problems'][number];

/** What is said about a place in a source. */
export interface Said {
  readonly file: string;
  /** From 1; 0 = the file as a whole. */
  readonly line: number;
  /** Column or path within the row; empty = the row as a whole. */
  readonly field: string;
  /** What is wrong and what to do. The same for every row of which the same is to be said: these are counted. */
  readonly message: string;
  /** What stands there, shown for the first such row. */
  readonly value?: string | undefined;
}

/** Different remarks that a report can hold; a table that is wrong in more ways is not read to the end by anybody. */
const mostKinds = 200;
const longestValue = 80;

/** Remarks of one import: those that say the same of the same field are one, with the first line and their number. */
export class Remarks {
  readonly #kinds = new Map<string, { first: Said; count: number }>();
  #further = 0;

  add(said: Said): void {
    const key = `${said.file}\n${said.field}\n${said.message}`;
    const known = this.#kinds.get(key);
    if (known !== undefined) known.count++;
    else if (this.#kinds.size < mostKinds) this.#kinds.set(key, { first: said, count: 1 });
    else this.#further++;
  }

  list(): Remark[] {
    const remarks = [...this.#kinds.values()].map(({ first, count }) => ({
      file: first.file,
      line: first.line,
      field: first.field,
      message: first.value === undefined ? first.message : `${first.message} (here ${shown(first.value)})`,
      count,
    }));
    if (this.#further > 0) {
      const message = `more than ${mostKinds} different problems: the rest are in the file of rejected rows`;
      remarks.push({ file: '', line: 0, field: '', message, count: this.#further });
    }
    return remarks;
  }
}

function shown(value: string): string {
  return JSON.stringify(value.length > longestValue ? `${value.slice(0, longestValue)}...` : value);
}
