import { ClickHouseQueryError, type ClickHouse } from '#libs/clickhouse';
import type { Delivered } from '#libs/event-bus';
import { inheritTerms } from './inherit-terms.js';
import { logColumns, typedColumns, type EncodedStatement } from './encode.step.js';
import type { StatementMemory } from '../statement-memory.js';
import { deadLetter, type Refusal } from './step-outcome.js';

type Store = Pick<ClickHouse, 'insert' | 'query'>;

/** A statement that was understood. */
export interface Storable {
  readonly record: Delivered;
  readonly statement: EncodedStatement;
}

/**
 * Everything that is kept of a batch, one insert a table under the batch's token. Where the engine cannot keep a value
 * of some row, halves of the batch, until the statements that cannot be kept stand alone: these are returned. A bad
 * row must not hold up its neighbours for ever.
 */
export async function storeBatch(
  clickhouse: Store,
  storable: readonly Storable[],
  token: string,
  memory: StatementMemory | null = null,
): Promise<Map<Delivered, Refusal>> {
  if (storable.length === 0) return new Map();
  try {
    await insertAll(clickhouse, storable, token);
  } catch (error) {
    if (!(error instanceof ClickHouseQueryError && error.isAboutValue)) throw error;
    if (storable.length === 1) {
      for (const { statement } of storable) memory?.refused(statement);
      return new Map(storable.map(({ record }) => [record, deadLetter('store', error.message)]));
    }
    const middle = Math.ceil(storable.length / 2);
    return new Map([
      ...(await storeBatch(clickhouse, storable.slice(0, middle), `${token}/a`, memory)),
      ...(await storeBatch(clickhouse, storable.slice(middle), `${token}/b`, memory)),
    ]);
  }
  for (const [tenant, own] of byTenant(storable.map(({ statement }) => statement))) {
    const inherited = await inheritTerms(clickhouse, tenant, own);
    await clickhouse.insert('statement_terms', inherited, { token: `${token}/inherited/${tenant}` });
    for (const { term } of inherited) memory?.changes.inherited(tenant, BigInt(term));
  }
  memory?.stored(storable.map(({ statement }) => statement));
  return new Map();
}

/** Resolves or rejects when no insert is under way any more: what follows may be the same rows again. */
async function insertAll(clickhouse: Store, storable: readonly Storable[], token: string): Promise<void> {
  const typed = storable.map(({ statement }) => statement.typedRow);
  const log = storable.map(({ statement }) => statement.logRow);
  const inserts = [
    clickhouse.insert('statements', { columns: typedColumns, rows: typed }, { token }),
    clickhouse.insert('statement_log', { columns: logColumns, rows: log }, { token }),
  ];
  const failed = (await Promise.allSettled(inserts)).filter((one) => one.status === 'rejected');
  if (failed[0] !== undefined) throw failed[0].reason;
}

function byTenant(statements: readonly EncodedStatement[]): Map<string, EncodedStatement[]> {
  const groups = new Map<string, EncodedStatement[]>();
  for (const statement of statements) {
    const own = groups.get(statement.tenant);
    if (own) own.push(statement);
    else groups.set(statement.tenant, [statement]);
  }
  return groups;
}
