import { Inject, Injectable } from '@nestjs/common';
import type { LearnerPid } from '#libs/contracts';
import { pseudonym } from '#libs/privacy';
import {
  identifierOf,
  mapAgents,
  parseStatementQuery,
  pidOf,
  visitAgents,
  type Actor,
  type Statement,
  type StatementListQuery,
  type StatementQuery,
  type XapiVersion,
} from '#libs/xapi';
import type { KeyCaller } from '../access/caller.js';
import { notFound, ProblemException } from '../http/problem.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import {
  statementById,
  statementsNewestFirst,
  statementsOldestFirst,
  voidedStatementById,
  type StatementFilter,
  type StoredRow,
} from './statements.query.js';

const MOST_STATEMENTS = 500;
const PAGE = 100;

export interface StatementsAnswer {
  readonly json: string;
  /** Everything stored before this instant is in the answers (ISO 8601 UTC). */
  readonly consistentThrough: string;
}

/** Reads statements back; agents are named to keys with `identity:read` alone. */
@Injectable()
export class StatementReader {
  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

  async answer(
    key: KeyCaller,
    parameters: Readonly<Record<string, unknown>>,
    version: XapiVersion,
  ): Promise<StatementsAnswer> {
    const { query, after } = queryOf(parameters, version);
    if (query.format !== 'exact' || query.attachments)
      throw bad(
        '目前只支持 format=exact,且没有附件。',
        'Only format=exact without attachments can be answered.',
      );
    const { now } = await this.store.tenantOf(key.tenant);
    const json =
      query.type === 'single'
        ? await this.#single(key, query.id, query.voided)
        : await this.#list(key, query, after);
    return { json, consistentThrough: now.toISOString() };
  }

  async #single(key: KeyCaller, id: string, voided: boolean): Promise<string> {
    const query = voided ? voidedStatementById : statementById;
    const [row] = await this.store.clickhouse.query(query, { tenant: key.tenant, id });
    if (row === undefined) throw notFound();
    const [statement] = await this.#named(key, [row]);
    return statement ?? row.statement;
  }

  async #list(key: KeyCaller, query: StatementListQuery, after: Cursor | null): Promise<string> {
    const limit = Math.min(query.limit === 0 ? PAGE : query.limit, MOST_STATEMENTS);
    const rows = await this.store.clickhouse.query(
      query.ascending ? statementsOldestFirst : statementsNewestFirst,
      this.#filter(key.tenant, query, after, limit + 1),
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more =
      rows.length > limit && last ? `/xapi/statements?more=${cursorText({ query, after: last })}` : '';
    const statements = await this.#named(key, page);
    return `{"statements":[${statements.join(',')}],"more":${JSON.stringify(more)}}`;
  }

  #filter(tenant: string, query: StatementListQuery, after: Cursor | null, rows: number): StatementFilter {
    return {
      tenant,
      pid: query.agent ? pseudonym(this.store.keyring.tenant(tenant), identifierOf(query.agent) ?? '') : '',
      relatedAgents: query.relatedAgents,
      verb: query.verb ?? '',
      activity: query.activity ?? '',
      relatedActivities: query.relatedActivities,
      registration: query.registration ?? '',
      since: new Date(query.since ?? 0).toISOString(),
      until: query.until === undefined ? '2299-12-31T23:59:59.999Z' : new Date(query.until).toISOString(),
      afterStored: after?.stored ?? '1970-01-01T00:00:00.000Z',
      afterId: after?.id ?? '',
      rows,
    };
  }

  /** The statements' JSON, agents under their own names where the key may know them. */
  async #named(key: KeyCaller, rows: readonly StoredRow[]): Promise<string[]> {
    if (!key.scopes.includes('identity:read')) return rows.map((row) => row.statement);
    const statements = rows.map((row) => JSON.parse(row.statement) as Statement);
    const pids = new Set<string>();
    for (const statement of statements)
      visitAgents(statement, (actor) => {
        const pid = pidOf(actor);
        if (pid !== undefined) pids.add(pid);
      });
    const known = await this.store.vault.reveal(key.tenant, [...pids] as LearnerPid[]);
    const people = new Map([...known].map(([pid, agent]) => [pid, JSON.parse(agent) as Actor]));
    return statements.map((statement) =>
      JSON.stringify(mapAgents(statement, (actor) => named(actor, people))),
    );
  }
}

function named(actor: Actor, people: ReadonlyMap<string, Actor>): Actor {
  const person = people.get(pidOf(actor) ?? '');
  if (person === undefined) return actor;
  if (actor.objectType !== 'Group') return person;
  return { ...person, objectType: 'Group', ...(actor.member === undefined ? {} : { member: actor.member }) };
}

interface Cursor {
  readonly stored: string;
  readonly id: string;
}

interface More {
  readonly query: StatementListQuery;
  readonly after: Cursor;
}

function cursorText({ query, after: { stored, id } }: More): string {
  return Buffer.from(JSON.stringify({ query, after: { stored, id } })).toString('base64url');
}

function queryOf(
  parameters: Readonly<Record<string, unknown>>,
  version: XapiVersion,
): { query: StatementQuery; after: Cursor | null } {
  if (typeof parameters.more === 'string') return moreOf(parameters.more);
  const result = parseStatementQuery(parameters as Readonly<Record<string, string>>, version);
  if (result.ok) return { query: result.query, after: null };
  throw bad(result.errors.join('; '), result.errors.join('; '));
}

/** What a `more` link says. It grants nothing: the key's tenant is taken from the key, the rest are filters. */
function moreOf(text: string): { query: StatementListQuery; after: Cursor } {
  try {
    const { query, after } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as More;
    const ofQuery = parseStatementQuery({ limit: String(query.limit) }, '1.0.3');
    if (ofQuery.ok && typeof after.id === 'string' && !Number.isNaN(Date.parse(after.stored)))
      return { query: { ...query, type: 'list' }, after };
  } catch {
    // Falls through: whatever was wrong with it, the link is not one of ours.
  }
  throw bad('more 链接不正确,请从头查询。', 'This more link is not one of ours; start the query again.');
}

const bad = (zh: string, en: string): ProblemException => new ProblemException('bad-request', { zh, en });
