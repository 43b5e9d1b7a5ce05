import type { ClickHouse } from '#libs/clickhouse';
import type { Postgres } from '#libs/postgres';

/** A store that takes longer than this to say a word counts as away. Milliseconds. */
const PATIENCE_MS = 3000;

export interface Check {
  readonly name: 'clickhouse' | 'postgresql' | 'bus';
  readonly ok: boolean;
  /** In a few words, for an operator. */
  readonly detail: string;
}

/** Whether a process can do its work. */
export type Readiness = () => Promise<readonly Check[]>;

export interface ReadinessParts {
  readonly clickhouse: Pick<ClickHouse, 'ping'>;
  readonly postgres: Pick<Postgres, 'query'>;
  /** Every subscription of the process has its partitions. */
  readonly isAssigned: () => boolean;
}

/** Asks the stores whether they are there, and the bus whether it hands over what it should. */
export const readinessOf =
  ({ clickhouse, postgres, isAssigned }: ReadinessParts): Readiness =>
  async () => {
    const stores = await Promise.all([
      checked('clickhouse', () => clickhouse.ping()),
      checked('postgresql', () => postgres.query('SELECT 1')),
    ]);
    const ok = isAssigned();
    return [...stores, { name: 'bus', ok, detail: ok ? '' : 'has no partitions yet' }];
  };

async function checked(name: Check['name'], ask: () => Promise<unknown>): Promise<Check> {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${String(PATIENCE_MS / 1000)} s`));
    }, PATIENCE_MS);
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
