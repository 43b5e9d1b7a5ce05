import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { installation } from '../../apps/api/src/package-version.js';

const Addresses = z.object({ brokers: z.string(), clickhouse: z.string(), postgres: z.string() });
type Addresses = z.infer<typeof Addresses>;

/** From the source tree: what the suites on servers use, which is not built. */
const program = fileURLToPath(new URL('test/support/distributed-servers.ts', installation));
const fromSource = ['--conditions=snowlight-src', '--import', '@swc-node/register/esm-register'];

/** A broker and both stores in processes of their own, which can be killed and started again on what they had. */
export class Servers {
  private constructor(
    private readonly child: ChildProcess,
    private readonly lines: AsyncIterator<string>,
    private readonly addresses: Addresses,
  ) {}

  /** Gives why not, in a sentence, where they cannot be had on this machine. */
  static async start(): Promise<Servers | string> {
    if (!existsSync(program)) return 'it needs the source tree, for the servers that the suites use';
    const child = spawn(process.execPath, [...fromSource, program], {
      cwd: fileURLToPath(installation),
      env: { ...process.env, UV_THREADPOOL_SIZE: '16' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const [word, what] = await answerOf(lines);
    if (word === 'ready') return new Servers(child, lines, Addresses.parse(what));
    return z.object({ reason: z.string() }).parse(what).reason;
  }

  /** @param dataDir of any of the processes; they share the directory for attachments beside it */
  environment(dataDir: string): Readonly<Record<string, string>> {
    return {
      SNOWLIGHT_MODE: 'distributed',
      SNOWLIGHT_BLOB_DIR: `${dataDir}-blobs`,
      SNOWLIGHT_SECRET: 's'.repeat(64),
      CLICKHOUSE_URL: this.addresses.clickhouse,
      DATABASE_URL: this.addresses.postgres,
      KAFKA_BROKERS: this.addresses.brokers,
      KAFKA_REPLICATION_FACTOR: '1',
      // what is killed on purpose is no news
      SNOWLIGHT_LOG_LEVEL: 'fatal',
    };
  }

  /** Kills it. */
  stop(server: 'broker' | 'clickhouse'): Promise<void> {
    return this.#do(`stop ${server}`);
  }

  /** Resolves when it answers. */
  again(server: 'broker' | 'clickhouse'): Promise<void> {
    return this.#do(`start ${server}`);
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.stdin?.end();
    await ended;
  }

  async #do(line: string): Promise<void> {
    this.child.stdin?.write(`${line}\n`);
    await answerOf(this.lines);
  }
}

async function answerOf(lines: AsyncIterator<string>): Promise<[word: string, what: unknown]> {
  const line = await lines.next();
  if (line.done === true) throw new Error('the servers of the bench ended');
  const space = line.value.indexOf(' ');
  return [line.value.slice(0, space), JSON.parse(line.value.slice(space + 1))];
}
