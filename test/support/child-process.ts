import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A program of ours in a process of its own. */
export class SourceProcess {
  stdout = '';
  stderr = '';
  private readonly ended: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (data: Buffer) => (this.stdout += data.toString()));
    child.stderr?.on('data', (data: Buffer) => (this.stderr += data.toString()));
    this.ended = once(child, 'close');
  }

  /** @param script path from the root of the repository */
  static start(
    script: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): SourceProcess {
    const source = ['--conditions=snowlight-src', '--import', '@swc-node/register/esm-register'];
    return SourceProcess.spawned([...source, script, ...args], { UV_THREADPOOL_SIZE: '16', ...env });
  }

  /** Any program of this machine. @param ids whom it runs as, where not as ourselves */
  static program(
    program: string,
    args: readonly string[],
    ids?: { readonly uid: number; readonly gid: number },
  ): SourceProcess {
    return new SourceProcess(spawn(program, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...ids }));
  }

  /** The `snowlight` command as it was built. */
  static built(args: readonly string[], env: Readonly<Record<string, string>>): SourceProcess {
    return SourceProcess.spawned(['bin/snowlight.cjs', ...args], env);
  }

  private static spawned(args: readonly string[], env: Readonly<Record<string, string>>): SourceProcess {
    return new SourceProcess(
      spawn(process.execPath, args, {
        cwd: root,
        // NODE_OPTIONS are Jest's
        env: { ...process.env, NODE_OPTIONS: '', ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The first line of standard output that matches; rejects with what the process said when it ends before. */
  async line(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = this.stdout.split('\n').find((line) => pattern.test(line));
      if (found !== undefined) return found;
      if (!this.isRunning)
        throw new Error(`ended with ${this.child.exitCode ?? this.child.signalCode ?? ''}: ${this.stderr}`);
      await Promise.race([once(this.child.stdout ?? this.child, 'data'), this.ended]);
    }
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits for the end after the signal, if one is given. */
  async end(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
    if (signal !== undefined) this.child.kill(signal);
    await this.ended;
    return { code: this.child.exitCode, signal: this.child.signalCode };
  }
}

interface Relative {
  readonly pid: number;
  readonly command: string;
  /** Bytes; shared pages are counted in full in the first number and by their share in the second. */
  readonly resident: number;
  readonly proportional: number;
}

/** The process and all that it started, directly or not (Linux). */
export function processTree(pid: number): readonly Relative[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = parentOf(Number(entry));
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const tree = [pid];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  return tree.map(describeProcess).filter((member) => member !== undefined);
}

/** Processes whose command names the path. */
export function processesNaming(path: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter((name) => procFile(Number(name), 'cmdline')?.includes(path) === true)
    .map(Number);
}

function describeProcess(pid: number): Relative | undefined {
  const rollup = procFile(pid, 'smaps_rollup');
  const command = procFile(pid, 'cmdline')?.replaceAll('\0', ' ').trim();
  if (rollup === undefined || command === undefined) return undefined;
  const kilobytes = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0);
  return { pid, command, resident: kilobytes('Rss') * 1024, proportional: kilobytes('Pss') * 1024 };
}

function parentOf(pid: number): number | undefined {
  const stat = procFile(pid, 'stat');
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/** undefined for a process that has ended meanwhile. */
function procFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return undefined;
  }
}
