import { join } from 'node:path';
import { startServer, treeMegabytes, type Server } from '../harness.js';
import type { Servers } from './servers.js';

const workerRoles = ['ingest', 'features', 'scoring', 'nudging'];

/** Starts processes of the distributed mode over servers. */
export class Processes {
  constructor(
    private readonly directory: string,
    private readonly servers: Servers,
  ) {}

  /** What commands on these stores need. */
  get environment(): Readonly<Record<string, string>> {
    return this.servers.environment(this.directory);
  }

  api(): Promise<Server> {
    return this.#start('api', ['api']);
  }

  /** With all roles that work behind the bus. */
  worker(): Promise<Server> {
    return this.#start('worker', workerRoles);
  }

  #start(name: string, roles: readonly string[]): Promise<Server> {
    return startServer(join(this.directory, name), { environment: this.environment, roles });
  }
}

/** Statements that the process has stored since it started, by its own metrics. */
export async function storedBy({ url }: Pick<Server, 'url'>): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = /^snowlight_statements_ingested_total\{outcome="stored"\} (\d+)/m.exec(text);
  if (line === null) throw new Error('the metrics do not say how many statements were stored');
  return Number(line[1]);
}

/** Of the process and all that it started. */
export const megabytesOf = ({ pid }: Server): number => treeMegabytes(pid);
