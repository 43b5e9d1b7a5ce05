import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { NudgeIntent, type NudgeRow, type NudgeRule } from '#libs/contracts';
import { ConsentStore, wholeTenant } from '#libs/postgres';
import {
  considerScore,
  NudgeRuleError,
  newWebhookSecret,
  readLedger,
  recordOutcome,
  saveRule,
  type Sender,
  type SenderDeps,
  type SenderOptions,
  startSender,
} from '#pipelines/nudging';
import { aRule, aScore } from '../support/nudge-fixtures.js';
import {
  aWorld,
  nudgingOn,
  type NudgingParts,
  pidOf,
  type Receiver,
  receiverOf,
  run,
  runCode,
  settle,
  until,
  type World,
} from '../support/nudge-town.js';
import { openTestPostgres } from '../support/postgres.js';

jest.setTimeout(30_000);

type TestPostgres = Awaited<ReturnType<typeof openTestPostgres>>;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await openTestPostgres();
}, 30_000);
afterAll(() => postgres.stop(), 30_000);

const quick: SenderOptions = {
  pollMs: 20,
  retries: { firstMs: 60, longestMs: 60, giveUpAfterMs: 60_000 },
};

/** A tenant of its own for each scenario. */
interface Town extends NudgingParts {
  readonly tenant: string;
  readonly world: World;
  readonly secret: string;
  consider(learner: number): Promise<void>;
  rows(): Promise<NudgeRow[]>;
  only(): Promise<NudgeRow>;
  /** Runs a sender until the condition holds of the ledger, and stops it. */
  sendUntil(done: (rows: NudgeRow[]) => boolean, options?: SenderOptions): Promise<NudgeRow[]>;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  while (closing.length > 0) await closing.pop()?.();
});

async function aReceiver(answers: Parameters<typeof receiverOf>[0]): Promise<Receiver> {
  const receiver = await receiverOf(answers);
  closing.push(() => receiver.close());
  return receiver;
}

function aSender(deps: SenderDeps): Sender {
  const sender = startSender(deps, quick);
  closing.push(() => sender.stop(0));
  return sender;
}

let towns = 0;
async function aTown(learners: number, changes: Partial<NudgeRule> = {}): Promise<Town> {
  towns += 1;
  const tenant = `town-${towns}`;
  const world = aWorld();
  const parts = nudgingOn(postgres, world);
  const secret = newWebhookSecret();
  await settle(postgres, tenant, learners);
  await saveRule(parts, tenant, aRule(changes), secret);
  const rows = async (): Promise<NudgeRow[]> =>
    (await readLedger(parts, tenant, wholeTenant, { limit: 200, cursor: null })).rows;
  return {
    ...parts,
    tenant,
    world,
    secret,
    consider: (learner) => considerScore(parts, { tenant, run, learnerPid: pidOf(learner) }),
    rows,
    async only() {
      const [row, ...others] = await rows();
      expect(others).toEqual([]);
      if (row === undefined) throw new Error('the ledger is empty');
      return row;
    },
    async sendUntil(done, options = quick) {
      const sender = startSender(parts, options);
      try {
        let seen: NudgeRow[] = [];
        await until(async () => done((seen = await rows())));
        return seen;
      } finally {
        await sender.stop();
      }
    },
  };
}

const all = (state: NudgeRow['state'], count: number) => (rows: readonly NudgeRow[]) =>
  rows.filter((row) => row.state === state).length === count;

describe('a score above the bar', () => {
  it('is written down once per window, however many look at it together', async () => {
    const town = await aTown(1);
    await Promise.all(Array.from({ length: 20 }, () => town.consider(0)));
    expect(await town.only()).toMatchObject({
      state: 'pending',
      suppressed: null,
      arm: 'treated',
      run: runCode,
      learner: { pid: pidOf(0), name: null, region: { code: 'east' } },
      rule: { code: 'about-to-stop', name: aRule().name },
      probability: 0.6,
      notBefore: '2026-11-23T04:30:00.000Z',
      expiresAt: '2026-11-26T04:30:00.000Z',
      reasons: aScore(0.6).reasons,
    });
  });

  it('is written down again in the next window', async () => {
    const town = await aTown(1);
    await town.consider(0);
    // windows of 14 days: 19 November to 2 December, then from 3 December on
    town.world.now = new Date('2026-12-02T23:59:00+08:00');
    await town.consider(0);
    expect(await town.rows()).toHaveLength(1);
    town.world.now = new Date('2026-12-03T00:00:00+08:00');
    await town.consider(0);
    expect(await town.rows()).toHaveLength(2);
  });

  it('below the bar, or where the model abstains, leaves no trace', async () => {
    const town = await aTown(2);
    town.world.scores.set(pidOf(0), aScore(0.49));
    town.world.scores.set(pidOf(1), { ...aScore(0.6), chance: null });
    await town.consider(0);
    await town.consider(1);
    expect(await town.rows()).toEqual([]);
  });

  it('of a learner held out says so, and nothing is ever sent', async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(40, { holdoutShare: 0.5, recommender: { url: receiver.url, identity: false } });
    for (let learner = 0; learner < 40; learner++) await town.consider(learner);
    const held = (await town.rows()).filter(({ arm }) => arm === 'holdout');
    expect(held.length).toBeGreaterThan(5);
    expect(held.length).toBeLessThan(35);
    expect(held.every(({ state, suppressed }) => state === 'suppressed' && suppressed === 'holdout')).toBe(
      true,
    );
    await town.sendUntil(all('sent', 40 - held.length));
    const sentTo = receiver.received.map(({ body }) => NudgeIntent.parse(JSON.parse(body)).learner.pid);
    expect(sentTo.filter((pid) => held.some(({ learner }) => learner.pid === pid))).toEqual([]);
  });

  it('of somebody who studied yesterday is held back, and let go in the same line when they fall silent', async () => {
    const town = await aTown(1);
    town.world.lastActive.set(pidOf(0), '2026-11-22');
    await town.consider(0);
    const before = await town.only();
    expect(before).toMatchObject({ state: 'suppressed', suppressed: 'goal-reached' });
    town.world.now = new Date('2026-11-27T12:30:00+08:00');
    await town.consider(0);
    expect(await town.only()).toMatchObject({
      id: before.id,
      state: 'pending',
      suppressed: null,
      createdAt: '2026-11-27T04:30:00.000Z',
    });
  });
});

describe('between decision and sending', () => {
  it('a learner who comes back is not reminded', async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    town.world.lastActive.set(pidOf(0), '2026-11-23');
    await town.sendUntil(all('suppressed', 1));
    expect(await town.only()).toMatchObject({ suppressed: 'goal-reached', attempts: [], sentAt: null });
    expect(receiver.received).toEqual([]);
  });

  it('a withdrawn consent counts', async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    await new ConsentStore(postgres).record(town.tenant, [
      { learnerPid: pidOf(0), granted: false, at: new Date('2026-11-23T12:31:00+08:00'), source: 'learner' },
    ]);
    await town.sendUntil(all('suppressed', 1));
    expect((await town.only()).suppressed).toBe('no-consent');
    expect(receiver.received).toEqual([]);
  });

  it.each<[NudgeRow['suppressed'], (town: Town) => Promise<unknown>]>([
    [
      'left-run',
      (town) => postgres.query(`UPDATE enrolments SET status = 'withdrew' WHERE tenant = $1`, [town.tenant]),
    ],
    [
      'on-duty',
      (town) =>
        postgres.query(
          `INSERT INTO duties SELECT tenant, learner_pid, 'duty', '2026-11-20', '2026-11-23' FROM learners WHERE tenant = $1`,
          [town.tenant],
        ),
    ],
    [
      'erased',
      (town) =>
        postgres.query(
          `INSERT INTO erasures SELECT tenant, learner_pid, now() FROM learners WHERE tenant = $1`,
          [town.tenant],
        ),
    ],
    ['rule-off', (town) => saveRule(town, town.tenant, aRule({ enabled: false }))],
    ['below-bar', (town) => Promise.resolve(town.world.scores.set(pidOf(0), aScore(0.2)))],
    [
      'abstained',
      (town) => Promise.resolve(town.world.scores.set(pidOf(0), { ...aScore(0.6), chance: null })),
    ],
  ])('what ends it is named: %s', async (reason, happens) => {
    const town = await aTown(1);
    await town.consider(0);
    await happens(town);
    await town.sendUntil(all('suppressed', 1));
    expect((await town.only()).suppressed).toBe(reason);
  });

  it('a nudge that was not sent in time expires', async () => {
    const town = await aTown(1);
    await town.consider(0);
    town.world.now = new Date('2026-11-26T12:30:00+08:00');
    await town.sendUntil(all('expired', 1));
    expect((await town.only()).suppressed).toBe('expired');
  });
});

describe('hours and caps', () => {
  it('what is decided in clinic hours waits for the noon break', async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    town.world.now = new Date('2026-11-23T09:00:00+08:00');
    await town.consider(0);
    expect((await town.only()).notBefore).toBe('2026-11-23T04:00:00.000Z');
    const sender = aSender(town);
    await sleep(200);
    expect(receiver.received).toEqual([]);
    town.world.now = new Date('2026-11-23T12:00:00+08:00');
    await sender.stop();
    const [sent] = await town.sendUntil(all('sent', 1));
    expect(sent?.sentAt).toBe('2026-11-23T04:00:00.000Z');
  });

  it('what missed the noon break goes after the clinic', async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    town.world.now = new Date('2026-11-23T14:00:00+08:00');
    await town.sendUntil((rows) => rows[0]?.notBefore === '2026-11-23T09:30:00.000Z');
    expect(receiver.received).toEqual([]);
    town.world.now = new Date('2026-11-23T17:30:00+08:00');
    await town.sendUntil(all('sent', 1));
  });

  it('a demo that lives a day in ten seconds sends in free hours alone', async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(10, { recommender: { url: receiver.url, identity: false } });
    // Monday 08:30, in the clinic; then 8,640 times as fast as we
    const [begin, started] = [Date.parse('2026-11-23T08:30:00+08:00'), Date.now()];
    town.world.now = new Date(begin);
    for (let learner = 0; learner < 10; learner++) await town.consider(learner);
    const fast = { ...town, now: () => Promise.resolve(new Date(begin + (Date.now() - started) * 8_640)) };
    const sender = startSender(fast);
    closing.push(() => sender.stop(0));
    await until(async () => all('sent', 10)(await town.rows()));
    const hours = (await town.rows()).map(({ sentAt }) =>
      new Date(Date.parse(sentAt ?? '') + 8 * 3_600_000).toISOString().slice(11, 16),
    );
    for (const hour of hours)
      expect(
        [
          ['07:00', '08:00'],
          ['12:00', '14:00'],
          ['17:30', '22:00'],
        ].some(([from = '', to = '']) => from <= hour && hour < to),
      ).toBe(true);
  });

  it('a learner gets two in seven days, by all rules together', async () => {
    const receiver = await aReceiver([200]);
    const recommender = { url: receiver.url, identity: false };
    const town = await aTown(1, { recommender });
    for (const code of ['second', 'third'])
      await saveRule(town, town.tenant, aRule({ code, recommender }), town.secret);
    await town.consider(0);
    const rows = await town.sendUntil((now) => all('sent', 2)(now) && all('suppressed', 1)(now));
    expect(rows.find(({ state }) => state === 'suppressed')?.suppressed).toBe('capped');
  });

  it('two senders together keep to the day, send each nudge once, and the rest goes tomorrow', async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(30, { dailyCap: 20, recommender: { url: receiver.url, identity: false } });
    for (let learner = 0; learner < 30; learner++) await town.consider(learner);
    const second = aSender(town);
    const rows = await town.sendUntil((now) =>
      now.every(
        ({ state, notBefore }) =>
          state === 'sent' || (state === 'pending' && notBefore === '2026-11-23T23:00:00.000Z'),
      ),
    );
    await second.stop();
    expect(all('sent', 20)(rows)).toBe(true);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(20);
    expect(receiver.received).toHaveLength(20);
    town.world.now = new Date('2026-11-24T07:00:00+08:00');
    await town.sendUntil(all('sent', 30));
    expect(receiver.received).toHaveLength(30);
    const ledger = await readLedger(town, town.tenant, wholeTenant, { limit: 10, cursor: null });
    expect(ledger).toMatchObject({ sentToday: 10, dailyCap: 20, counts: [{ state: 'sent', count: 30 }] });
  });
});

describe('the webhook', () => {
  it('is signed, says why, and names nobody', async () => {
    const receiver = await aReceiver([202]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    const [row] = await town.sendUntil(all('sent', 1));
    const [request] = receiver.received;
    const intent = NudgeIntent.parse(
      new Webhook(town.secret).verify(request?.body ?? '', request?.headers ?? {}),
    );
    expect(intent).toEqual({
      type: 'snowlight.nudge.intent.v1',
      id: row?.id,
      createdAt: '2026-11-23T04:30:00.000Z',
      expiresAt: '2026-11-26T04:30:00.000Z',
      tenant: town.tenant,
      learner: { pid: pidOf(0) },
      course: 'hypertension',
      reason: {
        kind: 'risk',
        risk: { probability: 0.6, lower: 0.5, upper: 0.7, horizonDays: 14, model: 'risk-test-1' },
        drivers: [
          {
            feature: 'days_since_active',
            text: {
              zh: '9 天没有打开课程;过去每 2 天一次。',
              en: 'Not opened for 9 days; every 2 days before.',
            },
            contribution: 1.25,
          },
        ],
        gaps: [],
      },
      constraints: {
        notBefore: '2026-11-23T04:30:00.000Z',
        notAfter: '2026-11-26T04:30:00.000Z',
        quietHours: [
          { from: '22:00', to: '07:00', timeZone: 'Asia/Shanghai' },
          { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '12:00', timeZone: 'Asia/Shanghai' },
          { weekdays: [1, 2, 3, 4, 5], from: '14:00', to: '17:30', timeZone: 'Asia/Shanghai' },
        ],
        channels: [],
      },
      arm: 'treated',
      callback: { url: `http://127.0.0.1:9/v1/nudges/${row?.id ?? ''}/outcome` },
    });
    expect(request?.headers['webhook-id']).toBe(row?.id);
  });

  it('names the learner where the tenant has granted it, and keeps the name nowhere', async () => {
    const receiver = await aReceiver([202]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: true } });
    await town.consider(0);
    await town.sendUntil(all('sent', 1));
    const intent = NudgeIntent.parse(JSON.parse(receiver.received[0]?.body ?? ''));
    expect(intent.learner.account).toEqual({ homePage: 'https://id.example.org', name: `${pidOf(0)}@home` });
    const [kept] = await postgres.query<{ text: string }>(
      `SELECT string_agg(n::text || a::text, '') AS text FROM nudges n JOIN nudge_attempts a ON a.nudge = n.id
       WHERE n.tenant = $1`,
      [town.tenant],
    );
    expect(kept?.text).toContain(pidOf(0));
    expect(kept?.text).not.toContain('@home');
  });

  it('is tried again after errors and hang-ups, under the same id, until it is taken', async () => {
    const receiver = await aReceiver([500, null, 302, 200]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    const [row] = await town.sendUntil(all('sent', 1));
    expect(row?.attempts.map(({ status, error }) => [status, error])).toEqual([
      [500, 'answered 500'],
      [null, 'ECONNRESET'],
      [302, 'answered by a redirect, which is refused'],
      [200, null],
    ]);
    await sleep(150);
    expect(receiver.received).toHaveLength(4);
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([row?.id]),
    );
  });

  it('that never works is dead in the end, and shown', async () => {
    const receiver = await aReceiver([503]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    const retries = { firstMs: 40, longestMs: 40, giveUpAfterMs: 150 };
    const [row] = await town.sendUntil(all('dead', 1), { ...quick, retries });
    expect(row?.attempts.length).toBeGreaterThan(1);
    expect(receiver.received).toHaveLength(row?.attempts.length ?? 0);
  });

  it('that does not answer is broken off when the sender stops, and tried again by the next', async () => {
    const receiver = await aReceiver(['silence', 200]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    const sender = aSender(town);
    await until(() => receiver.received.length > 0);
    await sender.stop(50);
    expect((await town.only()).attempts).toMatchObject([
      { status: null, error: 'broken off: the sender was stopped' },
    ]);
    const [row] = await town.sendUntil(all('sent', 1));
    expect(row?.attempts).toHaveLength(2);
  });

  it("of a tenant on somebody else's server reaches no private address", async () => {
    const receiver = await aReceiver([200]);
    const town = await aTown(1, { recommender: { url: receiver.url, identity: false } });
    await town.consider(0);
    const guarded = aSender({ ...town, privateAddresses: false });
    await until(async () => (await town.only()).attempts[0]?.error != null);
    await guarded.stop();
    expect((await town.only()).attempts[0]).toMatchObject({ status: null, error: 'NOT_HTTPS' });
    expect(receiver.received).toEqual([]);
  });
});

describe('the ledger', () => {
  it('takes an outcome once, in any order, and knows which nudges are not its own', async () => {
    const town = await aTown(1);
    const other = await aTown(1);
    await town.consider(0);
    const { id } = await town.only();
    const opened = { status: 'opened', at: '2026-11-23T05:00:00.000Z' } as const;
    const report = (tenant: string, nudge: string, outcome: Parameters<typeof recordOutcome>[3]) =>
      recordOutcome(town.ledger, tenant, nudge, outcome);
    expect(await report(town.tenant, id, opened)).toBe('recorded');
    expect(await report(town.tenant, id, { ...opened, detail: 'again' })).toBe('repeated');
    const delivered = { status: 'delivered', at: '2026-11-23T12:55:00+08:00', detail: 'by SMS' } as const;
    expect(await report(town.tenant, id, delivered)).toBe('recorded');
    expect(await report(other.tenant, id, opened)).toBe('unknown-nudge');
    expect(await report(town.tenant, 'no-uuid', opened)).toBe('unknown-nudge');
    expect(await report(town.tenant, '00000000-0000-4000-8000-000000000000', opened)).toBe('unknown-nudge');
    expect((await town.only()).outcomes).toEqual([
      { status: 'delivered', at: '2026-11-23T04:55:00.000Z', detail: 'by SMS' },
      { status: 'opened', at: '2026-11-23T05:00:00.000Z', detail: null },
    ]);
    const { outcomes } = await readLedger(town, town.tenant, wholeTenant, { limit: 1, cursor: null });
    expect(outcomes).toEqual([
      { status: 'delivered', count: 1 },
      { status: 'opened', count: 1 },
    ]);
  });

  it('twenty reports of one outcome at once are one line', async () => {
    const town = await aTown(1);
    await town.consider(0);
    const { id } = await town.only();
    const acted = { status: 'acted', at: '2026-11-23T05:00:00.000Z' } as const;
    const receipts = await Promise.all(
      Array.from({ length: 20 }, () => recordOutcome(town.ledger, town.tenant, id, acted)),
    );
    expect(receipts.filter((receipt) => receipt === 'recorded')).toHaveLength(1);
    expect((await town.only()).outcomes).toHaveLength(1);
  });

  it('shows a township its own learners alone, in the rows and in every count', async () => {
    const town = await aTown(5);
    for (let learner = 0; learner < 5; learner++) await town.consider(learner);
    const east = { kind: 'subtrees', roots: ['east'] } as const;
    const ledger = await readLedger(town, town.tenant, east, { limit: 10, cursor: null });
    expect(new Set(ledger.rows.map(({ learner }) => learner.pid))).toEqual(
      new Set([pidOf(0), pidOf(2), pidOf(4)]),
    );
    expect(ledger.counts).toEqual([{ state: 'pending', count: 3 }]);
    const west = await readLedger(
      town,
      town.tenant,
      { kind: 'subtrees', roots: ['west'] },
      { limit: 10, cursor: null },
    );
    expect(await town.ledger.find(town.tenant, east, west.rows[0]?.id ?? '')).toBeNull();
    expect((await town.ledger.find(town.tenant, wholeTenant, west.rows[0]?.id ?? ''))?.id).toBe(
      west.rows[0]?.id,
    );
  });

  it('pages from the newest on, and finds by state and learner', async () => {
    const town = await aTown(5);
    for (let learner = 0; learner < 5; learner++) {
      town.world.now = new Date(town.world.now.getTime() + 60_000);
      await town.consider(learner);
    }
    const first = await readLedger(town, town.tenant, wholeTenant, { limit: 3, cursor: null });
    const rest = await readLedger(town, town.tenant, wholeTenant, { limit: 3, cursor: first.nextCursor });
    expect([...first.rows, ...rest.rows].map(({ learner }) => learner.pid)).toEqual(
      [4, 3, 2, 1, 0].map(pidOf),
    );
    expect(rest.nextCursor).toBeNull();
    const filter = { limit: 10, cursor: null, learner: pidOf(1) };
    expect(
      (await readLedger(town, town.tenant, wholeTenant, { ...filter, state: 'pending' })).rows,
    ).toHaveLength(1);
    expect((await readLedger(town, town.tenant, wholeTenant, { ...filter, state: 'sent' })).rows).toEqual([]);
  });
});

describe('a rule', () => {
  it('gets a version for a change and none for a repetition; its secret is not in the table', async () => {
    const town = await aTown(1);
    expect((await saveRule(town, town.tenant, aRule(), town.secret)).version).toBe(1);
    expect((await saveRule(town, town.tenant, aRule())).version).toBe(1);
    const first = await town.rules.find(town.tenant, 'about-to-stop');
    expect(await saveRule(town, town.tenant, aRule({ bar: 0.4 }))).toMatchObject({
      version: 2,
      salt: first?.salt,
    });
    expect((await saveRule(town, town.tenant, aRule({ bar: 0.4 }), newWebhookSecret())).version).toBe(3);
    const [row] = await postgres.query<{ text: string }>(
      `SELECT string_agg(encode(sealed_secret, 'escape'), '') AS text FROM nudge_rules WHERE tenant = $1`,
      [town.tenant],
    );
    expect(row?.text).not.toContain(town.secret.slice(6));
  });

  it.each<[string, NudgeRule, string | undefined]>([
    ['no secret', aRule({ code: 'new' }), undefined],
    ['a secret of another form', aRule(), 'hunter2'],
    [
      'hours that never end',
      aRule({
        hours: {
          quiet: { from: '12:00', to: '11:00' },
          clinic: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '11:00', to: '12:00' }],
        },
      }),
      undefined,
    ],
  ])('is refused: %s', async (_why, rule, secret) => {
    const town = await aTown(1);
    await expect(saveRule(town, town.tenant, rule, secret)).rejects.toThrow(NudgeRuleError);
  });
});
