import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelList, ModelWatchAnswer, SystemStatus } from '#libs/contracts';
import { adminKey, openApiTown, roster, withKey, type ApiTown } from '../../support/api-town.js';
import { aModelWatch } from '../../support/a-model-watch.js';
import { bySpec } from '../../support/by-spec.js';
import { personOf } from './callers.js';

let town: ApiTown;

beforeAll(async () => {
  town = await openApiTown();
  const places = { method: 'POST', url: '/v1/roster', headers: withKey(adminKey), payload: roster } as const;
  expect((await town.app.inject(places)).statusCode).toBe(200);
  const { riskModels, modelWatches } = town.platform.stores;
  const model = { createdAt: bySpec.at, trainedOn: ['r1'], metrics: {}, features: ['clicks_7'], model: {} };
  for (const version of ['risk-1', 'risk-2', 'risk-3'])
    await riskModels.add('default', { ...model, version });
  await riskModels.promote('default', 'risk-1', bySpec);
  for (const version of ['risk-1', 'risk-2'])
    await modelWatches.keep('default', version, { at: bySpec.at, watch: aModelWatch() });
}, 60_000);
afterAll(() => town.close());

type Who = Parameters<typeof personOf>[2];
async function watched(version: string, who: Who): Promise<ModelWatchAnswer> {
  const headers = await (await personOf(town, 'default', who))();
  const answer = await town.app.inject({ url: `/v1/models/${version}/watch`, headers });
  expect(answer.statusCode).toBe(200);
  return ModelWatchAnswer.parse(answer.json());
}

describe('how a model fares, over HTTP', () => {
  it('is told as it was kept, with the names of regions', async () => {
    const { watch, watchedAt, why } = await watched('risk-1', { role: 'manager' });
    expect({ watchedAt, why }).toEqual({ watchedAt: bySpec.at.toISOString(), why: null });
    const places = watch?.fairness?.audits.find(({ attribute }) => attribute === 'region')?.groups;
    expect(places?.map(({ group, place }) => [group, place?.en])).toContainEqual(['c1', expect.any(String)]);
    expect(watch?.inputs?.[0]).toMatchObject({ feature: 'video_minutes_28', since: '2026-11-09' });
    expect(watch?.fairness?.audits.map(({ attribute }) => attribute)).toEqual([
      'age',
      'region',
      'sex',
      'title',
    ]);
  });

  it('is in the list by its figures', async () => {
    const headers = await (await personOf(town, 'default', { role: 'operator' }))();
    const { models } = ModelList.parse((await town.app.inject({ url: '/v1/models', headers })).json());
    const figures = models.map(({ version, watched }) => [version, watched?.figures?.auc.value]);
    expect(figures.toSorted()).toEqual([
      ['risk-1', 0.781],
      ['risk-2', 0.781],
      ['risk-3', undefined],
    ]);
  });

  it('has no audit by region for who sees one alone', async () => {
    const { watch } = await watched('risk-1', { role: 'manager', region: 'c1' });
    expect(watch?.fairness?.audits.map(({ attribute }) => attribute)).toEqual(['age', 'sex', 'title']);
    expect(watch?.fairness?.notes.at(-1)?.en).toMatch(/not bound to a region/);
  });

  it('says why there is none', async () => {
    const { watch, why } = await watched('risk-3', { role: 'researcher' });
    expect(watch).toBeNull();
    expect(why?.en).toMatch(/only the model in use/);
  });

  it('stands on the system page where it is an alarm, of the model in use alone', async () => {
    const headers = await (await personOf(town, 'default', { role: 'operator' }))();
    const answer = await town.app.inject({ url: '/v1/system', headers });
    const { modelAlarms, sentence } = SystemStatus.parse(answer.json());
    expect(modelAlarms.map(({ model, of, feature, since }) => [model, of, feature, since])).toEqual([
      ['risk-1', 'outcomes', null, '2026-10-19'],
      ['risk-1', 'inputs', 'video_minutes_28', '2026-11-09'],
      ['risk-1', 'inputs', 'days_since_last', '2026-10-19'],
    ]);
    expect(sentence.en).toMatch(/The model in use has drifted in 3 respects\.$/);
  });
});
