import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { PostgresFailure, PostgresStartError } from '../errors.js';
import type { Account } from './account.js';
import { startFailure } from './cluster.js';
import { readPostmaster, stopOrphan } from './postmaster.js';
import { supervised } from './supervise.js';

interface Launch {
  readonly account: Account;
  readonly command: readonly string[];
  readonly cluster: string;
  readonly log: string;
}

/** Keeps a server running on a cluster until it is stopped: one that ends by itself (a full disk, say) is started again. */
export class ServerKeeper {
  private child: ChildProcess | undefined;
  private restarting: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(private readonly launch: Launch) {}

  async start(): Promise<void> {
    const { account, command, cluster, log } = this.launch;
    await stopOrphan(cluster);
    const child = spawnServer(account, command, log);
    this.child = child;
    await untilReady(child, cluster, log);
    child.once('exit', () => {
      this.restarting = this.restart();
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.restarting;
    if (this.child !== undefined) await stopChild(this.child, this.launch.cluster);
  }

  /** Why it ended is in its log; callers are told meanwhile that it does not answer. */
  private async restart(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.start();
        return;
      } catch (error) {
        if (!(error instanceof PostgresFailure)) throw error;
        await delay(1000);
      }
    }
  }
}

/** In a session of its own, so that a terminal's Ctrl-C reaches us alone and we still drain into a running server. */
function spawnServer(account: Account, command: readonly string[], logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600);
  try {
    const [program = '', ...rest] = [...account.prefix, ...supervised(command)];
    return spawn(program, rest, {
      stdio: ['pipe', log, log],
      detached: true,
      ...(account.prefix.length === 0 ? account.ids : {}),
      cwd: '/',
      env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, cluster: string, logFile: string): Promise<void> {
  // crash recovery of the largest allowed WAL takes seconds; a minute means that something is wrong
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (hasEnded(child))
      throw startFailure(
        await readFile(logFile, 'utf8'),
        `the server did not start, see ${logFile}; where its files are damaged, restore them from a copy`,
      );
    if ((await readPostmaster(cluster))?.ready === true) return;
    await delay(10);
  }
  await stopChild(child, cluster);
  throw new PostgresStartError(`postgresql: the server was not ready within a minute, see ${logFile}`);
}

async function stopChild(child: ChildProcess, cluster: string): Promise<void> {
  if (hasEnded(child)) return;
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.stdin?.end();
  const late = setTimeout(() => {
    void readPostmaster(cluster).then((postmaster) => {
      // leaves the writing out to the recovery of the next start
      if (postmaster !== undefined) process.kill(postmaster.pid, 'SIGQUIT');
    });
  }, 5000);
  await exited;
  clearTimeout(late);
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
