import type { ClickHouse } from '#libs/clickhouse';
import type { MirrorStore, WatermarkStore } from '#libs/postgres';

/** Rows of a table copied at once. */
const ROWS_AT_ONCE = 5000;

const tables = ['runs', 'activities', 'enrolments'] as const;

export interface MirrorDependencies {
  readonly clickhouse: Pick<ClickHouse, 'insert'>;
  readonly changes: Pick<MirrorStore, (typeof tables)[number]>;
  readonly watermarks: Pick<WatermarkStore, 'get' | 'advance'>;
}

/**
 * Copies what has changed in PostgreSQL's runs, activities and enrolments beside the events, in the order of the
 * changes, and resolves with the number of rows copied. Copying a row twice changes nothing.
 */
export async function mirrorChanges({
  clickhouse,
  changes,
  watermarks,
}: MirrorDependencies): Promise<number> {
  let copied = 0;
  for (const table of tables) {
    const mark = `mirror:${table}`;
    let revision = (await watermarks.get(mark)).revision ?? 0;
    for (;;) {
      const rows = await changes[table](revision, ROWS_AT_ONCE);
      const last = rows.at(-1);
      if (last === undefined) break;
      await clickhouse.insert(table, rows, { token: `${mark}-${String(revision)}-${String(last.revision)}` });
      revision = last.revision;
      await watermarks.advance(mark, { revision });
      copied += rows.length;
    }
  }
  return copied;
}
