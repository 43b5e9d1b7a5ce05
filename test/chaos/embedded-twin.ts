/**
 * The embedded engine, given the same statements: prints the checksums of its tables as JSON. The argument is a file with
 * `TwinTask` as JSON.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor, Statement } from '#libs/xapi';
import { delivery } from '../support/data-path.js';
import { townSecret } from '../support/distributed-town.js';
import { checksumsOf } from '../support/twin-checksums.js';
import { withStores, type TestStores } from '../support/stores.js';
import { Town } from '../support/town.js';
import { chaosRoster, promoteModel } from './chaos-learners.js';

export interface TwinTask {
  readonly tenant: string;
  /** Who vouches for all of them. */
  readonly authority: Actor;
  readonly model: string;
  /** As they were sent, and when they were taken. */
  readonly statements: readonly { readonly statement: Statement; readonly stored: string }[];
}

const DELIVERED_AT_ONCE = 500;

process.stdout.write(JSON.stringify(await withStores(live)));

async function live(stores: TestStores): Promise<object> {
  const task = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as TwinTask;
  const town = new Town(stores, task.tenant, townSecret);
  await town.tenants.ensure({ id: task.tenant, name: { zh: '双生', en: 'Twin' } });
  await town.apply(chaosRoster());
  await town.mirror();
  const open = town.open(['ingest', 'features', 'scoring']);
  for (let from = 0; from < task.statements.length; from += DELIVERED_AT_ONCE) {
    const part = task.statements.slice(from, from + DELIVERED_AT_ONCE);
    const order = delivery(
      task.tenant,
      part.map(({ statement }) => statement),
      { stored: part.map(({ stored }) => stored), authority: task.authority, whenFull: 'wait' },
    );
    const { kind } = await open.intake(order);
    if (kind !== 'accepted') throw new Error('the embedded engine refuses what the distributed one took');
  }
  await open.settled();
  await promoteModel(town, task.model);
  await town.watermarks.advance('rollups', { at: new Date(town.now()) });
  open.running.begin();
  // a sweep scores everybody; it is over when nothing more comes
  let [last, sums] = ['', await checksumsOf(stores.clickhouse)];
  while (JSON.stringify(sums) !== last || JSON.stringify(sums.scores).includes('"rows":0')) {
    last = JSON.stringify(sums);
    await sleep(2000);
    sums = await checksumsOf(stores.clickhouse);
  }
  await open.close();
  return sums;
}
