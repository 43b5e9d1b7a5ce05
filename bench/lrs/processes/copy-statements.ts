/**
 * Makes a store as large as it is wanted, out of the statements that came in through the door: each copy is all of
 * them a day earlier, with ids of its own, made inside the engine and found by the same views. Writes how many there
 * are and ids of some, as JSON.
 *
 *   node copy-statements.js DATA_DIR COPIES
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { defineQuery, openClickHouse, WholeNumber, type ClickHouse } from '#libs/clickhouse';

const SAMPLE = 5000;
const SETTLED_WITHIN_MS = 600_000;

const day = `toIntervalDay({copy:UInt32})`;
const iso = (instant: string): string =>
  `concat(formatDateTime(${instant}, '%Y-%m-%dT%H:%i:%S', 'UTC'), '.',
    leftPad(toString(toUnixTimestamp64Milli(${instant}) % 1000), 3, '0'), 'Z')`;

/** Its first 32 bits, XOR a number that no other copy has: as many ids as statements. */
const copiedId = `toUUID(concat(lower(leftPad(hex(bitXor(
    reinterpretAsUInt32(reverse(unhex(substring(toString(statement_id), 1, 8)))),
    toUInt32({copy:UInt32} * 2654435761 % 4294967296))), 8, '0')), substring(toString(statement_id), 9)))`;

const copyLog = `
  INSERT INTO statement_log
    (tenant, stored, n, statement_id, content_hash, reference, voids, terms, authority, statement)
  SELECT tenant, moved, n, copied, content_hash, reference, voids, terms, authority,
    replaceOne(replaceOne(replaceOne(statement, toString(statement_id), toString(copied)),
      ${iso('stored')}, ${iso('moved')}), happened,
      ${iso(`(parseDateTime64BestEffort(happened, 3, 'UTC') - ${day})`)})
  FROM (
    SELECT *, stored - ${day} AS moved, ${copiedId} AS copied, JSONExtractString(statement, 'timestamp') AS happened
    FROM statement_log WHERE stored >= {from:DateTime64(3, 'UTC')})`;

const copyTyped = `
  INSERT INTO statements
  SELECT * REPLACE (${copiedId} AS statement_id, day - ${day} AS day, timestamp - ${day} AS timestamp,
    stored - ${day} AS stored, inserted_at - ${day} AS inserted_at)
  FROM statements WHERE stored >= {from:DateTime64(3, 'UTC')}`;

const extent = defineQuery({
  name: 'bench.extent of the log',
  sql: 'SELECT count() AS statements, toString(min(stored)) AS first FROM statement_log',
  params: z.object({}),
  row: z.object({ statements: WholeNumber, first: z.string() }),
});

const someIds = defineQuery({
  name: 'bench.some ids',
  sql: `
    SELECT toString(statement_id) AS id FROM statement_ids
    WHERE cityHash64(statement_id) % {nth:UInt32} = 0 ORDER BY cityHash64(statement_id) LIMIT {most:UInt32}`,
  params: z.object({ nth: z.number(), most: z.number() }),
  row: z.object({ id: z.string() }),
});

const merging = defineQuery({
  name: 'bench.merges',
  sql: 'SELECT count() AS merges FROM system.merges',
  params: z.object({}),
  row: z.object({ merges: WholeNumber }),
});

const [, , dataDir = '', copies = '0'] = process.argv;
const clickhouse = await openClickHouse({ kind: 'embedded', directory: join(dataDir, 'clickhouse') });
try {
  const [before] = await clickhouse.query(extent, {});
  // of what is made at a go, every row would be written again two or three times while the rest is made
  await clickhouse.command('bench.stop merges', 'SYSTEM STOP MERGES');
  for (let copy = 1; copy <= Number(copies); copy++) {
    const params = { copy, from: before?.first ?? '' };
    await clickhouse.command('bench.copy log', copyLog, params);
    await clickhouse.command('bench.copy typed', copyTyped, params);
  }
  await clickhouse.command('bench.start merges', 'SYSTEM START MERGES');
  await settled(clickhouse);
  const [after] = await clickhouse.query(extent, {});
  const statements = after?.statements ?? 0;
  const nth = Math.max(1, Math.floor(statements / SAMPLE / 2));
  const rows = await clickhouse.query(someIds, { nth, most: SAMPLE });
  process.stdout.write(JSON.stringify({ statements, ids: rows.map(({ id }) => id) }));
} finally {
  await clickhouse.close();
}

/** Until the engine has nothing left to merge, as a store that grew in months has not. */
async function settled(store: ClickHouse): Promise<void> {
  const until = performance.now() + SETTLED_WITHIN_MS;
  for (let quiet = 0; quiet < 4 && performance.now() < until;) {
    const [running] = await store.query(merging, {});
    quiet = running?.merges === 0 ? quiet + 1 : 0;
    await sleep(500);
  }
}
