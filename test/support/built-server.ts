import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { SystemStatus } from '#libs/contracts';
import { processTree, SourceProcess } from './child-process.js';

const key = 'built:built-secret';

/** What signs in the key that every built server has, with all rights. */
export const basic = `Basic ${Buffer.from(key).toString('base64')}`;

/** `snowlight up` as it was built, in a process of its own, on a free port of 127.0.0.1. */
export class BuiltServer {
  private constructor(
    private readonly process: SourceProcess,
    readonly url: string,
    /** From the start of the process to its being ready. */
    readonly bootMs: number,
  ) {}

  /** @param roles those of `--roles`; none given means all */
  static async start(
    dataDir: string,
    env: Readonly<Record<string, string>> = {},
    roles: readonly string[] = [],
  ): Promise<BuiltServer> {
    const started = performance.now();
    const process = spawned(dataDir, env, roles);
    const line = await process.line(/^snowlight ready /);
    const { url } = z.object({ url: z.string() }).parse(JSON.parse(line.slice('snowlight ready '.length)));
    return new BuiltServer(process, url, Math.round(performance.now() - started));
  }

  /** Starts one and ends it with SIGKILL so many milliseconds later, ready or not. */
  static async killedAtStart(dataDir: string, afterMs: number): Promise<void> {
    const process = spawned(dataDir, {});
    await sleep(afterMs);
    await process.end('SIGKILL');
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** What it wrote to standard error: at the usual log level, defects alone. */
  get said(): string {
    return this.process.stderr;
  }

  get isRunning(): boolean {
    return this.process.isRunning;
  }

  /** Bytes of the process and all that it started; shared pages by their share. */
  memory(): number {
    return processTree(this.process.pid).reduce((sum, { proportional }) => sum + proportional, 0);
  }

  signal(signal: NodeJS.Signals): void {
    this.process.signal(signal);
  }

  async kill(): Promise<void> {
    await this.process.end('SIGKILL');
  }

  async stop(): Promise<void> {
    const { code } = await this.process.end('SIGTERM');
    if (code !== 0) throw new Error(`the server ended with ${String(code)}: ${this.process.stderr}`);
  }

  /** Until what was stored, also by killed processes before, is counted. */
  async counted(): Promise<void> {
    // what a killed process left is announced again by then
    await sleep(1000);
    for (;;) {
      const answer = await fetch(`${this.url}/v1/system`, { headers: { authorization: basic } });
      const { lag } = SystemStatus.parse(await answer.json());
      if (lag.every(({ waiting }) => waiting === 0)) return;
      await sleep(100);
    }
  }
}

function spawned(
  dataDir: string,
  env: Readonly<Record<string, string>>,
  roles: readonly string[] = [],
): SourceProcess {
  return SourceProcess.built(['up', ...(roles.length === 0 ? [] : ['--roles', roles.join(',')])], {
    SNOWLIGHT_DATA_DIR: dataDir,
    SNOWLIGHT_PORT: '0',
    SNOWLIGHT_LOG_LEVEL: 'error',
    SNOWLIGHT_BOOTSTRAP_KEY: key,
    SNOWLIGHT_ADMIN_PASSWORD: 'built-password',
    ...env,
  });
}
