import * as z from 'zod';
import {
  clickHouseMigrations,
  clickHouseTables,
  defineQuery,
  WholeNumber,
  type ClickHouse,
} from '#libs/clickhouse';
import { ROLLUP_SQL } from '#libs/features';

const anyRow = (table: string) =>
  defineQuery({
    name: `any row of ${table}`,
    sql: `SELECT count() AS n FROM (SELECT 1 FROM ${table} LIMIT 1)`,
    params: z.object({}),
    row: z.object({ n: WholeNumber }),
  });

/** The first table that has rows; undefined where all are empty. */
export async function eventsThere(clickhouse: Pick<ClickHouse, 'query'>): Promise<string | undefined> {
  for (const table of await clickHouseTables(clickHouseMigrations))
    if ((await clickhouse.query(anyRow(table), {}))[0]?.n !== 0) return table;
  return undefined;
}

export interface EventsFile {
  /** Names the inserts. */
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** Lines of TabSeparated, with their line feeds. */
  readonly blocks: AsyncIterable<readonly Buffer[]>;
  /** Lines that begin so are left out. */
  readonly leftOut: ReadonlySet<string>;
}

/** Puts the rows of a file back. */
export async function writeEvents(
  clickhouse: Pick<ClickHouse, 'insert'>,
  { name, table, columns, blocks, leftOut }: EventsFile,
  onRows: (rows: number) => void,
): Promise<void> {
  let rows = 0;
  let part = 0;
  for await (const lines of blocks) {
    const kept = leftOut.size === 0 ? lines : lines.filter((line) => !leftOut.has(beginningOf(line)));
    await clickhouse.insert(table, { columns, rows: kept }, { token: `${name}/${part++}` });
    rows += lines.length;
    onRows(rows);
  }
}

/** Of a line, the two columns in front. */
function beginningOf(line: Buffer): string {
  return line.toString('utf8', 0, line.indexOf(TAB, line.indexOf(TAB) + 1));
}

const TAB = 0x09;

/** Learner-days counted by one statement. */
const DAYS_AT_ONCE = 5000;

const runs = defineQuery({
  name: 'runs with statements',
  sql: `SELECT DISTINCT tenant, run FROM statements ORDER BY tenant, run`,
  params: z.object({}),
  row: z.object({ tenant: z.string(), run: z.string() }),
});

const daysOfRun = defineQuery({
  name: 'learner days of a run',
  sql: `
    SELECT learner_pid AS pid, toString(day) AS day FROM statements
    WHERE tenant = {tenant:String} AND run = {run:String} GROUP BY learner_pid, day
    SETTINGS optimize_aggregation_in_order = 1, max_execution_time = 0`,
  params: z.object({ tenant: z.string(), run: z.string() }),
  row: z.object({ pid: z.string(), day: z.string() }),
});
type LearnerDay = z.infer<(typeof daysOfRun)['row']>;

/** Counts every learner-day from its statements, as the role features does of those that are touched. */
export async function countDays(
  clickhouse: Pick<ClickHouse, 'query' | 'stream' | 'command'>,
  onDays: (days: number) => void,
): Promise<void> {
  let counted = 0;
  for (const { tenant, run } of await clickhouse.query(runs, {})) {
    const count = async (keys: readonly LearnerDay[]): Promise<void> => {
      if (keys.length === 0) return;
      await clickhouse.command('count learner days again', ROLLUP_SQL, {
        tenant,
        runs: keys.map(() => run),
        learners: keys.map(({ pid }) => pid),
        days: keys.map(({ day }) => day),
      });
      counted += keys.length;
      onDays(counted);
    };
    let waiting: LearnerDay[] = [];
    for await (const days of clickhouse.stream(daysOfRun, { tenant, run })) {
      waiting.push(...days);
      while (waiting.length >= DAYS_AT_ONCE) {
        await count(waiting.slice(0, DAYS_AT_ONCE));
        waiting = waiting.slice(DAYS_AT_ONCE);
      }
    }
    await count(waiting);
  }
}
