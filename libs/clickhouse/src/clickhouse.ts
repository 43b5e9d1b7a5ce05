import { Readable } from 'node:stream';
import { createClient, type ClickHouseClient, ClickHouseLogLevel, type ResultSet } from '@clickhouse/client';
import type { ClickHouseLocation } from '#libs/config';
import { engineSettings } from './engine-settings.js';
import { ClickHouseRowError, failureOf } from './errors.js';
import type { NamedQuery } from './named-query.js';
import { parameterValues } from './query-parameters.js';
import { inBlocks } from './embedded-connection.js';
import { openEmbeddedConnection } from './embedded-engine.js';
import { tabSeparated, type EncodedRows } from './tab-separated.js';

/** The analytics store. Every method rejects with a `ClickHouseFailure`. */
export interface ClickHouse {
  /** The database that unqualified names mean. */
  readonly database: string;
  query<P, R>(query: NamedQuery<P, R>, params: P): Promise<R[]>;
  /** As `query`, a block of rows at a time; leaving the loop stops the read. */
  stream<P, R>(query: NamedQuery<P, R>, params: P): AsyncIterable<R[]>;
  /**
   * Stores rows, all with the same columns; acknowledged means stored. A retry of the same rows with the same token
   * stores them once (tables must have a deduplication window). None of the rows is stored when it rejects, except
   * with `ClickHouseUnavailable`, where it is not known.
   */
  insert(
    table: string,
    rows: readonly object[] | EncodedRows,
    options: { readonly token: string },
  ): Promise<void>;
  /** DDL and INSERT ... SELECT. */
  command(name: string, sql: string, params?: Readonly<Record<string, unknown>>): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the engine (embedded) or the client (server); neither migrates. */
export async function openClickHouse(location: ClickHouseLocation): Promise<ClickHouse> {
  const log = { level: ClickHouseLogLevel.OFF };
  if (location.kind === 'server') {
    const client = createClient({
      url: location.url,
      log,
      clickhouse_settings: engineSettings,
      request_timeout: 120_000,
      use_multipart_params_auto: true,
    });
    return new ClickHouseConnection(client, new URL(location.url).pathname.slice(1) || 'default');
  }
  const { connection, database } = await openEmbeddedConnection(location.directory);
  return new ClickHouseConnection(createClient({ connection, log }), database);
}

class ClickHouseConnection implements ClickHouse {
  constructor(
    private readonly client: ClickHouseClient,
    readonly database: string,
  ) {}

  async query<P, R>(query: NamedQuery<P, R>, params: P): Promise<R[]> {
    try {
      const result = await this.read(query, params);
      const rows = await result.json();
      return rows.map((row) => parsed(query, row));
    } catch (error) {
      throw failureOf(query.name, error);
    }
  }

  async *stream<P, R>(query: NamedQuery<P, R>, params: P): AsyncGenerator<R[]> {
    try {
      const result = await this.read(query, params, inBlocks);
      for await (const block of result.stream()) yield block.map((row) => parsed(query, row.json()));
    } catch (error) {
      throw failureOf(query.name, error);
    }
  }

  async insert(
    table: string,
    rows: readonly object[] | EncodedRows,
    options: { readonly token: string },
  ): Promise<void> {
    try {
      const encoded = encode(rows);
      if (encoded === undefined) return;
      const [first, ...others] = encoded.columns;
      if (first === undefined) throw new TypeError('a row has no columns');
      await this.client.insert({
        table,
        columns: [first, ...others],
        values: Readable.from(encoded.rows, { objectMode: false }),
        format: 'TabSeparated',
        clickhouse_settings: { insert_deduplication_token: options.token },
      });
    } catch (error) {
      throw failureOf(`insert ${table}`, error);
    }
  }

  async command(name: string, sql: string, params?: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.client.command({
        query: tagged(name, sql),
        query_params: parameterValues(sql, params ?? {}),
      });
    } catch (error) {
      throw failureOf(name, error);
    }
  }

  async ping(): Promise<void> {
    const answer = await this.client.ping();
    if (!answer.success) throw failureOf('ping', answer.error);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private read<P, R>(query: NamedQuery<P, R>, params: P, how = ''): Promise<ResultSet<'JSONEachRow'>> {
    return this.client.query({
      query: how + tagged(query.name, query.sql),
      query_params: parameterValues(query.sql, query.params.parse(params) as Record<string, unknown>),
      format: 'JSONEachRow',
    });
  }
}

/** Undefined where there are no rows. */
function encode(rows: readonly object[] | EncodedRows): EncodedRows | undefined {
  if ('columns' in rows)
    return rows.rows.length === 0 ? undefined : { ...rows, rows: [Buffer.concat(rows.rows)] };
  const [first] = rows;
  if (first === undefined) return undefined;
  const columns = Object.keys(first);
  return { columns, rows: [tabSeparated(rows, columns)] };
}

/** In front, so that the process list shows it first. */
const tagged = (name: string, sql: string): string => `/* ${name} */ ${sql}`;

function parsed<R>(query: NamedQuery<unknown, R>, row: unknown): R {
  const result = query.row.safeParse(row);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new ClickHouseRowError(
    query.name,
    `a row is not as declared: ${problems.join('; ')}`,
    undefined,
    undefined,
  );
}
