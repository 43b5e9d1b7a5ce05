import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosTown } from './chaos-town.js';
import { killPoints } from './kill-points.js';

export interface Fault {
  readonly name: string;
  /** Resolves when what was broken is whole again; gives what went otherwise than it should, in a sentence. */
  readonly happen: (town: ChaosTown, random: () => number) => Promise<string | undefined>;
}

const outage = (random: () => number): Promise<void> => sleep(500 + 2500 * random());

const fault = (name: string, happen: (town: ChaosTown, random: () => number) => Promise<void>): Fault => ({
  name,
  async happen(town, random) {
    await happen(town, random);
    return undefined;
  },
});

/** What happens to a system of several processes, one at a time. */
export const faults: readonly Fault[] = [
  fault('broker killed', async ({ servers: { broker } }, random) => {
    await broker.end('SIGKILL');
    await outage(random);
    await broker.restart();
  }),
  fault('ClickHouse killed', async ({ servers: { clickhouse } }, random) => {
    await clickhouse.kill();
    await outage(random);
    await clickhouse.restart();
  }),
  fault('PostgreSQL restarted', async ({ servers: { postgres } }, random) => {
    await postgres.stop();
    await outage(random);
    await postgres.restart();
  }),
  fault('worker killed', (town) => town.killWorker()),
  fault('workers join and leave', (town) => town.replaceWorker()),
  fault('network cut', async ({ servers: { proxy } }, random) => {
    proxy.cut();
    await outage(random);
    proxy.restore();
  }),
  fault('API killed', (town) => town.killApi()),
  fault('clock jumps', async (town, random) => {
    const process = town.processes[Math.floor(town.processes.length * random())];
    process?.signal('SIGUSR2');
    await outage(random);
    process?.signal('SIGUSR2');
  }),
];

/** Only where ClickHouse has a disk of its own. */
export const diskFull: Fault = fault('disk of ClickHouse full', async ({ servers }, random) => {
  const { disk } = servers.clickhouse;
  disk?.fill();
  await outage(random);
  disk?.free();
});

/** A worker killed at each step of its loop. */
export const kills: readonly Fault[] = killPoints.map((point) => ({
  name: `killed: ${point.step}`,
  happen: (town) => town.killWorkerAt(point),
}));
