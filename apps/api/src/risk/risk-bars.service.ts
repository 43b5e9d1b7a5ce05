import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import type { Horizon } from '#libs/contracts';
import { FromRoot } from '../from-root.js';
import { type RiskBars, riskBars } from './risk-level.js';
import { usualChances } from './usual-chance.query.js';

/** Bars of the levels by run (IRI) and horizon. */
export type BarsOf = (run: string, horizon: Horizon) => RiskBars;

@Injectable()
export class RiskBarsService {
  constructor(@FromRoot('clickhouse') private readonly clickhouse: ClickHouse) {}

  async of(tenant: string, runs: readonly string[]): Promise<BarsOf> {
    const rows =
      runs.length === 0 ? [] : await this.clickhouse.query(usualChances, { tenant, runs: [...runs] });
    const usual = new Map(rows.map((row) => [`${row.horizon} ${row.run}`, row.usual]));
    return (run, horizon) => riskBars(usual.get(`${horizon} ${run}`) ?? null);
  }
}

/** Parameters of `levelOf`: runs and, in the same order, their bars at the 14-day horizon. */
export interface BarParameters {
  readonly runs: string[];
  readonly contactBars: number[];
  readonly watchBars: number[];
}

export function barParameters(runs: readonly string[], bars: BarsOf): BarParameters {
  const at14 = runs.map((run) => bars(run, '14'));
  return {
    runs: [...runs],
    contactBars: at14.map(({ contact }) => contact),
    watchBars: at14.map(({ watch }) => watch),
  };
}

/** SQL of the level of `probability` (nullable) in `run`, by the parameters above. */
export const levelOf = (run: string, probability: string): string =>
  `multiIf(isNull(${probability}), 'unknown',
    ${probability} >= transform(${run}, {runs:Array(String)}, {contactBars:Array(Float64)}, 1.), 'contact',
    ${probability} >= transform(${run}, {runs:Array(String)}, {watchBars:Array(Float64)}, 1.), 'watch', 'none')`;
