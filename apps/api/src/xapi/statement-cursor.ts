import {
  parseStatementQuery,
  type StatementListQuery,
  type StatementQuery,
  type XapiVersion,
} from '#libs/xapi';
import { ProblemException } from '../http/problem.js';
import type { Position } from './lookup/statement-lookup.query.js';

type Parameters = Readonly<Record<string, unknown>>;

export interface Asked {
  readonly query: StatementQuery;
  /** As they were sent first: what a `more` link brings back. */
  readonly parameters: Parameters;
  readonly after: Position | null;
  /** Milliseconds since 1970 UTC: later statements are not on any of the pages. Undefined on the first. */
  readonly asOf: number | undefined;
}

interface More {
  readonly parameters: Parameters;
  readonly after: Position;
  readonly asOf: number;
}

/** The link to the page after `after`. It shows all pages as of one instant, whatever arrives meanwhile. */
export function moreLink({ parameters, after, asOf }: More): string {
  const position = { stored: after.stored, n: after.n };
  const text = JSON.stringify({ parameters, after: position, asOf } satisfies More);
  return `/xapi/statements?more=${Buffer.from(text).toString('base64url')}`;
}

/** What a GET asks, by itself or by the `more` link of a page before. */
export function askedBy(parameters: Parameters, version: XapiVersion): Asked {
  if (typeof parameters.more === 'string') return askedByMore(parameters.more, version);
  return { query: queryOf(parameters, version), parameters, after: null, asOf: undefined };
}

function queryOf(parameters: Parameters, version: XapiVersion): StatementQuery {
  const result = parseStatementQuery(parameters as Readonly<Record<string, string>>, version);
  if (result.ok) return result.query;
  throw bad(result.errors.join('; '), result.errors.join('; '));
}

/** What a `more` link says. It grants nothing: the key's tenant is taken from the key, the rest are filters. */
function askedByMore(text: string, version: XapiVersion): Asked & { readonly query: StatementListQuery } {
  const more = decoded(text);
  const query = more === undefined ? undefined : queryOf(more.parameters, version);
  if (more === undefined || query?.type !== 'list')
    throw bad('more 链接不正确,请从头查询。', 'This more link is not one of ours; start the query again.');
  return { ...more, query };
}

const stored = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d{3}Z?$/;

function decoded(text: string): More | undefined {
  try {
    const { parameters, after, asOf } = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as More;
    const sound = typeof parameters === 'object' && Number.isInteger(asOf) && stored.test(after.stored);
    return sound && Number.isInteger(after.n) && after.n >= 0 ? { parameters, after, asOf } : undefined;
  } catch {
    return undefined;
  }
}

const bad = (zh: string, en: string): ProblemException => new ProblemException('bad-request', { zh, en });
