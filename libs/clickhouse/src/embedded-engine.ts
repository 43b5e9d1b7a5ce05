import { mkdir } from 'node:fs/promises';
import { EmbeddedConnection } from './embedded-connection.js';
import { engineSettings } from './engine-settings.js';
import { SessionPool } from './session-pool.js';

const database = 'snowlight';

/** Calls that run in the engine at once; the process needs UV_THREADPOOL_SIZE above it, or files and names wait too. */
const sessionLimit = 8;

/** Server configuration: what an idle engine keeps, measured in docs/decisions. */
const engineArguments = [
  ...Object.entries(engineSettings).map(([name, value]) => `--${name}=${String(value)}`),
];

/** Starts the engine of this process on a directory; there can be one. The library is loaded only now: 250 MB. */
export async function openEmbeddedConnection(
  directory: string,
): Promise<{ connection: EmbeddedConnection; database: string }> {
  // what senders wrote lies in there in the clear
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const { Session, drainPending } = await import('chdb');
  const open = () => new Session(directory, { connectionArgs: engineArguments });
  const root = open();
  try {
    await root.queryAsync(`CREATE DATABASE IF NOT EXISTS ${database}`);
  } catch (error) {
    root.close();
    throw error;
  }
  const pool = new SessionPool(
    async () => {
      const session = open();
      await session.queryAsync(`USE ${database}`);
      return session;
    },
    sessionLimit,
    async () => {
      root.close();
      await drainPending();
    },
  );
  return { connection: new EmbeddedConnection(pool), database };
}
