import { PAGES_LOCK, postgresTables, type Postgres, type Queryable } from '#libs/postgres';
import { peopleLeftOut } from './events-tables.js';

/** Bytes that are fetched at a time, and rows at most: some hold documents. */
const BYTES_AT_ONCE = 4_000_000;
const ROWS_AT_ONCE = 1000;

/** By what a table is read, where whoever reads the file wants like rows together. */
const orders: Readonly<Record<string, string>> = { blob_keys: 'ORDER BY tenant, sha2' };

/** A table as of the snapshot. */
export interface PeopleTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** Rows as JSON objects, in the server's own words: an instant keeps its microseconds, a number its digits. */
  readonly blocks: AsyncGenerator<readonly string[]>;
}

/**
 * Every table of PostgreSQL as of one instant, one after the other; each must be read to its end. What is written
 * meanwhile is not seen, and waits for nothing, but that the space of people who are erased is written over when all is
 * read.
 */
export function readPeople(
  postgres: Pick<Postgres, 'withAdvisoryLock' | 'transaction'>,
  take: (table: PeopleTable) => Promise<void>,
): Promise<void> {
  return postgres.withAdvisoryLock(PAGES_LOCK, () =>
    postgres.transaction(async (tx) => {
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      for (const table of postgresTables.filter((name) => !peopleLeftOut.includes(name)))
        await take({ table, columns: await columnsOf(tx, table), blocks: rowsOf(tx, table) });
    }),
  );
}

async function columnsOf(tx: Queryable, table: string): Promise<readonly string[]> {
  const rows = await tx.query<{ name: string }>(
    `SELECT column_name AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name);
}

async function* rowsOf(tx: Queryable, table: string): AsyncGenerator<readonly string[]> {
  await tx.query(
    `DECLARE backed_up NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS row FROM ${table} AS t ${orders[table] ?? ''}`,
  );
  let count = 50;
  for (;;) {
    const rows = await tx.query<{ row: string }>(`FETCH ${String(count)} FROM backed_up`);
    if (rows.length === 0) break;
    const lines = rows.map(({ row }) => row);
    yield lines;
    const mean = lines.reduce((sum, line) => sum + line.length, 0) / lines.length;
    count = Math.max(1, Math.min(ROWS_AT_ONCE, count * 2, Math.floor(BYTES_AT_ONCE / mean)));
  }
  await tx.query('CLOSE backed_up');
}
