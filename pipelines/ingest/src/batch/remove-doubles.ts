import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import type { EncodedStatement } from './encode.step.js';
import { underIdsOf, type KeptStatements } from './settle-ids.js';

const params = z.object({
  tenant: z.string(),
  ids: z.array(z.string()),
  instants: z.array(z.string()),
  keys: z.array(z.string()),
});
type Params = z.infer<typeof params>;

/** The two lists narrow what is read; the key is what decides. */
const among = `tenant = {tenant:String} AND statement_id IN {ids:Array(UUID)} AND stored IN {instants:Array(DateTime64(3, 'UTC'))}`;
const withNumber = `${among} AND concat(toString(statement_id), '/', toString(n)) IN {keys:Array(String)}`;

const doublesOf = defineQuery({
  name: 'statements that stand twice',
  sql: `SELECT toString(statement_id) AS id, n, content_hash AS contentHash, statement FROM statement_log FINAL WHERE ${withNumber}`,
  params,
  row: z.object({ id: z.string(), n: z.int(), contentHash: z.string(), statement: z.string() }),
});

const daysOf = defineQuery({
  name: 'days of statements that stand twice',
  sql: `SELECT DISTINCT tenant, run, learner_pid, toString(day) AS day FROM statements WHERE ${among}`,
  params: params.omit({ keys: true }),
  row: z.object({ tenant: z.string(), run: z.string(), learner_pid: z.string(), day: z.string() }),
});

/** A statement that goes because another stood under its id first. */
export interface Removed {
  readonly tenant: string;
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly stored: string;
  readonly n: number;
  /** Else it is equal, and nothing is lost with it. */
  readonly hasOtherContent: boolean;
  readonly statement: string;
}

export interface Doubles {
  readonly removed: readonly Removed[];
  /** Learner-days that count them, until they are gone and the days are counted again. */
  readonly days: readonly Pick<EncodedStatement, 'tenant' | 'run' | 'learner_pid' | 'day'>[];
  /** Takes them out. */
  readonly remove: () => Promise<void>;
}

interface Later {
  readonly id: string;
  readonly at: number;
  readonly n: number;
  readonly hasOtherContent: boolean;
  readonly isTellable: boolean;
}

/** Says, before the statements are stored, that they are about to be. */
export async function announceVersions(
  clickhouse: Pick<ClickHouse, 'insert'>,
  statements: readonly EncodedStatement[],
  token: string,
): Promise<void> {
  const rows = statements.map(({ tenant, statement_id, stored, n, content_hash }) => ({
    tenant,
    statement_id,
    stored,
    n,
    content_hash,
  }));
  await clickhouse.insert('statement_versions', rows, { token });
}

/**
 * Two workers may store the same id at the same moment, for its statements may be of two learners and so of two
 * partitions. Each looks afterwards, and whoever comes last sees both: the earlier stays, the others are to go.
 * Of two that were taken in the same millisecond the typed row of the later stays: it has no number to tell them by.
 */
export async function findDoubles(
  clickhouse: Pick<ClickHouse, 'query' | 'remove'>,
  stored: readonly Pick<EncodedStatement, 'tenant' | 'statement_id'>[],
): Promise<Doubles> {
  const removed: Removed[] = [];
  const days: Doubles['days'][number][] = [];
  const removals: (() => Promise<void>)[] = [];
  for (const [tenant, own] of laterOnes(await underIdsOf(clickhouse, 'tried', stored))) {
    const asked = paramsOf(tenant, own);
    const typed = paramsOf(
      tenant,
      own.filter(({ isTellable }) => isTellable),
    );
    const rows = await clickhouse.query(doublesOf, asked);
    const texts = new Map(rows.map((row) => [`${row.id}/${String(row.n)}`, row.statement]));
    for (const { id, at, n, hasOtherContent } of own) {
      const statement = texts.get(`${id}/${String(n)}`);
      if (statement !== undefined)
        removed.push({ tenant, id, stored: new Date(at).toISOString(), n, hasOtherContent, statement });
    }
    days.push(...(await clickhouse.query(daysOf, typed)));
    removals.push(async () => {
      await clickhouse.remove('statements', among, typed);
      await clickhouse.remove('statement_log', withNumber, asked);
      await clickhouse.remove('statement_ids', withNumber, asked);
    });
  }
  return {
    removed,
    days,
    async remove() {
      // all that was tried is known for days: most of it is gone long since
      if (removed.length > 0 || days.length > 0) for (const one of removals) await one();
    },
  };
}

/** By tenant, all but the first of each id. */
function laterOnes(tried: KeptStatements): Map<string, Later[]> {
  const later = new Map<string, Later[]>();
  for (const [key, [first, ...others]] of tried) {
    const slash = key.lastIndexOf('/');
    const tenant = key.slice(0, slash);
    const own = others.map(([at, n, hash]) => ({
      id: key.slice(slash + 1),
      at,
      n,
      hasOtherContent: hash !== first?.[2],
      isTellable: at !== first?.[0],
    }));
    if (own.length > 0) later.set(tenant, [...(later.get(tenant) ?? []), ...own]);
  }
  return later;
}

function paramsOf(tenant: string, rows: readonly Pick<Later, 'id' | 'at' | 'n'>[]): Params {
  return {
    tenant,
    ids: [...new Set(rows.map(({ id }) => id))],
    instants: [...new Set(rows.map(({ at }) => new Date(at).toISOString()))],
    keys: rows.map(({ id, n }) => `${id}/${String(n)}`),
  };
}
