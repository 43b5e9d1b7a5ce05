import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { EventsTable } from './events-tables.js';

const columns = defineQuery({
  name: 'columns to back up',
  sql: `
    SELECT name FROM system.columns
    WHERE database = currentDatabase() AND table = {table:String} AND default_kind NOT IN ('MATERIALIZED', 'ALIAS')
    ORDER BY position`,
  params: z.object({ table: z.string() }),
  row: z.object({ name: z.string() }),
});

const clock = defineQuery({
  name: 'time of the engine',
  sql: `SELECT toString(now64(3, 'UTC') - INTERVAL 1 MINUTE) AS at`,
  params: z.object({}),
  row: z.object({ at: z.string() }),
});

const storedSince = defineQuery({
  name: 'statements stored since',
  sql: `
    SELECT DISTINCT formatRowNoNewline('TabSeparated', tenant, statement_id) AS key FROM statements
    WHERE inserted_at >= parseDateTime64BestEffort({since:String}, 3, 'UTC')`,
  params: z.object({ since: z.string() }),
  row: z.object({ key: z.string() }),
});

/** The engine's own time, a minute ago: clocks of a cluster's servers differ by less. */
export async function engineTime(clickhouse: Pick<ClickHouse, 'query'>): Promise<string> {
  return (await clickhouse.query(clock, {}))[0]!.at;
}

/** The columns that a row has of its own, those named in front first. */
export async function columnsOf(
  clickhouse: Pick<ClickHouse, 'query'>,
  { table, first }: Pick<EventsTable, 'table' | 'first'>,
): Promise<readonly string[]> {
  const names = (await clickhouse.query(columns, { table })).map(({ name }) => name);
  return [...first, ...names.filter((name) => !first.includes(name))];
}

/** Keys (`keyOf`) of statements that were stored since, also of those that were stored again. */
export async function* keysStoredSince(
  clickhouse: Pick<ClickHouse, 'stream'>,
  since: string,
): AsyncGenerator<readonly string[]> {
  for await (const rows of clickhouse.stream(storedSince, { since })) yield rows.map(({ key }) => key);
}

/**
 * The rows of a table as lines of ClickHouse's TabSeparated, in blocks. What is in it is settled when the first block has
 * come: the engine reads the parts that were there then, however long it takes. No time limit, one thread: it may take
 * long, and should not be felt.
 */
export async function* rowsOf(
  clickhouse: Pick<ClickHouse, 'stream'>,
  { name, table, where }: EventsTable,
  columnNames: readonly string[],
): AsyncGenerator<readonly string[]> {
  const list = columnNames.map((column) => `\`${column}\``).join(', ');
  const query = defineQuery({
    name: `back up ${name}`,
    sql: `
      SELECT formatRowNoNewline('TabSeparated', ${list}) AS line FROM ${table} ${where}
      SETTINGS max_execution_time = 0, max_threads = 1, max_block_size = 8192`,
    params: z.object({}),
    row: z.object({ line: z.string() }),
  });
  for await (const rows of clickhouse.stream(query, {})) yield rows.map(({ line }) => line);
}

/** What a line begins with whose first columns are tenant and id. */
export function keyOf(line: string): string {
  return line.slice(0, line.indexOf('\t', line.indexOf('\t') + 1));
}
