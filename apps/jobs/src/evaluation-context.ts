import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { horizons } from '#libs/contracts';
import type { RiskModel } from '#libs/models';
import type { LearnerStore, ModelStore } from '#libs/postgres';
import type { DemographicsOfRun, PreviousModel } from '#pipelines/training';

/**
 * The registered model that stands beside a new one: the active one, or, where that has learnt from a run that is
 * tested on, the newest that has not.
 * @returns null where there is none
 */
export async function previousModelOf(
  models: Pick<ModelStore, 'list' | 'find'>,
  tenant: string,
  testRuns: readonly string[],
): Promise<PreviousModel | null> {
  const all = await models.list(tenant);
  const unseen = all.filter(({ trainedOn }) => !trainedOn.some((run) => testRuns.includes(run)));
  const chosen = unseen.find(({ status }) => status === 'active') ?? unseen[0];
  const stored = chosen && (await models.find(tenant, chosen.version));
  if (!stored) return null;
  const model = stored.model as RiskModel;
  return {
    version: stored.version,
    model,
    unlearnt: horizons.filter((horizon) =>
      horizon === 'end' ? model.end === null : model.hazard === null || model.calibration[horizon] === null,
    ),
    notes: [
      {
        zh: `上一版模型:${stored.version},由 ${stored.trainedOn.join('、')} 训练`,
        en: `previous model: ${stored.version} (${stored.status}), learnt from ${stored.trainedOn.join(', ')}`,
      },
    ],
  };
}

const regionPaths = defineQuery({
  name: 'where the learners of a run belong',
  sql: `
    SELECT learner_pid AS learner, region_path AS path
    FROM enrolments FINAL WHERE tenant = {tenant:String} AND run = {run:String}`,
  params: z.object({ tenant: z.string(), run: z.string() }),
  row: z.object({ learner: z.string(), path: z.array(z.string()) }),
});

/** Attributes of the roster, and the learner's regions from the top (`region.1`) downwards. */
export async function storedDemographics(
  clickhouse: Pick<ClickHouse, 'query'>,
  learners: Pick<LearnerStore, 'attributes'>,
  tenant: string,
  run: string,
): Promise<DemographicsOfRun> {
  const attributes: ReadonlyMap<string, Readonly<Record<string, string>>> = await learners.attributes(
    tenant,
    run,
  );
  const places = await clickhouse.query(regionPaths, { tenant, run });
  return new Map(
    places.map(({ learner, path }) => [
      learner,
      {
        ...attributes.get(learner),
        ...Object.fromEntries(path.map((region, level) => [`region.${String(level + 1)}`, region])),
      },
    ]),
  );
}
