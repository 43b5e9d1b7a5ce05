import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, ClickHouseLogLevel, type ClickHouseClient } from '@clickhouse/client';
import { plainDeletion, type EngineConnection } from './engine-connection.js';
import { clusterSettings, engineSettings } from './engine-settings.js';
import { clusterDeletion } from './sharding.js';

/** Requests at once; more wait for one of them. */
const openConnections = 10;
/** Above `max_execution_time`: the server's own limit, which says why, comes first. Milliseconds. */
const requestTimeout = 90_000;
/** How long `close` lets what runs go on before it is killed, and how long a kill may take. Milliseconds. */
const grace = 3000;
const killTime = 2000;

/**
 * A server behind its HTTP interface. There is no session: the settings are given with every request, so nothing can
 * stick to the next. Every statement is marked, so that what still runs at the end is found and killed.
 * @param url user, password and database are in it; further names are the client's (`?compression_request=1`), those
 *   with `clickhouse_setting_` in front the server's
 * @param cluster its name, where the tables lie on one
 */
export function openHttpConnection(url: string, cluster: string | undefined): EngineConnection {
  const client = createClient({
    url,
    application: 'snowlight',
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: {
      ...engineSettings,
      ...(cluster === undefined ? {} : clusterSettings),
      // a read that nobody waits for any longer ends on the server too
      cancel_http_readonly_queries_on_client_close: 1,
    },
    max_open_connections: openConnections,
    request_timeout: requestTimeout,
    // a socket that the server closes at this very moment would fail the request that takes it
    keep_alive: { idle_socket_ttl: 2000, eagerly_destroy_stale_sockets: true },
    use_multipart_params_auto: true,
  });
  return new HttpConnection(client, decodeURIComponent(new URL(url).pathname.slice(1)) || 'default', cluster);
}

class HttpConnection implements EngineConnection {
  /** Else the first rows would go out with status 200 before the query has failed. */
  readonly wholeAnswer = { wait_end_of_query: 1 } as const;
  private readonly mark = `snowlight:${randomUUID().slice(0, 8)}`;
  private readonly running = new Set<Promise<unknown>>();
  private closing: Promise<void> | undefined;

  constructor(
    readonly client: ClickHouseClient,
    readonly database: string,
    private readonly cluster: string | undefined,
  ) {}

  async during<T>(call: () => Promise<T>): Promise<T> {
    if (this.closing !== undefined) throw new Error('the connection is closed');
    const running = call();
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  tagged(name: string, sql: string): string {
    return `/* ${name} ${this.mark} */ ${sql}`;
  }

  inBlocks(statement: string): string {
    return statement;
  }

  deletionFrom(table: string): string {
    return this.cluster === undefined ? plainDeletion(table) : clusterDeletion(table, this.cluster);
  }

  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  private async end(): Promise<void> {
    const finished = Promise.allSettled(this.running);
    const late = new AbortController();
    const killing = delay(grace, undefined, { signal: late.signal }).then(
      // what was killed says so soon
      () => this.killOurs().then(() => delay(killTime, undefined, { signal: late.signal })),
    );
    await Promise.race([finished, killing.catch(() => undefined)]);
    late.abort();
    await this.client.close();
  }

  /** What a server that is away runs, it runs no longer: then there is nothing to kill. */
  private async killOurs(): Promise<void> {
    const killed = this.client.command({
      query: `KILL QUERY WHERE query LIKE {mark:String} AND query NOT LIKE 'KILL QUERY%' ASYNC`,
      query_params: { mark: `%${this.mark} */%` },
    });
    await Promise.race([killed.catch(() => undefined), delay(killTime, undefined, { ref: false })]);
  }
}
