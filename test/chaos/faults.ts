import { setTimeout as sleep } from 'node:timers/promises';
import type { ChaosTown } from './chaos-town.js';

export interface Fault {
  readonly name: string;
  /** Resolves when what was broken is whole again. */
  readonly happen: (town: ChaosTown, random: () => number) => Promise<void>;
}

const outage = (random: () => number): Promise<void> => sleep(500 + 2500 * random());

/** What happens to a system of several processes, one at a time. */
export const faults: readonly Fault[] = [
  {
    name: 'broker killed',
    async happen({ servers: { broker } }, random) {
      await broker.end('SIGKILL');
      await outage(random);
      await broker.restart();
    },
  },
  {
    name: 'ClickHouse killed',
    async happen({ servers: { clickhouse } }, random) {
      await clickhouse.kill();
      await outage(random);
      await clickhouse.restart();
    },
  },
  {
    name: 'PostgreSQL restarted',
    async happen({ servers: { postgres } }, random) {
      await postgres.stop();
      await outage(random);
      await postgres.restart();
    },
  },
  { name: 'worker killed', happen: (town) => town.killWorker() },
  { name: 'workers join and leave', happen: (town) => town.replaceWorker() },
  {
    name: 'network cut',
    async happen({ servers: { proxy } }, random) {
      proxy.cut();
      await outage(random);
      proxy.restore();
    },
  },
  { name: 'API killed', happen: (town) => town.killApi() },
];
