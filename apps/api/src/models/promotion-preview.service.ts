import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { ClickHouse } from '#libs/clickhouse';
import type { PromotionPreview } from '#libs/contracts';
import { type FeatureValues, runDaysOf } from '#libs/features';
import {
  type FeatureMatrix,
  featureMatrixFromRows,
  predictRisk,
  type RiskModel,
  unlikeAnySeen,
} from '#libs/models';
import type { TenantClock } from '../api-dependencies.js';
import type { ApiStores } from '../api-stores.js';
import { FromRoot } from '../from-root.js';
import { notFound } from '../http/problem.js';
import { freshSince } from '../risk/fresh-scores.js';
import { levelChanges, type SaidTwice } from './level-changes.js';
import { type NewestFigures, newestFigures } from './newest-figures.query.js';

/** Learners predicted at a time: other requests are answered in between. */
const AT_A_TIME = 500;

/** What a promotion would change, before anybody decides. */
@Injectable()
export class PromotionPreviewService {
  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('clickhouse') private readonly clickhouse: ClickHouse,
    @FromRoot('tenantClock') private readonly tenantClock: TenantClock,
  ) {}

  /** @throws ProblemException where there is no such risk model */
  async preview(tenant: string, version: string): Promise<PromotionPreview> {
    const [stored, active, runs, { now, today }] = await Promise.all([
      this.stores.riskModels.find(tenant, version),
      this.stores.riskModels.list(tenant).then((all) => all.find(({ status }) => status === 'active')),
      this.stores.catalogue.runs(tenant),
      this.tenantClock.moment(tenant),
    ]);
    if (stored === null) throw notFound();
    const model = stored.model as RiskModel;
    const told: SaidTwice[][] = [];
    const lacking = new Set<string>();
    // one run after the other: a province's figures at once would be some hundred megabytes
    for (const { iri } of runs) {
      const scored = await this.clickhouse.query(newestFigures, {
        tenant,
        runs: [iri],
        since: freshSince(today),
      });
      const known = scored.filter((one) => {
        const isKnown = model.featureNames.every((name) => name in one.figures);
        if (!isKnown) lacking.add(one.learner);
        return isKnown;
      });
      if (known.length > 0) told.push(await saidTwice(model, known));
    }
    const counts = levelChanges(told);
    const compared = new Set(told.flatMap((run) => run.map(({ learner }) => learner)));
    return {
      version,
      replaces: active?.version ?? null,
      asOf: now.toISOString(),
      ...counts,
      notCompared: [...lacking].filter((learner) => !compared.has(learner)).length,
    };
  }
}

/** @param run everybody who learns in one run, one at least */
async function saidTwice(model: RiskModel, run: readonly NewestFigures[]): Promise<SaidTwice[]> {
  const isUnlike = unlike(model, run);
  const said: SaidTwice[] = [];
  for (let first = 0; first < run.length; first += AT_A_TIME) {
    const part = run.slice(first, first + AT_A_TIME);
    const chances = predictRisk(model, matrixOf(model, part))['14']?.p;
    part.forEach(({ learner, abstained, probability }, row) => {
      said.push({
        learner,
        now: abstained === '' ? probability : null,
        // whoever has just come is told nothing by any model
        then: isUnlike || abstained === 'short-history' ? null : (chances?.[row] ?? null),
      });
    });
    await setImmediate();
  }
  return said;
}

/** Whether the sweep would abstain for the whole run. */
function unlike(model: RiskModel, run: readonly NewestFigures[]): boolean {
  const figure = (name: string) => (one: NewestFigures) => one.figures[name] ?? null;
  const cohort = {
    features: matrixOf(model, run),
    day: run.map((one) => figure('elapsed_days')(one) ?? 0),
    runDays: run.map((one) =>
      runDaysOf({
        elapsed_days: figure('elapsed_days')(one),
        progress_share: figure('progress_share')(one),
      }),
    ),
  };
  return unlikeAnySeen(model, cohort)['14'].length > 0;
}

function matrixOf(
  { featureNames }: RiskModel,
  rows: readonly { readonly figures: FeatureValues }[],
): FeatureMatrix {
  return featureMatrixFromRows(
    featureNames,
    rows.map(({ figures }) => featureNames.map((name) => figures[name] ?? null)),
  );
}
