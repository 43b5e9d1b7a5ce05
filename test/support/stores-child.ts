/**
 * A process that boots the stores as the server does, for specs that kill it. Prints `ready {...}` with what boot took,
 * then with `--write` acknowledges rows of both stores until it is ended.
 */
import { failBoot } from '../../apps/host/src/boot-error.js';
import { DataDirectory } from '../../apps/host/src/data-directory.js';
import { Lifetime } from '../../apps/host/src/lifetime.js';
import { openStores, type Stores } from '../../apps/host/src/open-stores.js';
import { processConfig } from '#libs/config';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const config = processConfig();
  const directory = await DataDirectory.take(config.dataDir);
  const stores = await openStores(config);
  await directory.announce('http://127.0.0.1:3000');
  let writing = process.argv.includes('--write');
  const written = writing ? writeUntil(stores, () => !writing) : Promise.resolve();
  new Lifetime([
    {
      name: 'stop writing',
      run: () => {
        writing = false;
        return written;
      },
    },
    { name: 'close the stores', run: () => stores.close() },
    { name: 'release the data directory', run: () => directory.release() },
  ]).watch();
  print(`ready ${JSON.stringify({ bootMilliseconds: Math.round(performance.now()) })}`);
}

async function writeUntil({ clickhouse, postgres }: Stores, ended: () => boolean): Promise<void> {
  await clickhouse.command(
    'crash.create',
    'CREATE TABLE IF NOT EXISTS crash (id UInt32) ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100',
  );
  await postgres.query('CREATE TABLE IF NOT EXISTS crash (id int PRIMARY KEY)');
  const [last] = await postgres.query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM crash');
  for (let id = (last?.id ?? 0) + 1; !ended(); id++) {
    await clickhouse.insert('crash', [{ id }], { token: String(id) });
    await postgres.query('INSERT INTO crash VALUES ($1)', [id]);
    print(`acknowledged ${id}`);
  }
}

main().catch(failBoot);
