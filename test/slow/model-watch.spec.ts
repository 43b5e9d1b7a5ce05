import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, ModelWatch } from '#libs/contracts';
import { ModelStore, ModelWatchStore, TenantStore } from '#libs/postgres';
import { judgeWatch, watchModel, type WatchingHand } from '#pipelines/training';
import { followModels } from '../../apps/worker/src/model-life-cycle.js';
import { TenantClock } from '../../apps/worker/src/tenant-clock.js';
import { TrainingProcess } from '../../apps/worker/src/training/training-process.js';
import { bySpec } from '../support/by-spec.js';
import { insertScoredRun, START, TODAY, trainedOn, type ScoredWorld } from '../support/scored-world.js';
import { openTestStores, type TestStores } from '../support/stores.js';
import { until } from '../support/town.js';

let stores: TestStores;
let models: ModelStore;
let watches: ModelWatchStore;
const reference = trainedOn();
const hand: WatchingHand = { watch: (task) => Promise.resolve(judgeWatch(task)) };
let tenants = 0;

beforeAll(async () => {
  stores = await openTestStores();
  models = new ModelStore(stores.postgres, 'risk');
  watches = new ModelWatchStore(stores.postgres);
}, 120_000);
afterAll(() => stores.close());

type People = readonly Readonly<Record<string, string>>[];
interface Told {
  readonly attributes?: (index: number) => Readonly<Record<string, string>>;
  readonly origin?: 'baseline' | 'trained';
}

/** A tenant whose model has scored a run for thirteen weeks. */
async function aTenant(world: Omit<ScoredWorld, 'tenant' | 'model'>, { attributes, origin }: Told = {}) {
  const tenant = `watch-${String(++tenants)}`;
  await new TenantStore(stores.postgres, () => new Date()).ensure({
    id: tenant,
    name: { zh: '镇', en: 'Town' },
  });
  const model = { hazard: {}, calibration: { '14': {} }, reference };
  const about = { createdAt: bySpec.at, trainedOn: ['before'], metrics: {}, features: [], model };
  await models.add(tenant, { ...about, version: 'risk-1', ...(origin && { origin }) });
  await models.promote(tenant, 'risk-1', bySpec);
  const people = await insertScoredRun(stores.clickhouse, { ...world, tenant, model: 'risk-1' });
  const known = new Map(people.map(({ pid }, index) => [pid, attributes?.(index) ?? {}]));
  const learners = { attributes: () => Promise.resolve(known) };
  const watch = (today = TODAY) =>
    watchModel(
      { clickhouse: stores.clickhouse, models, watches, learners, hand },
      { id: tenant, now: new Date(`${today}T03:00:00Z`), today },
    );
  return { tenant, watch };
}

async function watched(...world: Parameters<typeof aTenant>): Promise<ModelWatch> {
  const { watch } = await aTenant(...world);
  return ModelWatch.parse((await watch())?.watch);
}

const told = ({ alarms }: ModelWatch) => alarms.map(({ of, feature, since }) => [of, feature, since]);

describe('a model whose world is as it was', () => {
  it('raises no alarm, and says how it did', async () => {
    const watch = await watched({ learners: 500 });
    expect(told(watch)).toEqual([]);
    expect(watch.weeks).toEqual(Array.from({ length: 12 }, (_, i) => addDays(START, 7 * (i + 1))));
    // of every week, once each learner who was still in
    expect(watch.scores?.weeks.map(({ verdict }) => verdict)).toEqual(new Array(12).fill('steady'));
    expect(watch.scores?.weeks[0]?.learners).toBeGreaterThan(400);
    expect(watch.scores?.weeks[0]?.learners).toBeLessThan(500);
    // outcomes of the newest two weeks are open: who has left already must not count alone
    expect(watch.outcomes.weeks.map(({ learners }) => learners > 0)).toEqual([
      ...new Array<boolean>(10).fill(true),
      false,
      false,
    ]);
    expect(watch.figures).toMatchObject({ left: expect.any(Number), auc: { value: expect.any(Number) } });
    expect(watch.figures!.auc.value).toBeGreaterThan(0.55);
    // each of ten groups is rounded
    const inBins = watch.reliability.reduce((sum, { learners }) => sum + learners, 0);
    expect(Math.abs(inBins - watch.figures!.learners)).toBeLessThanOrEqual(5);
  });

  it('raises none of a cohort of 20, of which nothing can be said', async () => {
    const watch = await watched({ learners: 20, minutes: () => 10 });
    expect(told(watch)).toEqual([]);
    expect(new Set(watch.inputs?.flatMap(({ weeks }) => weeks.map(({ verdict }) => verdict)))).toEqual(
      new Set(['few']),
    );
    expect([watch.figures, watch.fairness]).toEqual([null, null]);
  });
});

describe('drift', () => {
  it('of one figure is named, since the week in which it began', async () => {
    const watch = await watched({ learners: 250, minutes: (week) => (week < 9 ? 1 : 2) });
    const began = addDays(START, 7 * 8);
    expect(told(watch)).toEqual([['inputs', 'minutes_28', began]]);
    expect(watch.inputs?.map(({ feature, since }) => [feature, since])).toEqual([
      ['minutes_28', began],
      ['sessions_28', null],
    ]);
  });

  it('of what the shipped baseline sees is shown, and no alarm: it has learnt from nobody here', async () => {
    const watch = await watched({ learners: 250, minutes: () => 2 }, { origin: 'baseline' });
    expect(watch.inputs?.[0]).toMatchObject({ feature: 'minutes_28', since: watch.weeks[0] });
    expect(told(watch)).toEqual([]);
  });

  it.each([
    ['too low', 0.5, 'above', /^More learners stop/],
    ['too high', 2, 'below', /^Fewer learners stop/],
  ])(
    'of chances that came to be %s is seen in what became of the learners',
    async (_, times, verdict, text) => {
      const watch = await watched({ learners: 600, said: (chance) => chance * times });
      expect(watch.outcomes.weeks.filter((one) => one.verdict === verdict).length).toBeGreaterThan(3);
      expect(watch.outcomes.since).not.toBeNull();
      expect(watch.alarms.find(({ of }) => of === 'outcomes')?.text.en).toMatch(text);
    },
  );
});

describe('fairness', () => {
  const titles = ['doctor', 'nurse', 'doctor', 'nurse', 'doctor', 'assistant'];
  const sexes = ['F', 'M'];
  const attributes = (index: number): People[number] => ({
    title: index < 4 ? 'dean' : index < 26 ? 'pharmacist' : titles[index % 6]!,
    ...(index % 40 === 39 ? {} : { sex: sexes[index % 2]! }),
    age: String(20 + (index % 40)),
  });
  const groupsOf = (watch: ModelWatch, attribute: string) =>
    new Map(
      watch.fairness?.audits
        .find((one) => one.attribute === attribute)
        ?.groups.map((group) => [group.group, group]),
    );

  it('finds for whom too much is said', async () => {
    const watch = await watched({
      learners: 600,
      said: (chance, { region: [, county] }) => (county === 'c1' ? Math.min(0.99, chance + 0.2) : chance),
    });
    const regions = groupsOf(watch, 'region');
    expect([...regions.keys()]).toEqual(['c2', 'c1']);
    expect(regions.get('c1')).toMatchObject({ verdict: 'said-too-much' });
    expect(regions.get('c1')!.calibrationGap!.value).toBeGreaterThan(0.1);
  });

  it('sees no difference where there is none, shows no group of few, nor what would betray it', async () => {
    const watch = await watched({ learners: 1500 }, { attributes });
    // ages by tens, and of places the highest level that tells them apart
    expect(watch.fairness?.audits.map(({ attribute }) => attribute)).toEqual([
      'age',
      'region',
      'sex',
      'title',
    ]);
    expect([...groupsOf(watch, 'age').keys()].sort()).toEqual(['20-29', '30-39', '40-49', '50-59']);
    const all = watch.fairness!.audits.flatMap(({ groups }) => groups);
    expect(all.filter(({ verdict }) => /worse|much|little/.test(verdict))).toEqual([]);
    expect([...groupsOf(watch, 'sex')].map(([name, { verdict }]) => [name, verdict])).toEqual([
      [expect.stringMatching(/^[FM]$/), 'reference'],
      [expect.stringMatching(/^[FM]$/), 'no-difference'],
      ['?', 'cannot-tell'],
    ]);
    const title = groupsOf(watch, 'title');
    expect([...title].filter(([, { learners }]) => learners === null).map(([name]) => name)).toEqual([
      'pharmacist',
      'dean',
    ]);
    for (const { auc, gap, listedOfLeft, calibrationGap, verdict } of title.values())
      if (verdict === 'hidden')
        expect([auc, gap, listedOfLeft, calibrationGap]).toEqual([null, null, null, null]);
  });
});

describe('the watch', () => {
  it('is made by whoever leads the sweeps, in a process of its own', async () => {
    const { tenant } = await aTenant({ learners: 60 });
    const logged: unknown[] = [];
    const failures: unknown[] = [];
    const entry = {
      path: fileURLToPath(new URL('../../apps/worker/src/training/training-child.ts', import.meta.url)),
      execArgv: ['--conditions=snowlight-src', '--import', '@swc-node/register/esm-register'],
    };
    const all = new TenantStore(stores.postgres, () => new Date());
    const running = followModels(
      {
        ...stores,
        tenants: { all: async () => (await all.all()).filter(({ id }) => id === tenant) },
        tenantClock: new TenantClock(all, () => Date.parse(`${TODAY}T03:00:00Z`)),
        log: { info: (about: unknown) => void logged.push(about) },
      },
      {
        baseline: () => Promise.resolve(null),
        openHand: () => new TrainingProcess(entry),
        retrainHour: null,
      },
      (error) => void failures.push(error),
    );
    await until('the watch is kept', async () => (await watches.find(tenant, 'risk-1')) !== null, 60);
    await Promise.all(running.map((one) => one.stop()));
    expect(failures).toEqual([]);
    expect(logged).toEqual([{ tenant, model: 'risk-1', alarms: [] }]);
  }, 120_000);

  it('is made once a week, and kept', async () => {
    const { tenant, watch } = await aTenant({ learners: 60 });
    expect((await watch())?.version).toBe('risk-1');
    expect(await watch()).toBeNull();
    expect(await watch(addDays(TODAY, 5))).toBeNull();
    expect((await watches.find(tenant, 'risk-1'))?.watch.watchedOn).toBe(TODAY);
    const next = addDays(TODAY, 6);
    expect((await watch(next))?.watch.watchedOn).toBe(next);
    expect((await watches.find(tenant, 'risk-1'))?.watch.watchedOn).toBe(next);
  });

  it('says nothing of inputs where the model was made before references were kept', async () => {
    const { tenant, watch } = await aTenant({ learners: 60 });
    const about = { createdAt: bySpec.at, trainedOn: [], metrics: {}, features: [] };
    await models.add(tenant, { ...about, version: 'old', model: { hazard: {}, calibration: { '14': {} } } });
    await models.promote(tenant, 'old', bySpec);
    expect((await watch())?.watch).toMatchObject({ inputs: null, scores: null, alarms: [] });
  });
});
