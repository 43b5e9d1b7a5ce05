/** Rows for `jsonb_to_recordset($n)`: one parameter and one statement, however many rows. */
export function recordset(rows: readonly object[]): string {
  return JSON.stringify(rows);
}

const chunkRows = 10_000;

/** Does the work a chunk at a time, so that one statement's parameter stays some megabytes. */
export async function inChunks<T>(
  rows: readonly T[],
  work: (chunk: readonly T[]) => Promise<void>,
  size = chunkRows,
): Promise<void> {
  for (let from = 0; from < rows.length; from += size) await work(rows.slice(from, from + size));
}

/** What a statement that must return a row returned. */
export function one<Row>(rows: readonly Row[]): Row {
  const row = rows[0];
  if (row === undefined) throw new Error('the statement returned no row');
  return row;
}

/** A page of a list: at most `limit` rows after `cursor` (null = from the start). */
export interface PageRequest {
  readonly limit: number;
  readonly cursor: string | null;
}
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** null = that was the last page. */
  readonly nextCursor: string | null;
}

/** Makes a page of up to `limit + 1` rows that were read. */
export function pageOf<Row>(rows: readonly Row[], limit: number, cursorOf: (row: Row) => string): Page<Row> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, nextCursor: rows.length > limit && last !== undefined ? cursorOf(last) : null };
}
