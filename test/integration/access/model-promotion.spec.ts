import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ModelCard, ModelList } from '#libs/contracts';
import { openApiTown, type ApiTown } from '../../support/api-town.js';
import { bySpec } from '../../support/by-spec.js';
import { type Headers, personOf } from './callers.js';

let town: ApiTown;
let admin: () => Promise<Headers>;
let manager: () => Promise<Headers>;

beforeAll(async () => {
  town = await openApiTown();
  admin = await personOf(town, 'default', { role: 'admin' });
  manager = await personOf(town, 'default', { role: 'manager' });
  const { riskModels } = town.platform.stores;
  const model = { createdAt: bySpec.at, trainedOn: ['r1'], metrics: {}, features: ['clicks_7'], model: {} };
  await riskModels.add('default', { ...model, version: 'baseline-0', origin: 'baseline' });
  await riskModels.add('default', { ...model, version: 'risk-1', seed: 1, dataFrom: '2026-03-02' });
  await riskModels.promote('default', 'baseline-0', bySpec);
}, 60_000);
afterAll(() => town.close());

const asSaid = (text: string) => ({ zh: text, en: text });
const promote = async (version: string, payload: object, headers: Headers) =>
  town.app.inject({ method: 'POST', url: `/v1/models/${version}/promote`, headers, payload });

describe('promoting a model over HTTP', () => {
  it('is done by an admin, is logged under their account, and audited', async () => {
    const answer = await promote('risk-1', { why: 'calls whom we know' }, await admin());
    expect(answer.statusCode).toBe(200);
    const card = ModelCard.parse(answer.json());
    const account = card.promotions[0]?.actor;
    expect(card).toMatchObject({ version: 'risk-1', status: 'active', origin: 'trained', seed: 1 });
    expect(card.promotions).toMatchObject([
      {
        version: 'risk-1',
        previous: 'baseline-0',
        actorKind: 'user',
        why: asSaid('calls whom we know'),
        reason: null,
      },
    ]);
    const { rows } = await town.platform.stores.audit.list('default', {}, { limit: 10, cursor: null });
    expect(rows.find(({ action }) => action === 'model.promoted')).toMatchObject({
      actor: account,
      details: { kind: 'risk', version: 'risk-1' },
    });
  });

  it('leads back to the shipped baseline, which says that it is one', async () => {
    expect((await promote('baseline-0', { why: 'back' }, await admin())).statusCode).toBe(200);
    const list = await town.app.inject({ url: '/v1/models', headers: await manager() });
    const shown = ModelList.parse(list.json()).models.map(({ version, status, origin }) => [
      version,
      status,
      origin,
    ]);
    expect(shown.toSorted()).toEqual([
      ['baseline-0', 'active', 'baseline'],
      ['risk-1', 'retired', 'trained'],
    ]);
    const whys = ModelList.parse(list.json()).models.map(({ version, promoted }) => [version, promoted?.why]);
    expect(whys.toSorted()).toEqual([
      ['baseline-0', asSaid('back')],
      ['risk-1', asSaid('calls whom we know')],
    ]);
    const card = await town.app.inject({ url: '/v1/models/baseline-0/card', headers: await manager() });
    expect(ModelCard.parse(card.json()).promotions.map(({ why }) => why)).toEqual([
      asSaid('back'),
      asSaid('calls whom we know'),
      asSaid(bySpec.why as string),
    ]);
  });

  it('by rule is told in both languages, with the figures behind it', async () => {
    const reason = {
      code: 'shown-better',
      horizon: 'end',
      learners: 386,
      logLossGain: { value: 0.031, lower: 0.009, upper: 0.052 },
      auc: { champion: 0.702, challenger: 0.748 },
    } as const;
    const by = { ...bySpec, actorKind: 'rule', why: reason } as const;
    await town.platform.stores.riskModels.promote('default', 'risk-1', by);
    const card = await town.app.inject({ url: '/v1/models/risk-1/card', headers: await manager() });
    const [newest] = ModelCard.parse(card.json()).promotions;
    expect(newest).toMatchObject({ actorKind: 'rule', reason });
    expect(newest?.why.zh).toMatch(/^证明更好。未完成课程,386 位学员/);
    expect(newest?.why.en).toMatch(/^shown to be better\. does not complete, 386 learners/);
    await town.platform.stores.riskModels.promote('default', 'baseline-0', bySpec);
  });

  it.each([
    ['without a reason', 'risk-1', {}, 400],
    ['of a version that there is not', 'risk-none', { why: 'x' }, 404],
    ['of a risk model as one of mastery', 'risk-1', { kind: 'mastery', why: 'x' }, 404],
  ])('is refused %s', async (_when, version, body, status) => {
    expect((await promote(version, body, await admin())).statusCode).toBe(status);
  });

  it('is refused to a manager', async () => {
    expect((await promote('risk-1', { why: 'x' }, await manager())).statusCode).toBe(403);
  });
});
