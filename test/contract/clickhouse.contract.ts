import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import {
  type ClickHouse,
  ClickHouseQueryError,
  ClickHouseRowError,
  ClickHouseTimeout,
  ClickHouseUnavailable,
  defineQuery,
  encodedRow,
  WholeNumber,
} from '#libs/clickhouse';
import { describeMigrationContract } from './clickhouse-migrations.contract.js';

const count = defineQuery({
  name: 'contract.count',
  sql: 'SELECT count() AS rows FROM contract',
  params: z.object({}),
  row: z.object({ rows: WholeNumber }),
});

const read = <R>(sql: string, row: z.ZodType<R>) =>
  defineQuery({ name: 'contract.read', sql, params: z.record(z.string(), z.unknown()), row });

/**
 * What the rest of Snowlight relies on, whichever engine answers. Most of it pins traps that were met: settings that
 * stick to a session, tokens that swallow later inserts, digits that get lost.
 */
export function describeClickHouseContract(open: () => Promise<ClickHouse>): void {
  let clickhouse: ClickHouse;
  const rows = async () => (await clickhouse.query(count, {}))[0]?.rows;

  beforeAll(async () => {
    clickhouse = await open();
    await clickhouse.command(
      'contract.create',
      `CREATE TABLE IF NOT EXISTS contract (id UInt64, at DateTime64(3, 'UTC') DEFAULT 0, note String DEFAULT '')
       ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`,
    );
  }, 60_000);
  afterAll(async () => clickhouse.close());
  beforeEach(async () => clickhouse.command('contract.empty', 'TRUNCATE TABLE contract'));

  describe('values', () => {
    it('arrive as they were sent, whatever characters they have', async () => {
      const echo = read(
        'SELECT {text:String} AS text, {list:Array(String)} AS list, {maybe:Nullable(String)} AS maybe',
        z.unknown(),
      );
      const text = fc.string({ unit: 'grapheme', maxLength: 20 });
      const tricky = fc.oneof(
        text,
        fc.constantFrom(`'`, '\\', `\\'`, '\n', '\t', '\r', '\\N', '{x:String}', '--', ';'),
      );
      await fc.assert(
        fc.asyncProperty(
          fc.record({ text: tricky, list: fc.array(tricky, { maxLength: 4 }), maybe: fc.option(tricky) }),
          async (values) => {
            fc.pre(values.maybe !== '\\N');
            expect(await clickhouse.query(echo, values)).toEqual([values]);
          },
        ),
        { numRuns: 150 },
      );
    });

    it('of every type come back as they went', async () => {
      const given = {
        whole: -2147483648,
        big: '18446744073709551615',
        fraction: 0.1,
        flag: true,
        id: '0b7e3c4e-7d1a-4c8c-9a53-1a2b3c4d5e6f',
        day: '1925-12-31',
        instant: '2026-03-01 00:00:00.125',
        numbers: [1, -2, 3],
        days: ['2026-03-01', '2299-12-31'],
        ids: ['0b7e3c4e-7d1a-4c8c-9a53-1a2b3c4d5e6f'],
        none: [],
        nothing: null,
      };
      const types = {
        whole: 'Int32',
        big: 'UInt64',
        fraction: 'Float64',
        flag: 'Bool',
        id: 'UUID',
        day: 'Date32',
        instant: `DateTime64(3, 'UTC')`,
        numbers: 'Array(Int16)',
        days: 'Array(Date32)',
        ids: 'Array(UUID)',
        none: 'Array(String)',
        nothing: 'Nullable(UInt8)',
      };
      const echo = Object.entries(types).map(([name, type]) => `{${name}:${type}} AS ${name}`);
      expect(await clickhouse.query(read(`SELECT ${echo.join(', ')}`, z.unknown()), given)).toEqual([
        { ...given, instant: '2026-03-01T00:00:00.125Z' },
      ]);
    });

    it('may be longer than an address of the web or a statement may be', async () => {
      const ids = Array.from(
        { length: 20_000 },
        (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      );
      const length = read('SELECT length({ids:Array(UUID)}) AS ids', z.object({ ids: WholeNumber }));
      expect(await clickhouse.query(length, { ids })).toEqual([{ ids: 20_000 }]);
    });

    it('keep all digits of 64-bit integers, and small integers are numbers', async () => {
      const shape = z.object({ big: z.string(), small: z.number() });
      expect(
        await clickhouse.query(
          read('SELECT toUInt64(9007199254740993) AS big, toUInt32(7) AS small', shape),
          {},
        ),
      ).toEqual([{ big: '9007199254740993', small: 7 }]);
      const number = read('SELECT toInt64({n:Int64}) AS n', z.object({ n: WholeNumber }));
      expect(await clickhouse.query(number, { n: -5 })).toEqual([{ n: -5 }]);
      await expect(clickhouse.query(number, { n: 9007199254740993n })).rejects.toThrow('within 2^53');
    });

    it('are instants with any offset on the way in and ISO 8601 in UTC on the way out', async () => {
      await clickhouse.insert('contract', [{ id: 1, at: '2026-03-01T08:00:00.125+08:00' }], {
        token: 'instant',
      });
      const at = read(
        'SELECT at FROM contract WHERE at = {at:DateTime64(3)}',
        z.object({ at: z.iso.datetime() }),
      );
      expect(await clickhouse.query(at, { at: '2026-03-01T00:00:00.125Z' })).toEqual([
        { at: '2026-03-01T00:00:00.125Z' },
      ]);
    });

    it('that are forgotten are refused, even when an earlier call gave them', async () => {
      const echo = read('SELECT {forgotten:String} AS text', z.unknown());
      await clickhouse.query(echo, { forgotten: 'earlier' });
      await expect(clickhouse.query(echo, {})).rejects.toThrow('forgotten is not given');
    });

    it('of concurrent reads do not mix', async () => {
      const echo = read('SELECT {n:UInt32} AS n, {n:UInt32} AS again, sleep(0.01) AS slept', z.unknown());
      const numbers = Array.from({ length: 100 }, (_, n) => n);
      const answers = await Promise.all(numbers.map((n) => clickhouse.query(echo, { n })));
      expect(answers).toEqual(numbers.map((n) => [{ n, again: n, slept: 0 }]));
    });
  });

  describe('inserts', () => {
    it('are readable as soon as they are acknowledged', async () => {
      await clickhouse.insert('contract', [{ id: 1 }, { id: 2 }], { token: 'seen at once' });
      expect(await rows()).toBe(2);
    });

    it('retried with the same token are stored once', async () => {
      for (let attempt = 0; attempt < 3; attempt++)
        await clickhouse.insert('contract', [{ id: 1 }, { id: 2 }], { token: 'retried' });
      expect(await rows()).toBe(2);
    });

    it('with another token are stored, equal or not: a token does not stick', async () => {
      await clickhouse.insert('contract', [{ id: 1 }], { token: 'first' });
      await clickhouse.insert('contract', [{ id: 1 }], { token: 'second' });
      await clickhouse.command(
        'contract.select',
        'INSERT INTO contract (id) SELECT number + 10 FROM numbers(3)',
      );
      await clickhouse.command(
        'contract.select',
        'INSERT INTO contract (id) SELECT number + 20 FROM numbers(3)',
      );
      expect(await rows()).toBe(8);
    });

    it('are stored whole or not at all, and the message does not repeat the row', async () => {
      const batch = [{ id: 1 }, { id: 'Zhang San' }, { id: 3 }];
      const refused = clickhouse.insert('contract', batch, { token: 'bad' });
      await expect(refused).rejects.toThrow(ClickHouseQueryError);
      await expect(refused).rejects.not.toThrow(/Zhang/);
      expect(await rows()).toBe(0);
    });

    it('take rows that are bytes already', async () => {
      const columns = ['id', 'note'];
      const encoded = [1, 2, 3].map((id) => encodedRow({ id, note: `tab\t, \\ and ${String(id)}` }, columns));
      await clickhouse.insert('contract', { columns, rows: encoded }, { token: 'bytes' });
      const notes = read(
        'SELECT id, note FROM contract ORDER BY id',
        z.object({ id: WholeNumber, note: z.string() }),
      );
      expect((await clickhouse.query(notes, {}))[2]).toEqual({ id: 3, note: 'tab\t, \\ and 3' });
    });

    it('into what is not there say so, and do not pass by being tried again', async () => {
      const missing = clickhouse.insert('gone', [{ id: 1 }], { token: 'gone' });
      await expect(missing).rejects.toThrow(/^clickhouse insert gone: .*gone/);
      await expect(missing).rejects.toMatchObject({ type: 'UNKNOWN_TABLE', isPassing: false });
    });

    it('need the same columns in every row', async () => {
      const batch = [{ id: 1 }, { id: 2, note: 'more' }];
      await expect(clickhouse.insert('contract', batch, { token: 'odd' })).rejects.toThrow('same columns');
    });

    it('of no rows are nothing to do', async () => {
      await clickhouse.insert('contract', [], { token: 'none' });
      expect(await rows()).toBe(0);
    });
  });

  describe('reads', () => {
    it('do not leave their settings behind', async () => {
      const threads = read(
        `SELECT getSetting('max_threads') AS threads, getSetting('max_execution_time') AS seconds`,
        z.unknown(),
      );
      const before = await clickhouse.query(threads, {});
      for (let i = 0; i < 20; i++)
        await clickhouse.query(
          read('SELECT 1 SETTINGS max_threads = 13, max_execution_time = 7', z.unknown()),
          {},
        );
      expect(await clickhouse.query(threads, {})).toEqual(before);
    });

    it('are stopped by their own time limit', async () => {
      const endless = read(
        'SELECT count() FROM numbers(1e13) WHERE sipHash64(number) = 1 SETTINGS max_execution_time = 1',
        z.unknown(),
      );
      const stopped = clickhouse.query(endless, {});
      await expect(stopped).rejects.toThrow(ClickHouseTimeout);
      await expect(stopped).rejects.toThrow('took longer than it may (159 TIMEOUT_EXCEEDED)');
    }, 20_000);

    it('do not wait for a slow one', async () => {
      const slow = clickhouse.query(read('SELECT sleep(1.5)', z.unknown()), {}).then(() => 'slow');
      const quick = clickhouse
        .query(read('SELECT {n:UInt8} AS n', z.unknown()), { n: 1 })
        .then(() => 'quick');
      expect(await Promise.race([slow, quick])).toBe('quick');
      await slow;
    });

    it('stream in blocks, and leaving a stream frees what it held', async () => {
      const numbers = read(
        'SELECT number AS n FROM numbers(20000) SETTINGS max_block_size = 1000',
        z.object({ n: WholeNumber }),
      );
      const blocks: number[] = [];
      for await (const block of clickhouse.stream(numbers, {})) blocks.push(block.length);
      expect(blocks.length).toBeGreaterThan(1);
      expect(blocks.reduce((sum, length) => sum + length)).toBe(20_000);
      for (let i = 0; i < 20; i++)
        for await (const block of clickhouse.stream(numbers, {})) {
          expect(block[0]).toEqual({ n: 0 });
          break;
        }
      await clickhouse.ping();
    });

    it('that nobody reads any longer end in the engine too', async () => {
      const endless = read(
        `SELECT number AS n, 'abandoned' AS why FROM numbers(1e13) WHERE sipHash64(number) % 1000 = 1
         SETTINGS max_block_size = 8192`,
        z.object({ n: WholeNumber }),
      );
      for await (const block of clickhouse.stream(endless, {})) {
        expect(block.length).toBeGreaterThan(0);
        break;
      }
      const running = read(
        `SELECT count() AS n FROM system.processes WHERE query LIKE '%abandoned%' AND query NOT LIKE '%processes%'`,
        z.object({ n: WholeNumber }),
      );
      const end = Date.now() + 5000;
      while ((await clickhouse.query(running, {}))[0]?.n !== 0) expect(Date.now()).toBeLessThan(end);
    }, 20_000);

    it('in blocks that fail after the first reject', async () => {
      const failing = read(
        'SELECT throwIf(number = 250000) AS n FROM numbers(300000) SETTINGS max_block_size = 1000, max_threads = 1',
        z.unknown(),
      );
      let blocks = 0;
      const reading = async (): Promise<void> => {
        for await (const block of clickhouse.stream(failing, {})) blocks += block.length;
      };
      await expect(reading()).rejects.toThrow(ClickHouseQueryError);
      expect(blocks).toBeLessThan(300_000);
    });

    it('that fail half way reject', async () => {
      const failing = read('SELECT throwIf(number = 250000) AS n FROM numbers(300000)', z.unknown());
      await expect(clickhouse.query(failing, {})).rejects.toThrow(ClickHouseQueryError);
    });

    it('explain a statement that does not fit the schema, by the name of the query', async () => {
      await expect(clickhouse.query(read('SELECT nope FROM contract', z.unknown()), {})).rejects.toThrow(
        /^clickhouse contract\.read: .*nope/,
      );
    });

    it('refuse a row of another shape without repeating it', async () => {
      const wrong = clickhouse.query(read(`SELECT 'Zhang San' AS n`, z.object({ n: z.number() })), {});
      await expect(wrong).rejects.toThrow(ClickHouseRowError);
      await expect(wrong).rejects.not.toThrow(/Zhang/);
    });
  });

  describeMigrationContract(() => clickhouse);

  it('finishes what runs when it closes, and refuses what comes later', async () => {
    const other = read('SELECT sleep(0.3) AS slept', z.unknown());
    const running = clickhouse.query(other, {});
    await clickhouse.ping();
    await clickhouse.close();
    expect(await running).toEqual([{ slept: 0 }]);
    await expect(clickhouse.query(other, {})).rejects.toThrow(ClickHouseUnavailable);
    clickhouse = await open();
  }, 20_000);
}
