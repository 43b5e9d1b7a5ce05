import type { Session } from 'chdb';
import type { Asked } from './asked.js';

const { Session: EngineSession, drainPending } = await import('chdb');

/** Formats whose rows stand alone: others would repeat their frame with every block. */
const rowFormats = /^(JSON(Compact)?EachRow|TabSeparated|TSV|CSV)$/;
/** Finished sessions that wait to be closed. */
const retiredAtMost = 64;

/**
 * chDB on a directory. Each request has a session of its own, as each request to a server has: settings, parameters
 * and the database end with it.
 */
export class Engine {
  readonly #root: Session;
  readonly #retired: Session[] = [];
  #running = 0;

  /** @param settings of the engine's command line, `--config-file=...` for one */
  constructor(
    private readonly directory: string,
    private readonly settings: readonly string[],
  ) {
    this.#root = this.#open();
  }

  /** Runs `work` with the session that the request's statement is to run in. */
  async during<T>(asked: Asked, work: (session: Session) => Promise<T>): Promise<T> {
    const session = this.#open();
    this.#running += 1;
    try {
      await prepare(session, asked);
      return await work(session);
    } finally {
      this.#running -= 1;
      this.#retire(session);
    }
  }

  /** Ends statements that begin with the mark. */
  async kill(mark: string): Promise<void> {
    await this.#root.queryAsync(`KILL QUERY WHERE startsWith(query, ${literal(mark)}) ASYNC`);
  }

  async close(): Promise<void> {
    for (const session of this.#retired.splice(0)) session.close();
    await drainPending();
    this.#root.close();
  }

  #open(): Session {
    return new EngineSession(this.directory, { connectionArgs: this.settings });
  }

  /** To close one waits for every running call of the process: while there are any, it is put off. */
  #retire(session: Session): void {
    this.#retired.push(session);
    if (this.#running > 0 && this.#retired.length < retiredAtMost) return;
    for (const old of this.#retired.splice(0)) old.close();
  }
}

async function prepare(session: Session, { database, parameters, settings }: Asked): Promise<void> {
  if (database !== null) await session.queryAsync(`USE \`${database.replace(/[\\`]/g, '\\$&')}\``);
  // parameters may be longer than a statement
  if (parameters.length > 0) {
    await session.queryAsync('SET max_query_size = 1073741824');
    await session.queryAsync(`SET ${assignments(parameters)}`);
    await session.queryAsync('SET max_query_size = DEFAULT');
  }
  if (settings.length > 0) await session.queryAsync(`SET ${assignments(settings)}`);
}

const literal = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;
const assignments = (pairs: Asked['settings']): string =>
  pairs.map(([name, value]) => `${name} = ${literal(value)}`).join(', ');

/** Whether the answer can go out block by block. */
export const canStream = ({ isRead, isWhole, format }: Asked): boolean =>
  isRead && !isWhole && rowFormats.test(format);

/** Stores the rows of an insert; gives their number. */
export async function insertRows(session: Session, sql: string, rows: Buffer): Promise<number> {
  const [, table, columns, format] =
    /^INSERT\s+INTO\s+([\w.]+)\s*(?:\(([\w\s,]+)\)\s*)?FORMAT\s+(JSONEachRow|TabSeparated)$/i.exec(sql) ?? [];
  if (table === undefined || (format !== 'JSONEachRow' && format !== 'TabSeparated')) {
    await session.queryAsync(`${sql}\n${rows.toString()}`);
    return 0;
  }
  const { rowsWritten } = await session.insert({
    table,
    values: rows,
    format,
    ...(columns === undefined ? {} : { columns: columns.split(',').map((column) => column.trim()) }),
  });
  return rowsWritten;
}
