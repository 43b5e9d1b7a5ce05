import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { parseError, type ClickHouseClientConfigOptions } from '@clickhouse/client';
import type { Session, StreamChunk } from 'chdb';
import { parameterText } from './query-parameters.js';
import { SessionPool } from './session-pool.js';

/** The client's contract, which it exports by this way alone. */
type Connection = NonNullable<ClickHouseClientConfigOptions['connection']>;
type Statement = Parameters<Connection['query']>[0];
type Answer<K extends keyof Connection> = ReturnType<Connection[K]>;
type Settings = NonNullable<Statement['clickhouse_settings']>;

/** What a read begins with whose answer is to come in blocks, not whole. */
export const inBlocks = '/* in blocks */';

/**
 * The official client's connection to an engine in this process.
 *
 * chDB ships one (`createChdbConnection`), which we do not use: it puts everything on one session, where settings of
 * one call stick to all later ones (a deduplication token then swallows other inserts), where parameterised reads wait
 * for each other and for slow ones, and where results are buffered whole. Here every call has a session of a pool
 * for itself, settings of a call are part of its statement, and long results stream.
 */
export class EmbeddedConnection implements Connection {
  constructor(private readonly sessions: SessionPool) {}

  async query(params: Statement): Answer<'query'> {
    if (!params.query.startsWith(inBlocks)) return this.whole(params);
    const session = await this.sessions.take();
    try {
      const sql = await prepared(session, params);
      const chunks = session.queryStream(sql, { format: 'JSONEachRow' })[Symbol.asyncIterator]();
      // the client expects a refused statement here, not while it reads
      const first = await chunks.next();
      const release = (): void => {
        this.sessions.give(session);
      };
      return { ...answer(params), stream: readableOf(first, chunks, release) };
    } catch (error) {
      this.sessions.give(session);
      throw asClientError(error);
    }
  }

  /** The engine opens a stream on our own thread, which takes it longer than most reads do: only for what is long. */
  private async whole(params: Statement): Answer<'query'> {
    const result = await this.sessions
      .use((session) => session.queryAsync(withParameters(params), { format: 'JSONEachRow' }))
      .catch(rethrow);
    return { ...answer(params), stream: Readable.from([Buffer.from(result.bytes())], { objectMode: false }) };
  }

  async command(params: Statement): Answer<'command'> {
    await this.sessions.use((session) => session.queryAsync(withParameters(params))).catch(rethrow);
    return answer(params);
  }

  async insert(params: Parameters<Connection['insert']>[0]): Answer<'insert'> {
    const statement = /^INSERT INTO ([\w.]+)(?: \(([\w, ]+)\))? FORMAT TabSeparated$/.exec(params.query);
    const [, table, columns] = statement ?? [];
    if (table === undefined || typeof params.values === 'string')
      throw new TypeError(`not an insert of rows: ${params.query}`);
    const values = await buffer(params.values);
    await this.sessions
      .use((session) =>
        session.insert({
          table,
          values,
          format: 'TabSeparated',
          settings: definedSettings(params.clickhouse_settings ?? {}),
          ...(columns === undefined ? {} : { columns: columns.split(', ') }),
        }),
      )
      .catch(rethrow);
    return answer(params);
  }

  exec(params: Statement): Answer<'exec'> {
    return Promise.reject(
      new Error(`exec is not offered by the embedded engine: ${params.query.slice(0, 40)}`),
    );
  }

  async ping(): Answer<'ping'> {
    try {
      await this.sessions.use((session) => session.queryAsync('SELECT 1'));
      return { success: true };
    } catch (error) {
      return { success: false, error: asClientError(error) };
    }
  }

  close(): Promise<void> {
    return this.sessions.close();
  }
}

type Chunks = AsyncIterator<StreamChunk>;

/** Reads on demand; gives the session back when read to the end, failed, or abandoned. */
function readableOf(first: IteratorResult<StreamChunk>, rest: Chunks, release: () => void): Readable {
  let held: IteratorResult<StreamChunk> | undefined = first;
  const next = async (stream: Readable): Promise<void> => {
    try {
      const chunk = held ?? (await rest.next());
      held = undefined;
      stream.push(chunk.done === true ? null : chunk.value.raw());
    } catch (error) {
      stream.destroy(asClientError(error));
    }
  };
  return new Readable({
    read() {
      void next(this);
    },
    destroy(error, done) {
      const finish = (): void => {
        release();
        done(error);
      };
      Promise.resolve(rest.return?.()).then(finish, finish);
    },
  });
}

/** A stream takes one statement: its parameters are told to the session before. */
async function prepared(session: Session, params: Statement): Promise<string> {
  const assignments = assignmentsOf(params);
  if (assignments !== '') await session.queryAsync(assignments);
  return params.query;
}

const withParameters = (params: Statement): string => {
  const assignments = assignmentsOf(params);
  return assignments === '' ? params.query : `${assignments}; ${params.query}`;
};

/** Empty where the statement has no parameters. */
function assignmentsOf(params: Statement): string {
  if (Object.keys(definedSettings(params.clickhouse_settings ?? {})).length > 0)
    throw new TypeError(
      'settings of a statement belong into its text: given beside it they would stick to the session',
    );
  const parameters = Object.entries(params.query_params ?? {});
  if (parameters.length === 0) return '';
  const assignments = parameters.map(
    ([name, value]) => `param_${name} = '${parameterText(value).replace(/[\\']/g, '\\$&')}'`,
  );
  return `SET ${assignments.join(', ')}`;
}

function definedSettings(settings: Settings): Record<string, string | number | boolean> {
  const defined = Object.entries(settings).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
  );
  return Object.fromEntries(defined);
}

const answer = (params: Statement) => ({
  query_id: params.query_id ?? randomUUID(),
  response_headers: {},
  http_status_code: 200,
});

const asClientError = (error: unknown): Error => parseError(error instanceof Error ? error : String(error));
const rethrow = (error: unknown): never => {
  throw asClientError(error);
};
