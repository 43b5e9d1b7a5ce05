import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client';

/** What an engine in this process and a server differ in; all else is the official client's. */
export interface EngineConnection {
  readonly client: ClickHouseClient;
  /** The database that unqualified names mean. */
  readonly database: string;
  /** Runs a call that `close` waits for; rejects where the connection is closed. */
  during<T>(call: () => Promise<T>): Promise<T>;
  /** The statement with its name, by which the process list shows it. */
  tagged(name: string, sql: string): string;
  /** A read whose answer comes in blocks, as the engine makes them. */
  inBlocks(statement: string): string;
  /** What a statement that deletes rows of a table begins with. */
  deletionFrom(table: string): string;
  /** Of a read whose answer is wanted whole. */
  readonly wholeAnswer: ClickHouseSettings;
  /** Lets running calls finish, interrupts those that do not within seconds, and refuses later ones. */
  close(): Promise<void>;
}

export const plainDeletion = (table: string): string => `DELETE FROM ${table}`;

/** In front, so that the process list shows it first. */
export const namedStatement = (name: string, sql: string): string => `/* ${name} */ ${sql}`;
