import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import type { Horizon } from '#libs/contracts';
import { FromRoot } from '../from-root.js';
import { freshSince } from './fresh-scores.js';
import { type RiskBars, riskBars } from './risk-level.js';
import { usualChances } from './usual-chance.query.js';

/** Bars of the levels by run (IRI) and horizon. */
export type BarsOf = (run: string, horizon: Horizon) => RiskBars;

@Injectable()
export class RiskBarsService {
  constructor(@FromRoot('clickhouse') private readonly clickhouse: ClickHouse) {}

  /** @param today YYYY-MM-DD, the tenant's */
  async of(tenant: string, runs: readonly string[], today: string): Promise<BarsOf> {
    const rows =
      runs.length === 0
        ? []
        : await this.clickhouse.query(usualChances, { tenant, runs: [...runs], since: freshSince(today) });
    const usual = new Map(rows.map((row) => [`${row.horizon} ${row.run}`, row.usual]));
    return (run, horizon) => riskBars(usual.get(`${horizon} ${run}`) ?? null);
  }
}

/** Parameters of `levelOf` and `freshScores`: runs and, in the same order, their bars at the 14-day horizon. */
export interface BarParameters {
  readonly runs: string[];
  readonly contactBars: number[];
  readonly watchBars: number[];
  readonly since: string;
}

export function barParameters(runs: readonly string[], bars: BarsOf, today: string): BarParameters {
  const at14 = runs.map((run) => bars(run, '14'));
  return {
    runs: [...runs],
    contactBars: at14.map(({ contact }) => contact),
    watchBars: at14.map(({ watch }) => watch),
    since: freshSince(today),
  };
}

/** SQL of the level of `probability` (nullable) in `run`, by the parameters above. */
export const levelOf = (run: string, probability: string): string =>
  `multiIf(isNull(${probability}), 'unknown',
    ${probability} >= transform(${run}, {runs:Array(String)}, {contactBars:Array(Float64)}, 1.), 'contact',
    ${probability} >= transform(${run}, {runs:Array(String)}, {watchBars:Array(Float64)}, 1.), 'watch', 'none')`;
