import { Inject, Injectable } from '@nestjs/common';
import { pseudonym } from '#libs/privacy';
import {
  identifierOf,
  preferredLanguages,
  registrationTerm,
  type Actor,
  type LookupTerm,
  type SingleStatementQuery,
  type Statement,
  type StatementListQuery,
  type StatementQuery,
} from '#libs/xapi';
import type { Unsettled } from '#pipelines/ingest';
import type { KeyCaller } from '../access/caller.js';
import { notFound } from '../http/problem.js';
import { filesOf, type AttachedFile } from './attached-files.js';
import { accountOfKey } from './account-of-key.js';
import type { XapiCall } from './frame/call.js';
import { AnswerCache, type CachedAnswer, type Stamps } from './lookup/answer-cache.js';
import type { Position, StoredRow } from './lookup/statement-lookup.query.js';
import { StatementLookup } from './lookup/statement-lookup.js';
import { recordStoreDependencies, type RecordStoreDependencies } from './record-store.dependencies.js';
import { askedBy, moreLink, type Asked } from './statement-cursor.js';
import { mayKnowPeople, StatementPresenter } from './statement-presenter.js';
import { StoredClock } from './stored-clock.js';

const MOST_STATEMENTS = 500;
const PAGE = 100;

export interface StatementsAnswer {
  readonly json: string;
  /** Everything stored at or before this instant is in the answer (ISO 8601 UTC). */
  readonly consistentThrough: string;
  /** When a single statement was stored (xAPI 2.0, 4.1.6.1: Last-Modified). */
  readonly lastModified?: Date;
  /** The attached data to send with it; undefined where none was asked for. */
  readonly files: readonly AttachedFile[] | undefined;
}

interface Found extends Omit<StatementsAnswer, 'consistentThrough'> {
  /** Of a page, oldest first, that is full: what comes later comes behind it. Its text up to the link, and its last statement. */
  readonly full?: { readonly json: string; readonly goOn: Position };
  /** The instant of the oldest statement in it, milliseconds since 1970 UTC; infinity where it does not matter. */
  readonly before: number;
}

interface Memory extends Stamps {
  readonly key: string;
  readonly since: number;
  /** A page that ends before this instant is held against `past` alone; milliseconds since 1970 UTC. */
  readonly pastBefore: number;
}

/** Reads statements back. */
@Injectable()
export class StatementReader {
  readonly #known = new AnswerCache();

  constructor(
    @Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies,
    private readonly lookup: StatementLookup,
    private readonly presenter: StatementPresenter,
    private readonly clock: StoredClock,
  ) {}

  /** @param acceptLanguage the header, for `format=canonical` */
  async answer(call: XapiCall, acceptLanguage: string | undefined): Promise<StatementsAnswer> {
    const asked = askedBy(call.parameters, call.version);
    const consistentThrough = this.clock.consistentThrough(call.tenant, this.store.behindMs());
    const waiting = await this.lookup.unsettled(call.tenant.id);
    const memory = this.#memoryOf(call, asked);
    const known = memory && this.#known.get(memory.key, memory.since, memory);
    if (known) return { ...ended(known, asked, call.tenant.now), files: undefined, consistentThrough };
    const languages = preferredLanguages(acceptLanguage);
    const { before, full, ...answer } = await this.#asked(call, asked, waiting, languages);
    if (memory) {
      const isPast = full !== undefined && instantOf(full.goOn.stored).getTime() < memory.pastBefore;
      this.#known.put(memory.key, { ...answer, ...(isPast && full), ...memory, before });
    }
    return { ...answer, consistentThrough };
  }

  async #asked(
    { key, tenant }: XapiCall,
    asked: Asked,
    waiting: Unsettled | null,
    languages: readonly string[],
  ): Promise<Found> {
    const { query } = asked;
    if (query.type === 'list') return this.#list(key, asked, query, { now: tenant.now, waiting }, languages);
    const row = await this.#single(key, query, waiting);
    const [json = row.statement] = await this.presenter.present(key, [row], query.format, languages);
    const files = await this.#files(key, query, [row]);
    return { json, lastModified: instantOf(row.stored), files, before: Infinity };
  }

  /**
   * Under what an answer is remembered: whatever it depends on but the statements, which the stamp stands for. Not
   * remembered is what has files, or depends on what others say of activities (`canonical`).
   */
  #memoryOf({ key, parameters }: XapiCall, { query, after }: Asked): Memory | undefined {
    const changes = this.store.memory?.changes;
    if (changes === undefined || query.attachments || query.format === 'canonical') return undefined;
    const { since, ...others } = parameters;
    const reader = [key.tenant, mayKnowPeople(key), mayReadAll(key) ? '' : key.keyId];
    if (query.type === 'single')
      return {
        key: JSON.stringify([reader, parameters]),
        since: 0,
        stamp: changes.stampOfOne(key.tenant),
        past: '',
        pastBefore: -Infinity,
      };
    const past = changes.stampOfPast(key.tenant);
    const [term] = this.#terms(key, query);
    return {
      key: JSON.stringify([reader, after === null ? others : parameters]),
      since: after === null && since !== undefined ? (query.since ?? 0) : 0,
      stamp: changes.stampOf(key.tenant, term === undefined ? null : this.lookup.hashOf(term)),
      past: past.stamp,
      pastBefore: past.before,
    };
  }

  async #single(
    key: KeyCaller,
    { id, voided }: SingleStatementQuery,
    waiting: Unsettled | null,
  ): Promise<StoredRow> {
    const row = await this.lookup.byId(key.tenant, id, waiting);
    if (row?.voided !== voided || !this.#mayRead(key, row)) throw notFound();
    return row;
  }

  async #list(
    key: KeyCaller,
    { parameters, after, asOf: asOfBefore }: Asked,
    query: StatementListQuery,
    { now, waiting }: { readonly now: Date; readonly waiting: Unsettled | null },
    languages: readonly string[],
  ): Promise<Found> {
    const asOf = asOfBefore ?? now.getTime();
    const limit = Math.min(query.limit === 0 ? PAGE : query.limit, MOST_STATEMENTS);
    const { rows, isCut } = (await this.#asksForErased(key.tenant, query))
      ? { rows: [], isCut: false }
      : await this.lookup.list({
          tenant: key.tenant,
          terms: this.#terms(key, query),
          since: new Date(query.since ?? 0).toISOString(),
          until: new Date(Math.min(query.until ?? asOf, asOf)).toISOString(),
          after,
          ascending: query.ascending,
          rows: limit + 1,
          waiting,
        });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const more = (isCut || rows.length > limit) && last ? moreLink({ parameters, after: last, asOf }) : '';
    const statements = await this.presenter.present(key, page, query.format, languages);
    const head = `{"statements":[${statements.join(',')}],"more":`;
    return {
      json: `${head}${JSON.stringify(more)}}`,
      // without its text, which would be held beside the page's
      ...(query.ascending &&
        after === null &&
        more !== '' &&
        last && { full: { json: head, goOn: { stored: last.stored, n: last.n } } }),
      files: await this.#files(key, query, page),
      before: Math.min(...rows.map((row) => instantOf(row.stored).getTime())),
    };
  }

  /** What a statement must be found by, the rarest kind first. */
  #terms(key: KeyCaller, query: StatementListQuery): LookupTerm[] {
    const { registration, agent, activity, verb } = query;
    const terms: LookupTerm[] = [];
    if (registration !== undefined) terms.push(registrationTerm(registration));
    if (agent !== undefined)
      terms.push([query.relatedAgents ? 'related-agent' : 'agent', this.#nameOf(key.tenant, agent)]);
    if (activity !== undefined)
      terms.push([query.relatedActivities ? 'related-activity' : 'activity', activity]);
    if (verb !== undefined) terms.push(['verb', verb]);
    if (!mayReadAll(key)) terms.push(['authority', accountOfKey(key.keyId)]);
    return terms;
  }

  /** Whoever knows an erased person's identifier must not learn by it which pseudonym, and so which statements, were theirs. */
  async #asksForErased(tenant: string, { agent }: StatementListQuery): Promise<boolean> {
    if (agent === undefined) return false;
    const pid = this.#nameOf(tenant, agent);
    return (await this.store.vault.erased(tenant, [pid])).has(pid);
  }

  /** As the stored statement names the agent: by pseudonym, or one of our keys by its account. */
  #nameOf(tenant: string, agent: Actor): string {
    const { account } = agent;
    if (account?.homePage === this.store.publicUrl) return account.name;
    return pseudonym(this.store.keyring.tenant(tenant), identifierOf(agent) ?? '');
  }

  /** A key without the right to all statements reads those alone that it has brought itself. */
  #mayRead(key: KeyCaller, row: StoredRow): boolean {
    if (mayReadAll(key)) return true;
    const { authority } = JSON.parse(row.statement) as Statement;
    return authority?.account?.name === accountOfKey(key.keyId);
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
    return filesOf(this.store, key.tenant, statements);
  }
}

/** With a link to the page after it of today: whoever follows it shall meet what has come meanwhile. */
function ended({ goOn, ...answer }: CachedAnswer, { parameters }: Asked, now: Date): CachedAnswer {
  if (goOn === undefined) return answer;
  const more = moreLink({ parameters, after: goOn, asOf: now.getTime() });
  return { ...answer, json: `${answer.json}${JSON.stringify(more)}}` };
}

const mayReadAll = ({ scopes }: KeyCaller): boolean =>
  scopes.includes('xapi:read') || scopes.includes('xapi:all');

/** Of the engine's text, which is UTC. */
const instantOf = (stored: string): Date => new Date(`${stored.replace(' ', 'T')}Z`);
