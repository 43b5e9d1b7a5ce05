import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LearnerPid } from '#libs/contracts';
import { NudgeLedgerStore, NudgeRuleStore, NudgeStore, type Postgres } from '#libs/postgres';
import { createKeyring } from '#libs/privacy';
import type { CurrentScore, SenderDeps } from '#pipelines/nudging';
import { aScore } from './nudge-fixtures.js';

export const run = 'https://example.org/runs/hypertension-2026';
export const runCode = 'h-2026';
export const rootSecret = 'a root secret for the nudging specs only';

/** Form of a pseudonym, from a number. */
export function pidOf(learner: number): LearnerPid {
  const hex = createHash('sha256').update(String(learner)).digest('hex');
  return hex.slice(0, 26);
}

/** A tenant with one run and learners in two townships (even and odd numbers), who started and consented. */
export async function settle(postgres: Postgres, tenant: string, learners: number): Promise<void> {
  const each = Array.from({ length: learners }, (_, i) => pidOf(i));
  for (const [sql, ...params] of [
    [`INSERT INTO tenants (id, name_zh, name_en) VALUES ($1, '测试', 'Test')`],
    [
      `INSERT INTO regions (tenant, code, parent, level, name_zh, name_en, valid_from, path) VALUES
        ($1, 'county', NULL, 'county', '县', 'County', '2020-01-01', '{county}'),
        ($1, 'east', 'county', 'township', '东乡', 'East', '2020-01-01', '{county,east}'),
        ($1, 'west', 'county', 'township', '西乡', 'West', '2020-01-01', '{county,west}')`,
    ],
    [`INSERT INTO programs (tenant, code, name_zh, name_en) VALUES ($1, 'cme', '继续教育', 'CME')`],
    [
      `INSERT INTO courses (tenant, code, program, name_zh, name_en) VALUES ($1, 'hypertension', 'cme', '高血压', 'Hypertension')`,
    ],
    [
      `INSERT INTO runs (tenant, iri, code, course, start_day, rolling, dropout, silent_days)
        VALUES ($1, $2, 'h-2026', 'hypertension', '2026-09-01', false, 'explicit', 28)`,
      run,
    ],
    [`INSERT INTO learners (tenant, learner_pid) SELECT $1, unnest($2::text[])`, each],
    [
      `INSERT INTO learner_regions (tenant, learner_pid, region, valid_from)
        SELECT $1, pid, CASE WHEN n % 2 = 1 THEN 'east' ELSE 'west' END, '2020-01-01'
        FROM unnest($2::text[]) WITH ORDINALITY AS each(pid, n)`,
      each,
    ],
    [
      `INSERT INTO consents (tenant, learner_pid, kind, granted, at, source)
        SELECT $1, unnest($2::text[]), 'reminders', true, '2026-09-01', 'roster'`,
      each,
    ],
    [
      `INSERT INTO enrolments (tenant, run, learner_pid, status, registered_at, status_at)
        SELECT $1, $3, unnest($2::text[]), 'started', '2026-09-01', '2026-09-01'`,
      each,
      run,
    ],
  ] as const)
    await postgres.query(sql, [tenant, ...params]);
}

/** What ClickHouse would say, and the tenant's clock; the specs move them. */
export interface World {
  now: Date;
  readonly scores: Map<string, CurrentScore>;
  readonly lastActive: Map<string, string>;
}

/** Monday 2026-11-23, 12:30 in Shanghai: doctors are free. Everybody is likely to leave and was last seen on the 14th. */
export function aWorld(): World {
  return { now: new Date('2026-11-23T12:30:00+08:00'), scores: new Map(), lastActive: new Map() };
}

export type NudgingParts = SenderDeps & { readonly ledger: NudgeLedgerStore; readonly errors: unknown[] };

export function nudgingOn(postgres: Postgres, world: World): NudgingParts {
  const errors: unknown[] = [];
  return {
    postgres,
    rules: new NudgeRuleStore(postgres),
    nudges: new NudgeStore(postgres),
    ledger: new NudgeLedgerStore(postgres),
    scores: { read: (_tenant, _run, pid) => Promise.resolve(world.scores.get(pid) ?? aScore(0.6)) },
    signals: {
      lastActiveDay: (_tenant, _run, pid) => Promise.resolve(world.lastActive.get(pid) ?? '2026-11-14'),
      gaps: () => Promise.resolve([]),
    },
    now: () => Promise.resolve(world.now),
    keyring: createKeyring(rootSecret),
    vault: {
      reveal: (_tenant, pids) =>
        Promise.resolve(
          new Map(
            pids.map((pid) => [
              pid,
              `{"account":{"homePage":"https://id.example.org","name":"${pid}@home"}}`,
            ]),
          ),
        ),
    },
    publicUrl: () => 'http://127.0.0.1:9',
    privateAddresses: true,
    onError: (error) => errors.push(error),
    errors,
  };
}

export interface Received {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  close(): Promise<void>;
}

/** An HTTP server that answers in turn, then as the last time; null hangs up, `silence` never answers. */
export async function receiverOf(
  answers: readonly (number | null | 'silence')[],
  onReceived: (received: readonly Received[]) => void = () => undefined,
): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = answers[Math.min(received.length, answers.length - 1)];
      received.push({
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString(),
      });
      onReceived(received);
      if (answer === 'silence') return;
      if (answer == null) response.destroy();
      else response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/nudges`,
    received,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Waits, at most 10 s, until the condition holds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`it did not come to that: ${condition.toString()}`);
    await sleep(20);
  }
}
