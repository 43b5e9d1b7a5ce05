import { postgresTables, RESTORE_MARK, type Postgres, type Queryable } from '#libs/postgres';
import { peopleLeftOut } from './events-tables.js';

export interface PeopleFile {
  readonly table: string;
  readonly columns: readonly string[];
  /** Rows as JSON objects. */
  readonly blocks: () => AsyncIterable<readonly Buffer[]>;
}

/** Marks of pipelines that speak of what ClickHouse has of PostgreSQL: it has nothing of it after a restore. */
const mirrorMarks = `name LIKE 'mirror:%'`;

/** The first table that has rows; undefined where all are empty. */
export async function peopleThere(postgres: Pick<Postgres, 'query'>): Promise<string | undefined> {
  for (const table of postgresTables) {
    const rows = await postgres.query(`SELECT FROM ${table} LIMIT 1`);
    if (rows.length > 0) return table;
  }
  return undefined;
}

/** Until `endRestore` commits, no process starts on these stores. */
export async function beginRestore(postgres: Pick<Postgres, 'query'>): Promise<void> {
  await postgres.query(`INSERT INTO pipeline_watermarks (name, at) VALUES ($1, now())`, [RESTORE_MARK]);
}

export async function endRestore(tx: Pick<Queryable, 'query'>): Promise<void> {
  await tx.query(`DELETE FROM pipeline_watermarks WHERE name = $1`, [RESTORE_MARK]);
}

/**
 * Puts back all tables in one transaction, those that others refer to first. Triggers do not fire: revisions stay what
 * they were.
 */
export function writePeople(
  postgres: Pick<Postgres, 'transaction'>,
  files: readonly PeopleFile[],
  onRows: (table: string, rows: number) => void,
): Promise<void> {
  return postgres.transaction(async (tx) => {
    const triggered = await tx.query<{ table: string }>(
      `SELECT DISTINCT c.relname AS table FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace`,
    );
    for (const { table } of triggered) await tx.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    for (const table of await inOrder(tx)) {
      const file = files.find((one) => one.table === table);
      if (file === undefined) continue;
      let rows = 0;
      for await (const lines of file.blocks()) {
        await insert(tx, file, lines);
        rows += lines.length;
        onRows(table, rows);
      }
    }
    await tx.query(`DELETE FROM pipeline_watermarks WHERE ${mirrorMarks}`);
    await setSequences(tx);
    for (const { table } of triggered) await tx.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
  });
}

/** By name, so that a column that the backup does not have gets its default. */
async function insert(
  tx: Queryable,
  { table, columns }: Pick<PeopleFile, 'table' | 'columns'>,
  lines: readonly Buffer[],
): Promise<void> {
  const list = columns.map((column) => `"${column}"`).join(', ');
  const rows = Buffer.concat(lines.flatMap((line, index) => (index === 0 ? [line] : [COMMA, line])));
  await tx.query(
    `INSERT INTO ${table} (${list}) OVERRIDING SYSTEM VALUE
     SELECT ${list} FROM json_populate_recordset(NULL::${table}, $1::json)`,
    [`[${rows.toString('utf8')}]`],
  );
}

const COMMA = Buffer.from(',');

/** Whatever a table refers to comes before it. */
async function inOrder(tx: Queryable): Promise<readonly string[]> {
  const references = await tx.query<{ child: string; parent: string }>(
    `SELECT c.relname AS child, p.relname AS parent FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class p ON p.oid = k.confrelid
     WHERE k.contype = 'f' AND k.conrelid <> k.confrelid AND c.relnamespace = current_schema()::regnamespace`,
  );
  const ordered: string[] = [];
  const visit = (table: string): void => {
    if (ordered.includes(table)) return;
    for (const { child, parent } of references) if (child === table) visit(parent);
    ordered.push(table);
  };
  for (const table of postgresTables.filter((name) => !peopleLeftOut.includes(name))) visit(table);
  return ordered;
}

/** What numbers rows goes on after the highest that there is. */
async function setSequences(tx: Queryable): Promise<void> {
  const identities = await tx.query<{ table: string; column: string }>(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
     WHERE table_schema = current_schema() AND is_identity = 'YES'`,
  );
  for (const { table, column } of identities)
    await tx.query(
      `SELECT setval(pg_get_serial_sequence($1, $2), coalesce(max("${column}"), 1), max("${column}") IS NOT NULL) FROM ${table}`,
      [table, column],
    );
  await tx.query(
    `SELECT setval('mirror_revision', greatest(1, (SELECT max(revision) FROM runs), (SELECT max(revision) FROM enrolments),
       (SELECT max(revision) FROM activities)))`,
  );
}
