import type { ClickHouse } from '#libs/clickhouse';
import { usualQuery, type FeatureValues } from '#libs/features';

export interface RunDay {
  readonly tenant: string;
  /** IRI. */
  readonly run: string;
  /** YYYY-MM-DD. */
  readonly asof: string;
}

/** What is usual in a run as of a day. @param now the tenant's clock */
export type UsualOf = (of: RunDay, now: Date) => Promise<FeatureValues>;

/** An event of one learner moves what is usual by next to nothing: so long it is believed, in time of the tenant. */
const BELIEVED_MS = 3_600_000;

/** Asks for each run at most once an hour: the question costs as much as the features of the learner who is scored. */
export function createUsualOf(clickhouse: Pick<ClickHouse, 'query'>): UsualOf {
  const believed = new Map<string, { asof: string; until: number; figures: Promise<FeatureValues> }>();
  return function usualOf({ tenant, run, asof }, now) {
    const key = `${tenant} ${run}`;
    const known = believed.get(key);
    if (known?.asof === asof && now.getTime() < known.until) return known.figures;
    const figures = clickhouse
      .query(usualQuery, { tenant, run, asof, offsets: [] })
      .then(([row]) => row ?? {});
    believed.set(key, { asof, until: now.getTime() + BELIEVED_MS, figures });
    // What failed is asked again; who waits for it learns of the failure.
    figures.catch(() => {
      if (believed.get(key)?.figures === figures) believed.delete(key);
    });
    return figures;
  };
}
