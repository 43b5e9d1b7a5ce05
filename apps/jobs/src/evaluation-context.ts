import { horizons } from '#libs/contracts';
import type { RiskModel } from '#libs/models';
import type { ModelStore } from '#libs/postgres';
import type { PreviousModel } from '#pipelines/training';

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
