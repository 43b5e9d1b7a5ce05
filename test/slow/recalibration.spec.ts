import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, horizons } from '#libs/contracts';
import { predictRisk, SeededRandom, type RiskModel } from '#libs/models';
import { ModelStore, ModelTrialStore, ModelWatchStore, TenantStore } from '#libs/postgres';
import {
  judgeWatch,
  readLandmarks,
  recalibrate,
  registeredRisk,
  trainRisk,
  tryRecalibration,
  watchModel,
  type RecalibratingHand,
  type TrainedRisk,
  type WatchingHand,
} from '#pipelines/training';
import { bySpec } from '../support/by-spec.js';
import { openTestStores, type TestStores } from '../support/stores.js';

const hand: WatchingHand & RecalibratingHand = {
  watch: (task) => Promise.resolve(judgeWatch(task)),
  recalibrate: (task) => Promise.resolve(recalibrate(task)),
};
/** Mondays. The first run is over when the second begins, which goes on. */
const FIRST = '2025-09-01';
const SECOND = '2026-03-02';
const RUN_DAYS = 140;
const offsets = Array.from({ length: RUN_DAYS / 7 - 1 }, (_, week) => 7 * (week + 1));

let stores: TestStores;
let models: ModelStore;
let trials: ModelTrialStore;
let watches: ModelWatchStore;
let tenants = 0;
/** Of the first run. */
let trained: TrainedRisk;

beforeAll(async () => {
  stores = await openTestStores();
  models = new ModelStore(stores.postgres, 'risk');
  trials = new ModelTrialStore(stores.postgres);
  watches = new ModelWatchStore(stores.postgres);
  const tenant = await aTown();
  await insertRun(tenant, FIRST, 400, 1);
  trained = await trainRisk(stores.clickhouse, { tenant, runs: [FIRST], today: SECOND, seed: 1 });
}, 120_000);
afterAll(() => stores.close());

async function aTown(): Promise<string> {
  const id = `recalibrated-${String(++tenants)}`;
  await new TenantStore(stores.postgres, () => new Date()).ensure({ id, name: { zh: '镇', en: 'Town' } });
  return id;
}

/** Learners who come on fewer days leave sooner, `times` as often as usual; how they study is the same in every run. */
async function insertRun(tenant: string, start: string, learners: number, times: number): Promise<void> {
  const random = new SeededRandom(Date.parse(start) / 1000 + learners);
  const run = runOf(tenant, start);
  const days: object[] = [];
  const enrolments = Array.from({ length: learners }, (_, index) => {
    const learner_pid = `${tenant}-${start}-${String(index)}`.padEnd(26, 'a');
    const zeal = random.uniform();
    const daily = times * (0.002 + 0.018 * (1 - zeal) ** 2);
    const leaves = Math.floor(Math.log(random.uniform()) / Math.log(1 - daily));
    for (let day = 0; day < Math.min(leaves, RUN_DAYS); day++) {
      if (!random.bernoulli(0.15 + 0.7 * zeal)) continue;
      const clicks = 1 + random.integer(10);
      const counted = { events: clicks, clicks, sessions: 1, seconds: clicks * 60 };
      days.push({
        tenant,
        run,
        learner_pid,
        day: addDays(start, day),
        counted_at: '2026-01-01 00:00:00.000000',
        ...counted,
      });
    }
    const about = {
      tenant,
      run,
      learner_pid,
      region_path: [],
      registered_day: start,
      start_day: start,
      revision: 1,
    };
    return leaves < RUN_DAYS
      ? { ...about, status: 'withdrew', status_day: addDays(start, leaves) }
      : { ...about, status: 'completed', status_day: addDays(start, RUN_DAYS) };
  });
  const about = {
    tenant,
    run,
    code: start,
    start_day: start,
    end_day: addDays(start, RUN_DAYS),
    revision: 1,
  };
  const token = `${tenant} ${start}`;
  await stores.clickhouse.insert('runs', [{ ...about, rolling: false, silent: false, silent_days: 21 }], {
    token,
  });
  await stores.clickhouse.insert('enrolments', enrolments, { token });
  await stores.clickhouse.insert('learner_days', days, { token });
}
const runOf = (tenant: string, start: string): string => `https://example.org/runs/${tenant}/${start}`;

/** What a model says each week of the second run, as scoring keeps it, from one day of the run to another. */
async function insertScores(
  tenant: string,
  { version, model }: Pick<TrainedRisk, 'version'> & { readonly model: RiskModel },
  from: number,
  to: number,
): Promise<void> {
  const own = offsets.filter((day) => day >= from && day < to);
  const { features, rows } = await landmarks(tenant, own, addDays(SECOND, RUN_DAYS));
  const said = predictRisk(model, features);
  const elapsed = features.columns[features.names.indexOf('elapsed_days')]!;
  const scores = rows.map(({ learner, landmarkDay }, row) => {
    const of = (bound: 'p' | 'lower' | 'upper') =>
      horizons.map((horizon) => said[horizon]?.[bound][row] ?? null);
    return {
      ...{
        tenant,
        run: runOf(tenant, SECOND),
        learner_pid: learner,
        asof: addDays(SECOND, landmarkDay),
        model: version,
      },
      scored_at: `${addDays(SECOND, landmarkDay)}T01:00:00.000Z`,
      ...{ probability: of('p'), lower: of('lower'), upper: of('upper'), reasons: '[]', silence: '' },
      abstained: of('p').map((one) => (one === null ? 'no-model' : '')),
      feature_names: 'elapsed_days',
      features: JSON.stringify([elapsed[row]]),
    };
  });
  await stores.clickhouse.insert('scorings', scores, { token: `${tenant} ${version} ${String(from)}` });
}

const landmarks = (tenant: string, days: readonly number[], today: string) =>
  readLandmarks(stores.clickhouse, { tenant, runs: [SECOND], offsets: days, today });

/** A tenant whose model learnt from the first run, and scores the second, in which `times` as many leave. */
async function aTenant(times: number, learners: number) {
  const tenant = await aTown();
  await insertRun(tenant, SECOND, learners, times);
  const runs = [{ run: '', code: FIRST, start: FIRST, end: SECOND, silent: false, silentDays: 21 }];
  await models.add(tenant, registeredRisk(trained, { runs, today: SECOND, seed: 1, createdAt: bySpec.at }));
  await models.promote(tenant, trained.version, bySpec);
  await insertScores(tenant, trained, 7, 70);
  const moment = (day: number) => {
    const today = addDays(SECOND, day);
    return { id: tenant, today, now: new Date(`${today}T03:00:00Z`) };
  };
  const watch = async (day: number) => {
    const learners = { attributes: () => Promise.resolve(new Map()) };
    const { clickhouse } = stores;
    return (await watchModel({ clickhouse, models, watches, learners, hand }, moment(day)))!;
  };
  const attempt = (day: number, found: Found, modelPromotion: 'rule' | 'person' = 'rule') =>
    tryRecalibration(
      { clickhouse: stores.clickhouse, models, trials, hand },
      { ...moment(day), modelPromotion },
      found,
    );
  return { tenant, watch, attempt, active: () => models.active(tenant) };
}
type Found = Parameters<typeof tryRecalibration>[2];

/** What a watch says where chances have been off since the run began. */
const off: Found['watch'] = { weeks: [SECOND], outcomes: { weeks: [], since: SECOND } };

describe('a model in whose new run half as many leave as it says', () => {
  it('is recalibrated by itself, which holds in the weeks that come', async () => {
    const { tenant, watch, attempt, active } = await aTenant(0.45, 700);
    const found = await watch(70);
    expect(found.watch.alarms.map(({ of }) => of)).toContain('outcomes');
    const trial = (await attempt(70, found))!;
    const { version, model } = trained;
    expect(trial).toMatchObject({ champion: version, decision: 'promoted', trainedOn: [SECOND] });
    expect(await trials.list(tenant)).toHaveLength(1);
    const successor = (await active())!;
    expect(successor).toMatchObject({ version: trial.successor, origin: 'recalibrated', trainedOn: [FIRST] });
    expect(successor.parameters).toMatchObject({ recalibrated: { from: version, on: [SECOND] } });
    expect(successor.note?.en).toContain(trial.challenger);

    const fresh = successor.model as RiskModel;
    const later = await landmarks(tenant, [70, 77, 84, 91], addDays(SECOND, RUN_DAYS));
    const labels = later.rows.map(({ leftAfterDays }) => Number((leftAfterDays ?? Infinity) < 14));
    const mean = (of: ArrayLike<number>) => Array.from(of).reduce((sum, one) => sum + one, 0) / of.length;
    const tooMuch = (one: RiskModel) => mean(predictRisk(one, later.features)['14']!.p) / mean(labels);
    expect(tooMuch(model)).toBeGreaterThan(1.5);
    expect(tooMuch(fresh)).toBeGreaterThan(0.7);
    expect(tooMuch(fresh)).toBeLessThan(1.4);
    // what it says from then on stands; what was said before it is not its own
    await insertScores(tenant, { version: successor.version, model: fresh }, 70, 126);
    const again = await watch(112);
    expect(again.watch.outcomes.weeks.filter(({ learners }) => learners > 0)).toHaveLength(5);
    expect([again.watch.outcomes.since, again.watch.alarms]).toEqual([null, []]);
    expect(await attempt(112, again)).toBeNull();
  }, 120_000);

  it('is proposed to a person where the tenant wants that, and stays in use', async () => {
    const { tenant, attempt, active } = await aTenant(0.45, 700);
    const trial = await attempt(70, { version: trained.version, watch: off }, 'person');
    expect(trial?.decision).toBe('proposed');
    expect((await active())?.version).toBe(trained.version);
    expect((await models.find(tenant, trial?.successor ?? ''))?.status).toBe('candidate');
  }, 120_000);
});

it('a model whose chances hold is left alone', async () => {
  const { attempt, active, watch } = await aTenant(1, 700);
  const found = await watch(70);
  expect(found.watch.outcomes.since).toBeNull();
  expect(await attempt(70, found)).toBeNull();
  // and where an alarm was false, nothing is shown to be better
  expect(await attempt(70, { ...found, watch: off })).toMatchObject({ decision: 'kept', successor: null });
  expect((await active())?.version).toBe(trained.version);
}, 120_000);

it('nothing is tried of so few departures that they tell nothing', async () => {
  const { attempt } = await aTenant(0.3, 60);
  expect(await attempt(70, { version: trained.version, watch: off })).toBeNull();
}, 120_000);
