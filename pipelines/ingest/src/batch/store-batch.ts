import { ClickHouseQueryError, type ClickHouse } from '#libs/clickhouse';
import type { Delivered } from '#libs/event-bus';
import { inheritTerms } from './inherit-terms.js';
import type { LookupRows } from './lookup-rows.js';
import type { StatementRow } from './statement-row.js';
import { deadLetter, type Refusal } from './step-outcome.js';

type Store = Pick<ClickHouse, 'insert' | 'query'>;

/** A statement that was understood, as the rows that it becomes. */
export interface Readable {
  readonly record: Delivered;
  readonly row: StatementRow;
  readonly lookup: LookupRows;
}

/**
 * Everything that is kept of a batch, under its token. Gives the records whose typed row the engine cannot keep: of
 * these too the statement itself is in the log, and can be read back.
 */
export async function storeBatch(
  clickhouse: Store,
  readable: readonly Readable[],
  token: string,
): Promise<Map<Delivered, Refusal>> {
  if (readable.length === 0) return new Map();
  const lookups = readable.map(({ lookup }) => lookup);
  const references = lookups.flatMap(({ reference }) => reference ?? []);
  const [refused] = await Promise.all([
    storeTyped(clickhouse, readable, token),
    clickhouse.insert(
      'statement_log',
      lookups.map(({ log }) => log),
      { token },
    ),
    clickhouse.insert(
      'statement_ids',
      lookups.map(({ id }) => id),
      { token },
    ),
    clickhouse.insert(
      'statement_terms',
      lookups.flatMap(({ terms }) => terms),
      { token },
    ),
    clickhouse.insert('statement_references', references, { token }),
  ]);
  for (const [tenant, own] of byTenant(lookups)) {
    const inherited = await inheritTerms(clickhouse, tenant, own);
    await clickhouse.insert('statement_terms', inherited, { token: `${token}/inherited/${tenant}` });
  }
  return refused;
}

/**
 * One insert; where the engine cannot keep a value of some row, halves of it, until the rows that cannot be kept
 * stand alone: these are returned. A bad row must not hold up its neighbours for ever.
 */
async function storeTyped(
  clickhouse: Store,
  readable: readonly Readable[],
  token: string,
): Promise<Map<Delivered, Refusal>> {
  if (readable.length === 0) return new Map();
  try {
    await clickhouse.insert(
      'statements',
      readable.map(({ row }) => row),
      { token },
    );
    return new Map();
  } catch (error) {
    if (!(error instanceof ClickHouseQueryError && error.isAboutValue)) throw error;
    if (readable.length === 1)
      return new Map(readable.map(({ record }) => [record, deadLetter('store', error.message)]));
    const middle = Math.ceil(readable.length / 2);
    return new Map([
      ...(await storeTyped(clickhouse, readable.slice(0, middle), `${token}/a`)),
      ...(await storeTyped(clickhouse, readable.slice(middle), `${token}/b`)),
    ]);
  }
}

function byTenant(lookups: readonly LookupRows[]): Map<string, LookupRows[]> {
  const groups = new Map<string, LookupRows[]>();
  for (const lookup of lookups) {
    const own = groups.get(lookup.id.tenant);
    if (own) own.push(lookup);
    else groups.set(lookup.id.tenant, [lookup]);
  }
  return groups;
}
