import type { ClickHouse } from '#libs/clickhouse';
import { usualQuery, type FeatureValues } from '#libs/features';
import { Believed } from './believed.js';

export interface RunDay {
  readonly tenant: string;
  /** IRI. */
  readonly run: string;
  /** YYYY-MM-DD. */
  readonly asof: string;
}

/** What is usual in a run as of a day. @param now the tenant's clock */
export type UsualOf = (of: RunDay, now: Date) => Promise<FeatureValues>;

/**
 * Asks for each run at most once an hour: the question costs as much as the features of the learner who is scored, and an
 * event of one learner moves what is usual by next to nothing.
 */
export function createUsualOf(clickhouse: Pick<ClickHouse, 'query'>): UsualOf {
  const believed = new Believed<FeatureValues>();
  return ({ tenant, run, asof }, now) =>
    believed.of(`${tenant} ${run}`, asof, now, async () => {
      const [row] = await clickhouse.query(usualQuery, { tenant, run, asof, offsets: [] });
      return row ?? {};
    });
}
