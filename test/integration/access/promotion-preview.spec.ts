import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PromotionPreview } from '#libs/contracts';
import { featureMatrixFromRows, type LandmarkOutcome, SeededRandom, trainRiskModel } from '#libs/models';
import { adminKey, openApiTown, roster, withKey, type ApiTown } from '../../support/api-town.js';
import { bySpec } from '../../support/by-spec.js';
import { personOf } from './callers.js';

/** Who has been away for more than five days leaves within a week in two cases of three, others in one of fifty. */
function aModel(feature: string) {
  const random = new SeededRandom(4);
  const figures: number[][] = [];
  const rows: LandmarkOutcome[] = [];
  for (let learner = 0; learner < 600; learner++) {
    const away = Math.floor(random.uniform() * 14);
    const leaves = random.uniform() < (away > 5 ? 0.66 : 0.02);
    figures.push([away]);
    const outcome = { landmarkDay: 7, leftAfterDays: leaves ? 2 : null, observedDays: 28, completed: null };
    rows.push({ group: 'run', learner: String(learner), ...outcome });
  }
  const table = { features: featureMatrixFromRows([feature], figures), rows };
  return trainRiskModel(table, { seed: 1, gbdt: { numIterations: 20 } });
}

let town: ApiTown;

beforeAll(async () => {
  town = await openApiTown();
  const places = { method: 'POST', url: '/v1/roster', headers: withKey(adminKey), payload: roster } as const;
  expect((await town.app.inject(places)).statusCode).toBe(200);
  await town.mirror();
  const { riskModels } = town.platform.stores;
  const kept = { createdAt: bySpec.at, trainedOn: ['r1'], metrics: {}, features: [] };
  await riskModels.add('default', { ...kept, version: 'risk-1', model: {} });
  await riskModels.promote('default', 'risk-1', bySpec);
  await riskModels.add('default', { ...kept, version: 'risk-2', model: aModel('days_since_last') });
  await riskModels.add('default', { ...kept, version: 'risk-3', model: aModel('clicks_7') });
  await riskModels.add('other', { ...kept, version: 'risk-9', model: aModel('days_since_last') });
  // all of them have been away for nine days
  await town.score({ a01: 0.9, a02: 0.25, a03: 0.05, a04: 0.05, a05: 0.05 }, '2026-11-24T02:00:00.000Z');
}, 60_000);
afterAll(() => town.close());

async function asked(version: string, role: 'admin' | 'manager') {
  const headers = await (await personOf(town, 'default', { role }))();
  return town.app.inject({ url: `/v1/models/${version}/promotion`, headers });
}

describe('what a promotion would change', () => {
  it('is counted from the figures of the newest scores', async () => {
    const answer = await asked('risk-2', 'admin');
    expect(answer.statusCode).toBe(200);
    expect(PromotionPreview.parse(answer.json())).toMatchObject({
      version: 'risk-2',
      replaces: 'risk-1',
      learners: 5,
      // who is alike has the same chance, above one half: all are to be contacted first
      contactFirst: { now: 2, then: 5 },
      changed: 3,
      changes: [{ from: 'none', to: 'contact', learners: 3 }],
      notCompared: 0,
    });
  });

  it('says how many cannot be compared', async () => {
    expect((await asked('risk-3', 'admin')).json()).toMatchObject({
      learners: 0,
      changed: 0,
      notCompared: 5,
    });
  });

  it('is refused of another tenant’s model, and to a manager', async () => {
    expect((await asked('risk-9', 'admin')).statusCode).toBe(404);
    expect((await asked('risk-2', 'manager')).statusCode).toBe(403);
  });
});
