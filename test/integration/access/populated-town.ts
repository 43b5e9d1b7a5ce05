import { randomUUID } from 'node:crypto';
import type { KeyScope } from '#libs/contracts';
import { NudgeStore } from '#libs/postgres';
import {
  adminKey,
  type ApiTown,
  openApiTown,
  roster,
  run,
  statement,
  withKey,
} from '../../support/api-town.js';
import { aRule, aScore } from '../../support/nudge-fixtures.js';
import { type Headers, keyOf, personOf } from './callers.js';

/** What county c1 of tenant `default` has, by which a leak is known. */
export interface Secrets {
  /** Pseudonym of doctor a01. */
  readonly pid: string;
  readonly name: string;
  readonly item: string;
  readonly nudge: string;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly body?: object | undefined;
}

/** A tenant with people, scores, a day's list and a nudge; tenant `other` has nobody. */
export class PopulatedTown {
  private constructor(
    readonly town: ApiTown,
    readonly secrets: Secrets,
    /** Of a manager of the county. */
    private readonly own: () => Promise<Headers>,
  ) {}

  static async open(): Promise<PopulatedTown> {
    const town = await openApiTown();
    const answer = await town.app.inject({
      method: 'POST',
      url: '/v1/roster',
      headers: withKey(adminKey),
      payload: roster,
    });
    if (answer.statusCode !== 200) throw new Error(answer.body);
    await town.mirror();
    await town.score({ a01: 0.62, d01: 0.9 }, '2026-11-24T03:00:00.000Z');
    const own = await personOf(town, 'default', { role: 'manager', region: 'c1' });
    const list = await town.app.inject({ url: '/v1/worklist', headers: await own() });
    const [row] = list.json<{ rows: { item: { id: string } }[] }>().rows;
    if (row === undefined) throw new Error(`nobody is on the list: ${list.body}`);
    const pid = await town.pidOf('a01');
    const secrets = { pid, name: '医生a01', item: row.item.id, nudge: await nudged(town, pid) };
    const populated = new PopulatedTown(town, secrets, own);
    await populated.sent(statement('a01', 'viewed', 'page-1', '2026-11-14T02:00:00Z'));
    return populated;
  }

  /** Stores a statement of the tenant `default`, counted when it resolves. */
  async sent(given: object): Promise<void> {
    const key = await this.keyOf('default', 'xapi:write');
    const { status, text } = await this.ask(key, { method: 'POST', url: '/xapi/statements', body: given });
    if (status !== 200) throw new Error(text);
    while (this.town.platform.bus.lag().some(({ waiting }) => waiting > 0))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }

  async keyOf(tenant: string, ...scopes: readonly KeyScope[]): Promise<Headers> {
    return (await keyOf(this.town, tenant, scopes)).headers;
  }

  async asOwn(ask: Ask): Promise<Answer> {
    return this.ask(await this.own(), ask);
  }

  async ask(headers: Headers, { method = 'GET', url, body }: Ask): Promise<Answer> {
    const { statusCode: status, body: text } = await this.town.app.inject({
      method,
      url,
      headers: { 'x-experience-api-version': '1.0.3', ...headers },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status, text };
  }

  /** Which of the secrets stand in an answer. */
  leaks({ text }: Answer): string[] {
    return Object.entries<string>({ ...this.secrets }).flatMap(([what, secret]) =>
      text.includes(secret) ? [what] : [],
    );
  }

  close(): Promise<void> {
    return this.town.close();
  }
}

async function nudged({ platform }: ApiTown, learnerPid: string): Promise<string> {
  const rule = aRule();
  await platform.stores.nudgeRules.add('default', rule, randomUUID(), Buffer.from('sealed'));
  const { chance, reasons, model, scoredAt } = aScore(0.62);
  if (chance === null) throw new Error('the score abstains');
  await new NudgeStore(platform.postgres).write({
    tenant: 'default',
    rule: rule.code,
    ruleVersion: 1,
    learnerPid,
    windowStart: '2026-11-23',
    run: run.iri,
    arm: 'treated',
    suppressed: null,
    createdAt: new Date('2026-11-24T03:30:00Z'),
    notBefore: new Date('2026-11-24T10:00:00Z'),
    expiresAt: new Date('2026-11-27T03:30:00Z'),
    horizonDays: 14,
    scoredAt: new Date(scoredAt),
    ...chance,
    model,
    reasons,
    gaps: [],
  });
  const [row] = await platform.postgres.query<{ id: string }>(
    `SELECT id FROM nudges WHERE learner_pid = $1`,
    [learnerPid],
  );
  if (row === undefined) throw new Error('the nudge was not written');
  return row.id;
}
