import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { wholeTenant } from '#libs/postgres';
import { considerScore, newWebhookSecret, readLedger, saveRule, startSender } from '#pipelines/nudging';
import { SourceProcess } from '../support/child-process.js';
import { aRule } from '../support/nudge-fixtures.js';
import { aWorld, nudgingOn, pidOf, receiverOf, run, settle, until } from '../support/nudge-town.js';
import { openTestPostgres } from '../support/postgres.js';

const tenant = 'town';
const leaseMs = 1_000;

let postgres: Awaited<ReturnType<typeof openTestPostgres>>;
beforeAll(async () => {
  postgres = await openTestPostgres();
}, 30_000);
afterAll(() => postgres.stop(), 30_000);

/** The test server listens on a Unix socket, which TypeORM's URLs cannot name: `pg` takes it from PGHOST. */
function connection(): { url: string; env: Record<string, string> } {
  const { options } = postgres.dataSource;
  if (options.type !== 'postgres' || typeof options.password !== 'string') throw new Error('no PostgreSQL');
  return {
    url: `postgres://${options.username ?? ''}:${encodeURIComponent(options.password)}@/${options.database ?? ''}`,
    env: { PGHOST: options.host ?? '' },
  };
}

it('a nudge whose sender was killed before it recorded the answer is sent again under the same id', async () => {
  const parts = nudgingOn(postgres, aWorld());
  const secret = newWebhookSecret();
  const { url, env } = connection();
  const child = SourceProcess.start('test/support/nudge-sender-child.ts', [url, String(leaseMs)], env);
  // the request has arrived, so its claim is committed; the answer never comes
  const receiver = await receiverOf(['silence', 202], ({ length }) => {
    if (length === 1) process.kill(child.pid, 'SIGKILL');
  });
  try {
    await settle(postgres, tenant, 1);
    await saveRule(parts, tenant, aRule({ recommender: { url: receiver.url, identity: false } }), secret);
    await considerScore(parts, { tenant, run, learnerPid: pidOf(0) });

    expect(await child.end()).toMatchObject({ signal: 'SIGKILL' });
    const ledger = async () =>
      (await readLedger(parts, tenant, wholeTenant, { limit: 10, cursor: null })).rows;
    expect(await ledger()).toMatchObject([{ state: 'sending', attempts: [{ status: null, error: null }] }]);

    const next = startSender(parts, { pollMs: 20, leaseMs });
    await sleep(300);
    // the lease still runs: the killed one might be only slow
    expect(receiver.received).toHaveLength(1);
    await until(() => receiver.received.length === 2);
    await next.stop();

    const rows = await ledger();
    expect(rows).toMatchObject([
      {
        state: 'sent',
        attempts: [
          { status: null, error: 'no result recorded: the sender stopped' },
          { status: 202, error: null },
        ],
      },
    ]);
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([rows[0]?.id, rows[0]?.id]);
    for (const { body, headers } of receiver.received)
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id: rows[0]?.id });
  } finally {
    await child.end('SIGKILL');
    await receiver.close();
  }
}, 60_000);
