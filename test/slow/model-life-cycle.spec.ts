import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ModelTrialStore, PromotionLog, type ModelTrial } from '#libs/postgres';
import {
  challenge,
  findRuns,
  judgeWatch,
  recalibrate,
  type RecalibratingHand,
  learnRisk,
  registeredRisk,
  trainRisk,
  tryChallenger,
  keepBaseline,
  type TrainingHand,
  type WatchingHand,
} from '#pipelines/training';
import { readBaseline } from '../../apps/host/src/shipped-baseline.js';
import { bySpec } from '../support/by-spec.js';
import { insertRun, type WorldRun } from '../support/learning-world.js';
import { openTestStores, type TestStores } from '../support/stores.js';
import { Town, until } from '../support/town.js';

const hand: TrainingHand & WatchingHand & RecalibratingHand = {
  challenge: (task) => Promise.resolve(challenge(task)),
  learn: (table, seed) => Promise.resolve(learnRisk(table, seed)),
  watch: (task) => Promise.resolve(judgeWatch(task)),
  recalibrate: (task) => Promise.resolve(recalibrate(task)),
};
const today = '2026-07-20';
const now = new Date(`${today}T04:00:00+08:00`);
/** Two runs to learn from, and one that began when both had ended. */
const starts = { first: '2026-01-05', second: '2026-03-09', newest: '2026-05-11' };

let stores: TestStores;
let shipped: Awaited<ReturnType<typeof readBaseline>>['model'];
let town: Town;
let tenants = 0;

beforeAll(async () => {
  stores = await openTestStores();
  shipped = (await readBaseline()).model;
}, 120_000);
afterAll(() => stores.close());
beforeEach(async () => {
  town = new Town(stores, `cycle-${String(++tenants)}`);
  await town.at(now.toISOString());
});

const insert = async (...runs: readonly Omit<WorldRun, 'tenant'>[]): Promise<void> => {
  for (const run of runs) await insertRun(stores.clickhouse, { ...run, tenant: town.tenant });
};
const world = (leavers: WorldRun['leavers'], learners = 80): Omit<WorldRun, 'tenant'>[] =>
  Object.entries(starts).map(([code, start]) => ({ code, start, learners, leavers }));
const keep = (): Promise<boolean> => keepBaseline(town.riskModels, town.tenant, shipped, now);
const attempt = (modelPromotion: 'rule' | 'person' = 'rule'): Promise<ModelTrial | null> =>
  tryChallenger(
    {
      clickhouse: stores.clickhouse,
      models: town.riskModels,
      trials: new ModelTrialStore(stores.postgres),
      hand,
    },
    { id: town.tenant, modelPromotion, now, today },
  );
const active = () => town.riskModels.active(town.tenant);
const promotions = () => new PromotionLog(stores.postgres).list(town.tenant);

describe('the shipped baseline', () => {
  it('is in step with the figures that are counted', async () => {
    expect((await readBaseline()).changed).toEqual([]);
  });

  it('scores where there is no model in use, says so, and is logged', async () => {
    expect(await keep()).toBe(true);
    expect(await keep()).toBe(false);
    expect(await active()).toMatchObject({ origin: 'baseline', version: shipped.version });
    expect(shipped.version).toMatch(/^baseline-/);
    expect(await promotions()).toMatchObject([
      { version: shipped.version, previous: null, actorKind: 'rule', actor: 'shipped baseline' },
    ]);
  });

  it('leaves a model of the tenant alone', async () => {
    await town.riskModels.add(town.tenant, { ...shipped, version: 'own', origin: 'trained' });
    await town.riskModels.promote(town.tenant, 'own', bySpec);
    expect(await keep()).toBe(false);
    expect((await active())?.version).toBe('own');
  });

  it('is taken over by the one of a newer program', async () => {
    await keepBaseline(town.riskModels, town.tenant, { ...shipped, version: 'baseline-older' }, now);
    expect(await keep()).toBe(true);
    expect((await active())?.version).toBe(shipped.version);
  });
});

describe('a challenger', () => {
  it('takes over by itself where the tenant’s own data differ from the world of the baseline', async () => {
    await insert(...world('sprinters'));
    await keep();
    const trial = await attempt();
    expect(trial).toMatchObject({
      champion: shipped.version,
      heldOut: 'newest',
      trainedOn: ['first', 'second'],
      decision: 'promoted',
    });
    const end = (trial?.figures as { horizon: string; logLossGain: { lower: number } }[]).find(
      ({ horizon }) => horizon === 'end',
    );
    expect(end?.logLossGain.lower).toBeGreaterThan(0);
    // what scores from now on has learnt from the held-out run, too, and says so
    expect(await active()).toMatchObject({
      version: trial?.successor,
      origin: 'trained',
      trainedOn: ['first', 'second', 'newest'],
      dataFrom: starts.first,
      dataTo: today,
      seed: 1,
    });
    expect((await active())?.note?.en).toContain(String(trial?.challenger));
    expect((await promotions())[0]).toMatchObject({
      version: trial?.successor,
      previous: shipped.version,
      actorKind: 'rule',
      why: { code: 'shown-better', horizon: 'end' },
    });
    // the challenger is kept, with what it learnt from
    expect(await town.riskModels.find(town.tenant, trial?.challenger ?? '')).toMatchObject({
      status: 'candidate',
      trainedOn: ['first', 'second'],
    });
    expect(await attempt()).toBeNull();
  }, 120_000);

  it('is proposed, and no more, where the tenant wants a person to decide', async () => {
    await insert(...world('sprinters'));
    await keep();
    const trial = await attempt('person');
    expect(trial?.decision).toBe('proposed');
    expect((await active())?.version).toBe(shipped.version);
    const admin = { ...bySpec, actorKind: 'user', actor: 'admin', why: 'as proposed' } as const;
    await town.riskModels.promote(town.tenant, trial?.successor ?? '', admin);
    expect((await active())?.version).toBe(trial?.successor);
    await town.riskModels.promote(town.tenant, shipped.version, { ...admin, why: 'back' });
    expect((await promotions()).map(({ version, why }) => [version, why])).toEqual([
      [shipped.version, 'back'],
      [trial?.successor, 'as proposed'],
      [shipped.version, { code: 'no-model' }],
    ]);
    // whoever went back is not overruled the next night
    expect(await attempt()).toBeNull();
    expect((await active())?.version).toBe(shipped.version);
  }, 120_000);

  it('is not trained where the newest run has too few learners, and says so once', async () => {
    await insert(...world('sprinters', 24));
    await keep();
    const trial = await attempt();
    expect(trial).toMatchObject({ decision: 'kept', challenger: null });
    expect(trial?.reason.en).toContain('too few');
    expect((await active())?.version).toBe(shipped.version);
    expect(await attempt()).toBeNull();
  }, 60_000);

  it('is not trained where no run had ended before the newest began', async () => {
    await insert({ code: 'first', start: starts.newest, learners: 80, leavers: 'sprinters' });
    await insert({ code: 'second', start: starts.newest, learners: 80, leavers: 'sprinters' });
    await keep();
    const trial = await attempt();
    expect(trial).toMatchObject({ decision: 'kept', challenger: null });
    expect(trial?.reason.en).toContain('forward in time');
  }, 60_000);

  it('waits until the outcomes of the newest run are in', async () => {
    await insert(...world('sprinters').slice(0, 2));
    await insert({ code: 'newest', start: '2026-05-19', learners: 80, leavers: 'sprinters' });
    await keep();
    // it ended on 14 July, six days ago
    const heldOut = (await attempt())?.heldOut;
    expect(heldOut).toBe('second');
  }, 60_000);

  it('is not promoted where it is worse', async () => {
    // the tenant's model knows the world of the newest run; the runs before it were another world
    const own = { code: 'own', start: '2025-09-01', learners: 120, leavers: 'strollers' } as const;
    await insert(own);
    const trained = await trainRisk(stores.clickhouse, {
      tenant: town.tenant,
      runs: ['own'],
      today,
      seed: 1,
    });
    const runs = await findRuns(stores.clickhouse, town.tenant, ['own']);
    await town.riskModels.add(town.tenant, registeredRisk(trained, { runs, today, seed: 1, createdAt: now }));
    await town.riskModels.promote(town.tenant, trained.version, bySpec);
    const [first, second, newest] = world('sprinters', 120);
    await insert(first!, second!, { ...newest!, leavers: 'strollers' });
    const trial = await attempt();
    expect(trial).toMatchObject({ decision: 'kept', successor: null, champion: trained.version });
    expect(trial?.challenger).not.toBeNull();
    expect(trial?.reason.en).toMatch(/^not shown to be better/);
    expect((await active())?.version).toBe(trained.version);
  }, 120_000);

  it('is not promoted where there was nothing to learn', async () => {
    await insert(...world('sprinters'));
    await keep();
    const nothing: TrainingHand = {
      ...hand,
      challenge: (task) => hand.challenge({ ...task, training: { ...task.training, rows: [] } }),
    };
    const trial = await tryChallenger(
      {
        clickhouse: stores.clickhouse,
        models: town.riskModels,
        trials: new ModelTrialStore(stores.postgres),
        hand: nothing,
      },
      { id: town.tenant, modelPromotion: 'rule', now, today },
    );
    expect(trial).toMatchObject({ decision: 'kept', challenger: null });
    expect((await active())?.version).toBe(shipped.version);
  }, 60_000);
});

describe('a process that leads', () => {
  it('scores a new tenant by the baseline from day one, and gives way at night', async () => {
    await insert(...world('sprinters'));
    await town.watermarks.advance('rollups', { at: new Date(town.now()) });
    const open = town.open(
      ['scoring'],
      {},
      {
        lifeCycle: {
          baseline: () => Promise.resolve(shipped),
          openHand: () => ({ ...hand, stop: () => undefined }),
          retrainHour: 3,
        },
      },
    );
    open.running.begin();
    await until('its own model scores', async () => (await active())?.origin === 'trained', 60);
    await open.close();
    expect((await promotions()).map(({ previous, actor }) => [previous, actor])).toEqual([
      [shipped.version, 'champion and challenger'],
      [null, 'shipped baseline'],
    ]);
    expect(town.failures).toEqual([]);
  }, 120_000);

  it('trains nobody before the hour', async () => {
    await insert(...world('sprinters'));
    const open = town.open(
      ['scoring'],
      {},
      {
        lifeCycle: {
          baseline: () => Promise.resolve(shipped),
          openHand: () => ({ ...hand, stop: () => undefined }),
          retrainHour: 5,
        },
      },
    );
    open.running.begin();
    await until('the baseline scores', async () => (await active())?.origin === 'baseline', 60);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await open.close();
    expect(await promotions()).toHaveLength(1);
  }, 60_000);
});
