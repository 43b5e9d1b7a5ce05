import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { installation } from '../apps/api/src/package-version.js';

/** A figure: all its runs, and what it is held against. */
export interface Measurement {
  readonly what: string;
  readonly unit: string;
  readonly runs: readonly number[];
  /** Which way is better. */
  readonly better: 'more' | 'less';
  /** The limit that we set ourselves; null where there is none. */
  readonly limit: number | null;
  /** Who else was measured, and how. */
  readonly peer: string;
}

export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly bootMs: number;
  /** Milliseconds from SIGTERM to the end. */
  readonly stop: () => Promise<number>;
}

export const KEY = 'bench:bench-secret';
const launcher = fileURLToPath(new URL('bin/snowlight.cjs', installation));

export interface ServerOptions {
  /** Beside what every server of the benchmarks gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** None given means all. */
  readonly roles?: readonly string[];
}

/** The built server on a directory, as a process of its own. */
export async function startServer(
  dataDir: string,
  { environment: more = {}, roles = [] }: ServerOptions = {},
): Promise<Server> {
  const started = performance.now();
  const ofRoles = roles.length === 0 ? [] : ['--roles', roles.join(',')];
  const child = spawn(process.execPath, [launcher, 'up', ...ofRoles], {
    env: { ...environment(dataDir), ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ready = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('snowlight ready ')) resolve((JSON.parse(line.slice(16)) as { url: string }).url);
    });
    child.once('exit', (code) => reject(new Error(`the server ended with ${code ?? 'a signal'}`)));
  });
  const url = await ready;
  return {
    url,
    pid: child.pid!,
    bootMs: performance.now() - started,
    async stop() {
      const asked = performance.now();
      child.kill('SIGTERM');
      await once(child, 'exit');
      return performance.now() - asked;
    },
  };
}

export interface CommandOptions extends Pick<ServerOptions, 'environment'> {
  /** Called twice a second while it runs. */
  readonly watch?: (pid: number) => void;
}

/** Runs a command of `snowlight` to its end and gives its standard output. */
export async function runCommand(
  dataDir: string,
  args: readonly string[],
  { environment: more = {}, watch = () => undefined }: CommandOptions = {},
): Promise<string> {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...environment(dataDir), ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const timer = setInterval(() => watch(child.pid!), 500);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  clearInterval(timer);
  if (code !== 0 && code !== 1)
    throw new Error(`snowlight ${args.join(' ')} ended with ${code ?? 'a signal'}`);
  return output;
}

/** An empty data directory for as long as `work` lasts. */
export async function withDirectory<T>(work: (path: string) => Promise<T>): Promise<T> {
  const path = await mkdtemp(join(tmpdir(), 'snowlight-bench-'));
  try {
    return await work(path);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Memory of a process and all its descendants, MB (Linux, proportional set size: shared pages are divided among those who share them). */
export function treeMegabytes(root: number): number {
  const kilobytes = processesOf(root).map((pid) =>
    Number(/^Pss:\s+(\d+)/m.exec(contentOf(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0),
  );
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Time that a process and all its living descendants have had of the cores, seconds (Linux, in hundredths). */
export function treeCpuSeconds(root: number): number {
  const ticks = processesOf(root).map((pid) => {
    const fields = statOf(pid);
    return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  });
  return ticks.reduce((sum, one) => sum + one, 0) / 100;
}

/** Fields of /proc/PID/stat after the name. */
const statOf = (pid: number): string[] => {
  const stat = contentOf(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
};

/** The process and all its descendants. */
function processesOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    parents.set(Number(entry), Number(statOf(Number(entry))[1]));
  }
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isOurs);
}

export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${process.platform}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

function environment(dataDir: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    SNOWLIGHT_DATA_DIR: dataDir,
    SNOWLIGHT_PORT: '0',
    SNOWLIGHT_LOG_LEVEL: 'error',
    SNOWLIGHT_BOOTSTRAP_KEY: KEY,
    SNOWLIGHT_ADMIN_PASSWORD: 'bench-password',
  };
}

/** Empty where the process has ended meanwhile. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
