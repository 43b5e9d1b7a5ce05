import { mkdir } from 'node:fs/promises';
import { createClient, ClickHouseLogLevel } from '@clickhouse/client';
import type { Session } from 'chdb';
import { EmbeddedConnection, inBlocks } from './embedded-connection.js';
import { namedStatement, plainDeletion, type EngineConnection } from './engine-connection.js';
import { engineSettings } from './engine-settings.js';
import { ClickHouseUnavailable } from './errors.js';
import { SessionPool } from './session-pool.js';

const database = 'snowlight';

/** Calls that run in the engine at once; the process needs UV_THREADPOOL_SIZE above it, or files and names wait too. */
const sessionLimit = 8;

/** The engine's caches would by default grow to 5 GB each, inside our process. Bytes. */
const cacheSizes = { mark_cache_size: 64e6, primary_index_cache_size: 64e6, index_mark_cache_size: 64e6 };

const engineArguments = Object.entries({ ...engineSettings, ...cacheSizes }).map(
  ([name, value]) => `--${name}=${String(value)}`,
);

/** Starts the engine of this process on a directory; there can be one. The library is loaded only now: 250 MB. */
export async function openEmbeddedConnection(directory: string): Promise<EngineConnection> {
  // what senders wrote lies in there in the clear
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { Session, drainPending } = await import('chdb');
  const open = () => new Session(directory, { connectionArgs: engineArguments });
  const root = await startEngine(open);
  const pool = new SessionPool(
    {
      open: async () => {
        const session = open();
        await session.queryAsync(`USE ${database}`);
        return session;
      },
      interrupt: async () => {
        // SYNC would wait for them here, and was seen to hang
        await root.queryAsync(`KILL QUERY WHERE query NOT LIKE 'KILL QUERY%' ASYNC`);
      },
      shutDown: async () => {
        root.close();
        await drainPending();
      },
    },
    sessionLimit,
  );
  const client = createClient({
    connection: new EmbeddedConnection(pool),
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    client,
    database,
    during: (call) => call(),
    tagged: namedStatement,
    deletionFrom: plainDeletion,
    inBlocks: (statement) => inBlocks + statement,
    // it is whole unless asked for in blocks
    wholeAnswer: {},
    close: () => client.close(),
  };
}

async function startEngine(open: () => Session): Promise<Session> {
  let session: Session | undefined;
  try {
    session = open();
    await session.queryAsync(`CREATE DATABASE IF NOT EXISTS ${database}`);
    return session;
  } catch (error) {
    session?.close();
    // the engine's own words: no row has been touched yet, so they quote none
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n', 1);
    throw new ClickHouseUnavailable('start', reason, undefined, undefined);
  }
}
