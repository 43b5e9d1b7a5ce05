/**
 * How many statements a second the engine takes where nothing is done but insert their rows: encoded beforehand, in
 * batches as large as ingest's largest, into the typed table and the log with its views. Writes the rate as JSON.
 *
 *   node bare-insertion.js DIRECTORY
 */
import { createHash, randomUUID } from 'node:crypto';
import { clickHouseMigrations, migrateClickHouse, openClickHouse } from '#libs/clickhouse';
import { SeededRandom } from '#libs/models';
import { contentHash, learnerPidOf, pseudonymise, storedStatement, type Statement } from '#libs/xapi';
import { createEncodeStatement, logColumns, typedColumns, type EncodedStatement } from '#pipelines/ingest';
import { benchStatement } from '../../bench-statement.js';

const ROWS = 60_000;
const BATCHES = [1000, 10_000];

const encode = createEncodeStatement();
const random = new SeededRandom(2);
const authority = {
  objectType: 'Agent' as const,
  account: { homePage: 'http://127.0.0.1', name: 'key:bench' },
};

const [, , directory = ''] = process.argv;
const clickhouse = await openClickHouse({ kind: 'embedded', directory });
try {
  await migrateClickHouse(clickhouse, clickHouseMigrations);
  const rates: Record<string, number> = {};
  for (const batch of BATCHES) rates[batch] = await rateOf(batch);
  process.stdout.write(JSON.stringify(rates));
} finally {
  await clickhouse.close();
}

/** Statements a second. */
async function rateOf(batch: number): Promise<number> {
  const rows = Array.from({ length: ROWS }, (_, n) => encoded(n));
  const started = performance.now();
  for (let at = 0; at < ROWS; at += batch) {
    const part = rows.slice(at, at + batch);
    const token = randomUUID();
    await Promise.all([
      clickhouse.insert(
        'statements',
        { columns: typedColumns, rows: part.map(({ typedRow }) => typedRow) },
        { token },
      ),
      clickhouse.insert(
        'statement_log',
        { columns: logColumns, rows: part.map(({ logRow }) => logRow) },
        { token },
      ),
    ]);
  }
  return (ROWS * 1000) / (performance.now() - started);
}

function encoded(n: number): EncodedStatement {
  const sent = benchStatement(random);
  const statement: Statement = pseudonymise(sent, (identifier) => ({ pid: pidOf(identifier), form: 0 }));
  const stored = new Date().toISOString();
  const whole = storedStatement(statement, { id: sent.id, stored, authority, version: '1.0.3' });
  const outcome = encode({
    message: {
      v: 1,
      tenant: 'default',
      timeZone: 'Asia/Shanghai',
      learnerPid: learnerPidOf(whole),
      id: sent.id,
      stored,
      n,
      contentHash: contentHash(statement),
      version: '1.0.3',
      source: 'xapi',
      statement: JSON.stringify(whole),
    },
    statement: whole,
  });
  if (outcome.kind !== 'ok') throw new Error(`a statement of the bench cannot be kept: ${outcome.reason}`);
  return outcome.value;
}

/** As long as pseudonyms are. */
function pidOf(identifier: string): string {
  return createHash('sha256').update(identifier).digest('hex').slice(0, 26);
}
