import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { XapiVersion } from '#libs/xapi';
import type { XapiAnswer, XapiAsk, XapiClient, XapiMethod } from '../../support/xapi-client.js';

export type Json = Readonly<Record<string, unknown>>;
export interface Sent extends Json {
  readonly id: string;
}

/** Who asks in one row of the table, in one version; each row has a person and activities of its own. */
export class RuleCaller {
  readonly agent: Json = { objectType: 'Agent', mbox: `mailto:${randomUUID()}@example.org` };
  readonly activityId = `http://example.org/activities/${randomUUID()}`;
  readonly verb = `http://example.org/verbs/${randomUUID()}`;
  /** What `sent` has sent so far, in order. */
  readonly kept: Sent[] = [];

  constructor(
    readonly client: XapiClient,
    readonly version: XapiVersion,
  ) {}

  /** Parameters that are undefined are left out. */
  ask(
    method: XapiMethod,
    path: string,
    parameters: Json = {},
    body?: unknown,
    how: XapiAsk = {},
  ): Promise<XapiAnswer> {
    const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
    return this.client.ask(method, path, Object.fromEntries(given), body, how);
  }

  /** A legal statement with an id of its own. */
  statement(more: Json = {}): Sent {
    return {
      id: randomUUID(),
      actor: this.agent,
      verb: { id: this.verb, display: { en: 'tried', 'zh-CN': '试' } },
      object: { objectType: 'Activity', id: this.activityId, definition: { name: { en: 'A page' } } },
      ...more,
    };
  }

  /** One that is stored. */
  async sent(more: Json = {}): Promise<Sent> {
    const statement = this.statement(more);
    const { status, text } = await this.ask('POST', 'statements', {}, statement);
    expect([status, text]).toEqual([200, JSON.stringify([statement.id])]);
    this.kept.push(statement);
    return statement;
  }

  /** One that is stored, and voided by a second one. */
  async voided(): Promise<Sent> {
    const statement = await this.sent();
    await this.sent(voiding(statement.id));
    return statement;
  }

  post(statement: unknown): Promise<XapiAnswer> {
    return this.ask('POST', 'statements', {}, statement);
  }

  /** The statement as it is kept. */
  async read(id: string): Promise<Json> {
    const answer = await this.ask('GET', 'statements', { statementId: id });
    expect(answer.status).toBe(200);
    return answer.json() as Json;
  }
}

export const voiding = (id: string): Json => ({
  verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
  object: { objectType: 'StatementRef', id },
});

/** Ids in a list of statements. */
export const idsIn = (answer: XapiAnswer): readonly string[] =>
  (answer.json() as { statements: readonly Sent[] }).statements.map(({ id }) => id);
