import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '#libs/models';
import type { Server } from '../harness.js';
import { megabytesOf, storedBy } from './processes.js';
import type { Servers } from './servers.js';
import { LIVE_RATE, SteadyLoad, type Answers } from './steady-load.js';

const WARMING_MS = 5000;
const OUTAGE_MS = 15_000;
const LOOK_EVERY_MS = 50;
/** Longer is not waited: a machine that does not drain has told what was asked. */
const MOST_DRAINING_MS = 60_000;
/** The lag of a store that keeps up: a second of the live rate. */
const USUAL_LAG = LIVE_RATE;

interface Town {
  readonly api: Server;
  readonly worker: Server;
  readonly servers: Servers;
  readonly random: SeededRandom;
}

export interface StoreOutage {
  readonly meanwhile: Answers;
  /** Statements that waited when the store was back. */
  readonly lag: number;
  /** Statements a second by which the lag fell while the live rate went on; below 0 where it grew. */
  readonly drainRate: number;
  /** From the store's being back until the lag was as usual, seconds; Infinity where that was not waited for. */
  readonly drainSeconds: number;
  readonly megabytes: readonly { readonly when: string; readonly api: number; readonly worker: number }[];
}

/** A live rate, and ClickHouse away for a while. */
export async function storeOutage({ api, worker, servers, random }: Town): Promise<StoreOutage> {
  const before = await storedBy(worker);
  const live = new SteadyLoad(api.url, random);
  const lagNow = async (): Promise<number> => before + live.taken - (await storedBy(worker));
  const memory = (when: string) => ({ when, api: megabytesOf(api), worker: megabytesOf(worker) });
  await sleep(WARMING_MS);
  const megabytes = [memory('before')];
  await servers.stop('clickhouse');
  live.look();
  await sleep(OUTAGE_MS);
  const meanwhile = live.look();
  megabytes.push(memory('while it was away'));
  await servers.again('clickhouse');
  const back = performance.now();
  let lag = await lagNow();
  let [most, since] = [lag, back];
  while (lag > USUAL_LAG && performance.now() - back < MOST_DRAINING_MS) {
    await sleep(LOOK_EVERY_MS);
    lag = await lagNow();
    // until the worker has noticed, the lag goes on growing
    if (lag >= most && performance.now() - back < OUTAGE_MS) [most, since] = [lag, performance.now()];
  }
  const drained = performance.now();
  await live.end();
  await settled(async () => (await lagNow()) <= 0);
  megabytes.push(memory('after'));
  return {
    meanwhile,
    lag: most,
    drainRate: ((most - lag) * 1000) / (drained - since),
    drainSeconds: lag > USUAL_LAG ? Infinity : (drained - back) / 1000,
    megabytes,
  };
}

/** Until it is so, or the time for that is over. */
async function settled(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + MOST_DRAINING_MS;
  while (!(await isSo()) && performance.now() < end) await sleep(LOOK_EVERY_MS);
}

export interface BrokerOutage {
  readonly meanwhile: Answers;
  /** Of the API, at the end of it. */
  readonly megabytes: number;
  /** From the broker's being back until statements were taken again, seconds. */
  readonly againSeconds: number;
  /** Acknowledged and not stored when all was over. */
  readonly lost: number;
}

/** A live rate, and Kafka away for a while. */
export async function brokerOutage({ api, worker, servers, random }: Town): Promise<BrokerOutage> {
  const before = await storedBy(worker);
  const live = new SteadyLoad(api.url, random);
  await sleep(WARMING_MS);
  await servers.stop('broker');
  // answers of what was acknowledged just before
  await sleep(500);
  live.look();
  await sleep(OUTAGE_MS);
  const meanwhile = live.look();
  const megabytes = megabytesOf(api);
  await servers.again('broker');
  const back = performance.now();
  await settled(() => Promise.resolve(live.look().taken > 0));
  const againSeconds = (performance.now() - back) / 1000;
  await sleep(WARMING_MS);
  await live.end();
  const lost = async (): Promise<number> => Math.max(0, before + live.taken - (await storedBy(worker)));
  await settled(async () => (await lost()) === 0);
  return { meanwhile, megabytes, againSeconds, lost: await lost() };
}
