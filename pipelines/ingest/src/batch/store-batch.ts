import { ClickHouseQueryError, type ClickHouse } from '#libs/clickhouse';
import type { Delivered } from '#libs/event-bus';
import { inheritTerms } from './inherit-terms.js';
import type { LogRow } from './log-row.js';
import type { StatementRow } from './statement-row.js';
import type { StoredChanges } from '../stored-changes.js';
import { deadLetter, type Refusal } from './step-outcome.js';

type Store = Pick<ClickHouse, 'insert' | 'query'>;

/** A statement that was understood, as the rows that it becomes. */
export interface Readable {
  readonly record: Delivered;
  readonly row: StatementRow;
  readonly logRow: LogRow;
}

/**
 * Everything that is kept of a batch, one insert a table under the batch's token. Where the engine cannot keep a value
 * of some row, halves of the batch, until the statements that cannot be kept stand alone: these are returned. A bad
 * row must not hold up its neighbours for ever.
 */
export async function storeBatch(
  clickhouse: Store,
  readable: readonly Readable[],
  token: string,
  changes?: StoredChanges,
): Promise<Map<Delivered, Refusal>> {
  if (readable.length === 0) return new Map();
  try {
    await insertAll(clickhouse, readable, token);
  } catch (error) {
    if (!(error instanceof ClickHouseQueryError && error.isAboutValue)) throw error;
    if (readable.length === 1)
      return new Map(readable.map(({ record }) => [record, deadLetter('store', error.message)]));
    const middle = Math.ceil(readable.length / 2);
    return new Map([
      ...(await storeBatch(clickhouse, readable.slice(0, middle), `${token}/a`, changes)),
      ...(await storeBatch(clickhouse, readable.slice(middle), `${token}/b`, changes)),
    ]);
  }
  for (const [tenant, own] of byTenant(readable.map(({ logRow }) => logRow))) {
    const inherited = await inheritTerms(clickhouse, tenant, own);
    await clickhouse.insert('statement_terms', inherited, { token: `${token}/inherited/${tenant}` });
    for (const { term } of inherited) changes?.inherited(tenant, BigInt(term));
  }
  changes?.stored(readable.map(({ logRow }) => logRow));
  return new Map();
}

/** Resolves or rejects when no insert is under way any more: what follows may be the same rows again. */
async function insertAll(clickhouse: Store, readable: readonly Readable[], token: string): Promise<void> {
  const inserts = [
    clickhouse.insert(
      'statements',
      readable.map(({ row }) => row),
      { token },
    ),
    clickhouse.insert(
      'statement_log',
      readable.map(({ logRow }) => logRow),
      { token },
    ),
  ];
  const failed = (await Promise.allSettled(inserts)).filter((one) => one.status === 'rejected');
  if (failed[0] !== undefined) throw failed[0].reason;
}

function byTenant(rows: readonly LogRow[]): Map<string, LogRow[]> {
  const groups = new Map<string, LogRow[]>();
  for (const row of rows) {
    const own = groups.get(row.tenant);
    if (own) own.push(row);
    else groups.set(row.tenant, [row]);
  }
  return groups;
}
