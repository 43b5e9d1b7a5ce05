import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import type { SystemStatus } from '#libs/contracts';
import type { Postgres } from '#libs/postgres';
import { FromRoot } from '../from-root.js';

/** A store that takes longer than this to say a word counts as away. */
const patienceMs = 3000;

/** Asks the stores whether they are there. */
@Injectable()
export class StoreHealth {
  constructor(
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('postgres') private readonly postgres: Postgres,
    @FromRoot('isAssigned') private readonly isAssigned: () => boolean,
  ) {}

  async check(): Promise<SystemStatus['stores']> {
    const stores = await Promise.all([
      checked('clickhouse', () => this.clickhouse.ping()),
      checked('postgresql', () => this.postgres.query('SELECT 1')),
    ]);
    // told only where it is not as it should be: in a process that handles its own messages it always is
    return this.isAssigned()
      ? stores
      : [...stores, { name: 'bus', ok: false, detail: 'has no partitions yet' }];
  }
}

async function checked(name: string, ask: () => Promise<unknown>): Promise<SystemStatus['stores'][number]> {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(patienceMs / 1000)} s`));
    }, patienceMs);
  });
  try {
    await Promise.race([ask(), patience]);
    return { name, ok: true, detail: `${String(Math.round(performance.now() - began))} ms` };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}
