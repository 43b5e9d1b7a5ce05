import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import {
  ClickHouseAccessDenied,
  ClickHouseUnavailable,
  defineQuery,
  openClickHouse,
  WholeNumber,
  type ClickHouse,
} from '#libs/clickhouse';
import { describeClickHouseContract } from '../contract/clickhouse.contract.js';
import { ClickHouseServer } from '../support/clickhouse-server/clickhouse-server.js';

const count = defineQuery({
  name: 'wire.count',
  sql: 'SELECT count() AS rows, uniqExact(batch) AS batches FROM wire',
  params: z.object({}),
  row: z.object({ rows: WholeNumber, batches: WholeNumber }),
});

describe('ClickHouse over HTTP', () => {
  let server: ClickHouseServer;
  const open = (url = server.url): Promise<ClickHouse> =>
    openClickHouse({ kind: 'server', url, cluster: undefined });

  beforeAll(async () => {
    server = await ClickHouseServer.start();
  }, 60_000);
  afterAll(() => server.close());

  describeClickHouseContract(() => open());

  describe('an address that is wrong is one sentence', () => {
    const changed = (
      change: Partial<Record<'password' | 'username' | 'pathname' | 'port', string>>,
    ): string => Object.assign(new URL(server.url), change).href;

    it.each([
      ['password', { password: 'wrong' }, /user or password are wrong: mend CLICKHOUSE_URL \(516/],
      ['user', { username: 'nobody' }, /user or password are wrong: mend CLICKHOUSE_URL \(516/],
      [
        'database',
        { pathname: '/not_there' },
        /the database is not there: create it, or mend CLICKHOUSE_URL \(81/,
      ],
    ])('%s', async (_, change, sentence) => {
      const clickhouse = await open(changed(change));
      const asked = clickhouse.ping();
      await expect(asked).rejects.toThrow(sentence);
      await expect(asked).rejects.toThrow(ClickHouseAccessDenied);
      await clickhouse.close();
    });

    it('port', async () => {
      const clickhouse = await open(changed({ port: '1' }));
      await expect(clickhouse.ping()).rejects.toThrow('clickhouse ping: not reachable (ECONNREFUSED)');
      await expect(clickhouse.ping()).rejects.toThrow(ClickHouseUnavailable);
      await clickhouse.close();
    });
  });

  it('kills on the server what does not end when it closes', async () => {
    const clickhouse = await open();
    const endless = clickhouse.command(
      'wire.endless',
      'SELECT count() FROM numbers(1e13) WHERE sipHash64(number) = 1 FORMAT Null',
    );
    const ended = endless.catch((error: unknown) => error);
    await clickhouse.ping();
    await clickhouse.close();
    expect(await ended).toMatchObject({ type: 'QUERY_WAS_CANCELLED' });
    expect(
      await server.statement(
        `SELECT count() FROM system.processes WHERE query LIKE '%sipHash64%' AND query NOT LIKE '%processes%'`,
      ),
    ).toBe('0\n');
  }, 20_000);

  describe('rows', () => {
    const batchOf = (batch: number) =>
      Array.from({ length: 1000 }, (_, n) => ({ id: batch * 1000 + n, batch, note: 'x'.repeat(100) }));

    beforeAll(async () => {
      const clickhouse = await open();
      await clickhouse.command(
        'wire.create',
        `CREATE TABLE wire (id UInt64, batch UInt32, note String) ENGINE = MergeTree ORDER BY id
         SETTINGS non_replicated_deduplication_window = 1000, fsync_after_insert = 1`,
      );
      await clickhouse.close();
    });

    it('go and come packed where the address asks for it', async () => {
      const packed = new URL(server.url);
      packed.searchParams.set('compression_request', '1');
      packed.searchParams.set('compression_response', '1');
      const clickhouse = await open(packed.href);
      await clickhouse.insert('wire', batchOf(0), { token: 'packed' });
      expect(await clickhouse.query(count, {})).toEqual([{ rows: 1000, batches: 1 }]);
      const notes = defineQuery({
        name: 'wire.notes',
        sql: 'SELECT note FROM wire',
        params: z.object({}),
        row: z.object({ note: z.string() }),
      });
      let read = 0;
      for await (const block of clickhouse.stream(notes, {})) read += block.length;
      expect(read).toBe(1000);
      await clickhouse.close();
    });

    it('of a setting in the address are asked by it, beside our own', async () => {
      const asking = new URL(server.url);
      asking.searchParams.set('clickhouse_setting_max_threads', '3');
      const clickhouse = await open(asking.href);
      const settings = defineQuery({
        name: 'wire.settings',
        sql: `SELECT toUInt32(getSetting('max_threads')) AS threads, toUInt32(getSetting('max_execution_time')) AS seconds`,
        params: z.object({}),
        row: z.unknown(),
      });
      expect(await clickhouse.query(settings, {})).toEqual([{ threads: 3, seconds: 60 }]);
      await clickhouse.close();
    });

    it('sent while the server is killed and comes back are there once, each', async () => {
      if (!server.isOurs) return;
      const clickhouse = await open();
      const failures: unknown[] = [];
      const send = async (batch: number): Promise<void> => {
        for (;;)
          try {
            await clickhouse.insert('wire', batchOf(batch), { token: `batch ${String(batch)}` });
            return;
          } catch (error) {
            failures.push(error);
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
      };
      const sending = (async () => {
        for (let from = 1; from <= 40; from += 4) await Promise.all([0, 1, 2, 3].map((n) => send(from + n)));
      })();
      for (let kills = 0; kills < 2; kills++) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        await server.kill();
        await server.restart();
      }
      await sending;
      expect(failures.length).toBeGreaterThan(0);
      expect(failures.filter((error) => !(error instanceof ClickHouseUnavailable))).toEqual([]);
      expect(await clickhouse.query(count, {})).toEqual([{ rows: 41_000, batches: 41 }]);
      await clickhouse.close();
    }, 60_000);
  });
});
