/**
 * Kills the built server with SIGKILL while statements come in on four connections, starts it again, and so on; then
 * compares what was acknowledged with what is stored, and the rollups with a recount.
 *
 *   node bin/build-stale.mjs && node --conditions=snowlight-src --import @swc-node/register/esm-register \
 *     test/crash/kill-during-intake.ts 20
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isNativeError } from 'node:util/types';
import * as z from 'zod';
import { defineQuery, openClickHouse, WholeNumber } from '#libs/clickhouse';
import { SystemStatus } from '#libs/contracts';
import { SourceProcess } from '../support/child-process.js';
import { statementOf } from '../support/course.js';

export interface Round {
  /** Between the server's being ready and its end. */
  readonly killedAfterMs: number;
  /** Statements answered with 200 in this round. */
  readonly acknowledged: number;
  /** Statements on their way at the kill: sent again to the next process. */
  readonly unanswered: number;
  /** From the start of the process after the kill to its being ready. */
  readonly rebootMs: number;
}

export interface Outcome {
  readonly rounds: readonly Round[];
  readonly acknowledged: number;
  readonly stored: number;
  /** Acknowledged and not stored. */
  readonly lost: number;
  /** Rows beyond one for each id. */
  readonly doubled: number;
  readonly deadLetters: number;
  readonly learnerDays: number;
  /** Learner-days whose rollup is missing, or is not what a recount of the statements gives. */
  readonly wrongLearnerDays: number;
}

const key = 'crash:crash-secret';
const run = 'https://lms.example.org/runs/crash';
/** Statements a request on each connection. */
const connections = [1, 1, 20, 20];

export async function killDuringIntake(
  rounds: number,
  onRound: (round: Round, number: number) => void = () => undefined,
): Promise<Outcome> {
  const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-kill-'));
  let server = await Server.start(dataDir);
  try {
    const clients = connections.map((size, number) => new Client(number, size));
    const told: Round[] = [];
    for (let number = 1; number <= rounds; number++) {
      const before = acknowledgedBy(clients);
      const posting = clients.map((client) => client.postUntilCut(server.url));
      const killedAfterMs = Math.round(200 + 2300 * Math.random());
      await sleep(killedAfterMs);
      await server.kill();
      await Promise.all(posting);
      server = await Server.start(dataDir);
      const round = {
        killedAfterMs,
        acknowledged: acknowledgedBy(clients) - before,
        unanswered: clients.reduce((sum, { unanswered }) => sum + unanswered, 0),
        rebootMs: server.bootMs,
      };
      told.push(round);
      onRound(round, number);
    }
    await Promise.all(clients.map((client) => client.postWhatIsLeft(server.url)));
    await server.counted();
    await server.stop();
    return {
      rounds: told,
      ...(await compared(dataDir, new Set(clients.flatMap(({ acknowledged }) => acknowledged)))),
    };
  } finally {
    await server.kill();
    await rm(dataDir, { recursive: true, force: true });
  }
}

class Server {
  private constructor(
    private readonly process: SourceProcess,
    readonly url: string,
    readonly bootMs: number,
  ) {}

  static async start(dataDir: string): Promise<Server> {
    const started = performance.now();
    const process = SourceProcess.built(['up'], {
      SNOWLIGHT_DATA_DIR: dataDir,
      SNOWLIGHT_PORT: '0',
      SNOWLIGHT_LOG_LEVEL: 'error',
      SNOWLIGHT_BOOTSTRAP_KEY: key,
      SNOWLIGHT_ADMIN_PASSWORD: 'crash-password',
    });
    const line = await process.line(/^snowlight ready /);
    const { url } = z.object({ url: z.string() }).parse(JSON.parse(line.slice('snowlight ready '.length)));
    return new Server(process, url, Math.round(performance.now() - started));
  }

  async kill(): Promise<void> {
    await this.process.end('SIGKILL');
  }

  async stop(): Promise<void> {
    const { code } = await this.process.end('SIGTERM');
    if (code !== 0) throw new Error(`the server ended with ${String(code)}: ${this.process.stderr}`);
  }

  /** Until what was stored, also by the killed ones before, is counted. */
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

const basic = `Basic ${Buffer.from(key).toString('base64')}`;

/** One connection. Like any real sender it sends again, with the same ids, what was not answered. */
class Client {
  readonly acknowledged: string[] = [];
  private sent = 0;
  private batch: readonly { readonly id: string }[] | null = null;

  constructor(
    private readonly number: number,
    private readonly size: number,
  ) {}

  get unanswered(): number {
    return this.batch?.length ?? 0;
  }

  /** Posts until the server is gone; keeps what it has not answered. */
  async postUntilCut(url: string): Promise<void> {
    try {
      for (;;) {
        this.batch ??= Array.from({ length: this.size }, () => this.next());
        await this.post(url, this.batch);
      }
    } catch (error) {
      // how fetch says that the connection was cut or refused; within Jest it is not Jest's own TypeError
      if (!isNativeError(error) || error.name !== 'TypeError') throw error;
    }
  }

  async postWhatIsLeft(url: string): Promise<void> {
    if (this.batch !== null) await this.post(url, this.batch);
  }

  private async post(url: string, batch: readonly { readonly id: string }[]): Promise<void> {
    const answer = await fetch(`${url}/xapi/statements`, {
      method: 'POST',
      headers: {
        authorization: basic,
        'content-type': 'application/json',
        'x-experience-api-version': '1.0.3',
      },
      body: JSON.stringify(batch),
    });
    const body = await answer.text();
    if (answer.status === 503) return sleep(100);
    if (answer.status !== 200) throw new Error(`answered ${String(answer.status)}: ${body}`);
    this.acknowledged.push(...batch.map(({ id }) => id));
    this.batch = null;
  }

  private next(): { readonly id: string } {
    const n = this.sent++;
    const two = (value: number): string => String(value).padStart(2, '0');
    const id = randomUUID();
    return {
      ...statementOf(run, {
        who: `learner${String((7 * n + this.number) % 40)}`,
        at: `2026-11-${two(1 + (n % 12))} ${two(n % 24)}:${two((13 * n) % 60)}:${two((29 * n) % 60)}`,
        does: n % 3 === 0 ? 'answers' : 'views',
        what: `item${String(n % 15)}`,
        result: { success: n % 2 === 0 },
      }),
      id,
    };
  }
}

const acknowledgedBy = (clients: readonly Client[]): number =>
  clients.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);

const storedIds = defineQuery({
  name: 'stored ids',
  sql: 'SELECT toString(statement_id) AS id, count() AS copies FROM statements FINAL GROUP BY statement_id',
  params: z.object({}),
  row: z.object({ id: z.string(), copies: WholeNumber }),
});
const letters = defineQuery({
  name: 'dead letters',
  sql: 'SELECT count() AS letters FROM dead_letters',
  params: z.object({}),
  row: z.object({ letters: WholeNumber }),
});
/** Written by other means than the rollup itself. */
const recount = defineQuery({
  name: 'rollups beside a recount',
  sql: `
    SELECT count() AS days, countIf(
      c.events != d.events OR c.clicks != d.clicks OR c.answers != d.answers OR c.correct != d.correct
      OR c.activities != length(d.activities)) AS wrong
    FROM (
      SELECT tenant, run, learner_pid, day, uniqExact(statement_id) AS events, sum(count) AS clicks,
        countIf(kind = 'answered') AS answers, countIf(kind = 'answered' AND success) AS correct,
        uniqExact(activity) AS activities
      FROM statements FINAL GROUP BY tenant, run, learner_pid, day
    ) AS c
    FULL OUTER JOIN (SELECT * FROM learner_days FINAL) AS d USING (tenant, run, learner_pid, day)`,
  params: z.object({}),
  row: z.object({ days: WholeNumber, wrong: WholeNumber }),
});

async function compared(
  dataDir: string,
  acknowledged: ReadonlySet<string>,
): Promise<Omit<Outcome, 'rounds'>> {
  const clickhouse = await openClickHouse({ kind: 'embedded', directory: join(dataDir, 'clickhouse') });
  try {
    const rows = await clickhouse.query(storedIds, {});
    const ids = new Set(rows.map(({ id }) => id));
    const [counts] = await clickhouse.query(recount, {});
    const [dead] = await clickhouse.query(letters, {});
    return {
      acknowledged: acknowledged.size,
      stored: ids.size,
      lost: [...acknowledged].filter((id) => !ids.has(id)).length,
      doubled: rows.reduce((sum, { copies }) => sum + copies - 1, 0),
      deadLetters: dead?.letters ?? NaN,
      learnerDays: counts?.days ?? NaN,
      wrongLearnerDays: counts?.wrong ?? NaN,
    };
  } finally {
    await clickhouse.close();
  }
}

async function main(rounds: number): Promise<void> {
  const print = (...cells: readonly (string | number)[]): void =>
    void process.stdout.write(`${cells.map((cell) => String(cell).padStart(14)).join('')}\n`);
  print('round', 'killed, ms', 'acknowledged', 'unanswered', 'reboot, ms');
  const { rounds: told, ...outcome } = await killDuringIntake(rounds, (round, number) => {
    print(number, round.killedAfterMs, round.acknowledged, round.unanswered, round.rebootMs);
  });
  const reboots = told.map(({ rebootMs }) => rebootMs).sort((a, b) => a - b);
  print();
  for (const [name, value] of Object.entries(outcome)) print(name, value);
  print('reboot median', reboots[Math.floor(reboots.length / 2)] ?? NaN, 'longest', reboots.at(-1) ?? NaN);
  process.exitCode =
    outcome.lost + outcome.doubled + outcome.deadLetters + outcome.wrongLearnerDays > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(Number(process.argv[2] ?? 20));
