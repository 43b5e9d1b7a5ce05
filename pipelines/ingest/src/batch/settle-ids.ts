import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { Delivered } from '#libs/event-bus';
import type { EncodedStatement } from './encode.step.js';
import { deadLetter, type Refusal } from './step-outcome.js';
import type { Storable } from './store-batch.js';

/** When it was stored (ms), its number, and the hash of its content: what stands under an id. */
const Kept = z.tuple([z.number(), z.int(), z.string()]);
type Kept = z.infer<typeof Kept>;

const underIdsIn = (table: 'statement_ids' | 'statement_versions') =>
  defineQuery({
    name: `what ${table} has under ids`,
    sql: `
    SELECT toString(statement_id) AS id,
      arraySort(groupUniqArray((toFloat64(toUnixTimestamp64Milli(i.stored)), n, content_hash))) AS kept
    FROM ${table} AS i WHERE tenant = {tenant:String} AND i.statement_id IN {ids:Array(UUID)}
    GROUP BY statement_id`,
    params: z.object({ tenant: z.string(), ids: z.array(z.string()) }),
    row: z.object({ id: z.string(), kept: z.array(Kept) }),
  });

/** `kept`: what a reader gets. `tried`: what any worker has stored or was about to, of the last days. */
const queries = { kept: underIdsIn('statement_ids'), tried: underIdsIn('statement_versions') };

/** By tenant and id. */
export type KeptStatements = ReadonlyMap<string, readonly Kept[]>;

export const keyOf = ({
  tenant,
  statement_id: id,
}: Pick<EncodedStatement, 'tenant' | 'statement_id'>): string => `${tenant}/${id}`;

/** What the store has under the ids of these statements, the first stored in front. */
export async function underIdsOf(
  clickhouse: Pick<ClickHouse, 'query'>,
  which: keyof typeof queries,
  statements: readonly Pick<EncodedStatement, 'tenant' | 'statement_id'>[],
): Promise<KeptStatements> {
  const kept = new Map<string, readonly Kept[]>();
  for (const tenant of new Set(statements.map((one) => one.tenant))) {
    const own = statements.filter((one) => one.tenant === tenant);
    const ids = [...new Set(own.map(({ statement_id: id }) => id))];
    for (const row of await clickhouse.query(queries[which], { tenant, ids }))
      kept.set(`${tenant}/${row.id}`, row.kept);
  }
  return kept;
}

/** What is to be stored of a batch, and what is not because its id stands for other content. */
export interface Settled {
  readonly storable: readonly Storable[];
  readonly refused: ReadonlyMap<Delivered, Refusal>;
}

/**
 * Of several statements under one id the first stored is kept (xAPI 1.0.3, Communication 2.1.1: a record store must not
 * change a statement). With equal content the others are left out, with other content they are refused. A statement that
 * stands there already, from the same batch before, is stored again: the insert is the same and adds nothing.
 */
export function settleIds(batch: readonly Storable[], kept: KeptStatements): Settled {
  const first = new Map<string, Kept>([...kept].flatMap(([key, [one]]) => (one ? [[key, one]] : [])));
  const storable: Storable[] = [];
  const refused = new Map<Delivered, Refusal>();
  for (const { one, own } of asStored(batch)) {
    const { statement } = one;
    const before = first.get(keyOf(statement));
    if (before === undefined) first.set(keyOf(statement), own);
    if (before === undefined || isSame(before, own)) storable.push(one);
    else if (before[2] !== own[2]) refused.set(one.record, otherContent(statement.statement_id));
  }
  return { storable, refused };
}

/** In the order in which they were taken: a batch holds messages of several partitions. */
function asStored(batch: readonly Storable[]): { one: Storable; own: Kept }[] {
  const keyed = batch.map((one): { one: Storable; own: Kept } => {
    const { stored, n, content_hash: hash } = one.statement;
    return { one, own: [Date.parse(stored), n, hash] };
  });
  return keyed.sort((a, b) => a.own[0] - b.own[0] || a.own[1] - b.own[1]);
}

export const otherContent = (id: string): Refusal =>
  deadLetter('conflict', `statement ${id} is stored with other content: the first stored is kept`);

const isSame = (a: Kept, b: Kept): boolean => a[0] === b[0] && a[1] === b[1];
