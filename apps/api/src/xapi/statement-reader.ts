import { Inject, Injectable } from '@nestjs/common';
import { pseudonym } from '#libs/privacy';
import {
  identifierOf,
  preferredLanguages,
  type Actor,
  type Statement,
  type StatementListQuery,
  type StatementQuery,
  type XapiVersion,
} from '#libs/xapi';
import type { KeyCaller } from '../access/caller.js';
import { notFound } from '../http/problem.js';
import { filesOf, type AttachedFile } from './attached-files.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import { askedBy, moreLink, type Asked, type Position } from './statement-cursor.js';
import { mayKnowPeople, StatementPresenter } from './statement-presenter.js';
import {
  newestFirst,
  oldestFirst,
  statementById,
  voidedStatementById,
  type StatementFilter,
  type StoredRow,
} from './statements.query.js';
import { StoredClock } from './stored-clock.js';

const MOST_STATEMENTS = 500;
const PAGE = 100;

export interface StatementsAnswer {
  readonly json: string;
  /** When a single statement was stored (xAPI 2.0, 4.1.6.1: Last-Modified). */
  readonly lastModified?: Date;
  /** The attached data to send with it; undefined where none was asked for. */
  readonly files: readonly AttachedFile[] | undefined;
}

/** Reads statements back. */
@Injectable()
export class StatementReader {
  constructor(
    @Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies,
    private readonly presenter: StatementPresenter,
    private readonly clock: StoredClock,
  ) {}

  async consistentThrough(key: KeyCaller): Promise<string> {
    return this.clock.consistentThrough(await this.store.tenantOf(key.tenant));
  }

  /** @param acceptLanguage the header, for `format=canonical` */
  async answer(
    key: KeyCaller,
    parameters: Readonly<Record<string, unknown>>,
    version: XapiVersion,
    acceptLanguage: string | undefined,
  ): Promise<StatementsAnswer> {
    const asked = askedBy(parameters, version);
    const { query } = asked;
    const languages = preferredLanguages(acceptLanguage);
    if (query.type === 'list') return this.#list(key, asked, query, languages);
    const row = await this.#single(key, query.id, query.voided);
    const [json = row.statement] = await this.presenter.present(key, [row], query.format, languages);
    return { json, lastModified: instantOf(row.stored), files: await this.#files(key, query, [row]) };
  }

  async #single(key: KeyCaller, id: string, voided: boolean): Promise<StoredRow> {
    const query = voided ? voidedStatementById : statementById;
    const [row] = await this.store.clickhouse.query(query, { tenant: key.tenant, id });
    if (row === undefined) throw notFound();
    return row;
  }

  async #list(
    key: KeyCaller,
    { parameters, after, asOf: asOfBefore }: Asked,
    query: StatementListQuery,
    languages: readonly string[],
  ): Promise<StatementsAnswer> {
    const asOf = asOfBefore ?? (await this.store.tenantOf(key.tenant)).now.getTime();
    const limit = Math.min(query.limit === 0 ? PAGE : query.limit, MOST_STATEMENTS);
    const queries = query.ascending ? oldestFirst : newestFirst;
    const rows = await this.store.clickhouse.query(
      isFiltered(query) ? queries.filtered : queries.all,
      this.#filter(key.tenant, query, after, asOf, limit + 1),
    );
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = rows.length > limit && last ? moreLink({ parameters, after: last, asOf }) : '';
    const statements = await this.presenter.present(key, page, query.format, languages);
    return {
      json: `{"statements":[${statements.join(',')}],"more":${JSON.stringify(more)}}`,
      files: await this.#files(key, query, page),
    };
  }

  #filter(
    tenant: string,
    query: StatementListQuery,
    after: Position | null,
    asOf: number,
    rows: number,
  ): StatementFilter {
    return {
      tenant,
      pid: query.agent ? pseudonym(this.store.keyring.tenant(tenant), identifierOf(query.agent) ?? '') : '',
      authority: query.agent ? this.#keyOf(query.agent) : '',
      relatedAgents: query.relatedAgents,
      verb: query.verb ?? '',
      activity: query.activity ?? '',
      relatedActivities: query.relatedActivities,
      registration: query.registration ?? '',
      since: new Date(query.since ?? 0).toISOString(),
      until: new Date(Math.min(query.until ?? asOf, asOf)).toISOString(),
      afterStored: after?.stored ?? '1970-01-01T00:00:00.000Z',
      afterId: after?.id ?? '',
      rows,
    };
  }

  /** The name of the account under which one of our keys vouches for statements; empty for all others. */
  #keyOf({ account }: Actor): string {
    return account?.homePage === this.store.publicUrl ? account.name : '';
  }

  /**
   * What is attached may name people (a certificate, a signed statement): it goes to those alone who may know them,
   * the others get the statements without it.
   */
  async #files(
    key: KeyCaller,
    query: StatementQuery,
    rows: readonly StoredRow[],
  ): Promise<readonly AttachedFile[] | undefined> {
    if (!query.attachments) return undefined;
    if (!mayKnowPeople(key)) return [];
    const statements = rows.map((row) => JSON.parse(row.statement) as Statement);
    return filesOf(this.store.blobs, key.tenant, statements);
  }
}

const isFiltered = ({ agent, verb, activity, registration }: StatementListQuery): boolean =>
  [agent, verb, activity, registration].some((filter) => filter !== undefined);

/** Of the engine's text, which is UTC. */
const instantOf = (stored: string): Date => new Date(`${stored.replace(' ', 'T')}Z`);
