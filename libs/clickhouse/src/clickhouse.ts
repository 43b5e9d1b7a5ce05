import { Readable } from 'node:stream';
import type { ClickHouseSettings, ResultSet } from '@clickhouse/client';
import * as z from 'zod';
import type { ClickHouseLocation } from '#libs/config';
import { openEmbeddedConnection } from './embedded-engine.js';
import type { EngineConnection } from './engine-connection.js';
import { ClickHouseRowError, failureOf } from './errors.js';
import { openHttpConnection } from './http-connection.js';
import { defineQuery, type NamedQuery } from './named-query.js';
import { parameterValues } from './query-parameters.js';
import { encodedRows, type EncodedRows } from './tab-separated.js';

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
  /** Deletes the rows for which the condition holds; on a cluster, on every shard. Reads whole parts: for what is rare. */
  remove(table: string, condition: string, params: Readonly<Record<string, unknown>>): Promise<void>;
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the engine (embedded) or the client (server); neither migrates. */
export async function openClickHouse(location: ClickHouseLocation): Promise<ClickHouse> {
  return new ClickHouseStore(
    location.kind === 'server'
      ? openHttpConnection(location.url, location.cluster)
      : await openEmbeddedConnection(location.directory),
  );
}

class ClickHouseStore implements ClickHouse {
  constructor(private readonly connection: EngineConnection) {}

  get database(): string {
    return this.connection.database;
  }

  async query<P, R>(query: NamedQuery<P, R>, params: P): Promise<R[]> {
    try {
      const { wholeAnswer } = this.connection;
      const rows = await this.connection.during(async () =>
        (await this.read(query, params, (sql) => sql, wholeAnswer)).json(),
      );
      return rows.map((row) => parsed(query, row));
    } catch (error) {
      throw failureOf(query.name, error);
    }
  }

  async *stream<P, R>(query: NamedQuery<P, R>, params: P): AsyncGenerator<R[]> {
    try {
      const { connection } = this;
      const result = await connection.during(() =>
        this.read(query, params, (sql) => connection.inBlocks(sql), {}),
      );
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
      await this.connection.during(() =>
        this.connection.client.insert({
          table,
          columns: [first, ...others],
          values: Readable.from(encoded.rows, { objectMode: false }),
          format: 'TabSeparated',
          clickhouse_settings: { insert_deduplication_token: options.token },
        }),
      );
    } catch (error) {
      throw failureOf(`insert ${table}`, error);
    }
  }

  async command(name: string, sql: string, params?: Readonly<Record<string, unknown>>): Promise<void> {
    try {
      await this.connection.during(() =>
        this.connection.client.command({
          query: this.connection.tagged(name, sql),
          query_params: parameterValues(sql, params ?? {}),
        }),
      );
    } catch (error) {
      throw failureOf(name, error);
    }
  }

  remove(table: string, condition: string, params: Readonly<Record<string, unknown>>): Promise<void> {
    return this.command(
      `remove ${table}`,
      `${this.connection.deletionFrom(table)} WHERE ${condition}`,
      params,
    );
  }

  async ping(): Promise<void> {
    try {
      // asked as a statement: the bare ping of a server answers to a wrong password too
      await this.query(nothing, {});
    } catch (error) {
      throw failureOf('ping', error);
    }
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  private async read<P, R>(
    query: NamedQuery<P, R>,
    params: P,
    how: (statement: string) => string,
    settings: ClickHouseSettings,
  ): Promise<ResultSet<'JSONEachRow'>> {
    return this.connection.client.query({
      query: how(this.connection.tagged(query.name, query.sql)),
      query_params: parameterValues(query.sql, query.params.parse(params) as Record<string, unknown>),
      format: 'JSONEachRow',
      clickhouse_settings: settings,
    });
  }
}

const nothing = defineQuery({
  name: 'ping',
  sql: 'SELECT 1 AS one',
  params: z.object({}),
  row: z.object({ one: z.int() }),
});

/** Undefined where there are no rows. */
function encode(rows: readonly object[] | EncodedRows): EncodedRows | undefined {
  if ('columns' in rows)
    return rows.rows.length === 0 ? undefined : { ...rows, rows: [Buffer.concat(rows.rows)] };
  const [first] = rows;
  if (first === undefined) return undefined;
  const columns = Object.keys(first);
  return { columns, rows: [encodedRows(rows, columns)] };
}

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
