import { randomUUID } from 'node:crypto';
import type { DemoControls } from '../../../api/src/api-dependencies.js';
import { DEFAULT_TENANT, type DrainStep, type Platform } from '../../../host/src/index.js';
import { allJobs } from '../../../jobs/src/index.js';
import { mirrorChanges } from '#pipelines/features';
import { newWebhookSecret, saveRule } from '#pipelines/nudging';
import { sweepTenant } from '#pipelines/scoring';
import type { RiskModel } from '#libs/models';
import { dayIn, MirrorStore, WatermarkStore } from '#libs/postgres';
import { createProvince, type Province } from '#libs/simulator';
import { DemoFiles, type DemoSettings } from './demo-settings.js';
import { LiveProvince, relive } from './live-province.js';
import { demoRule } from './nudge-rule.js';
import { createPersonas, personaButtons } from './personas.js';
import { startRecommender } from './recommender-process.js';
import { seedHistory } from './seed-province.js';

/** Weeks of chances that the worklist's small line shows. */
const PAST_WEEKS = 8;

export interface DemoOptions {
  readonly seed: number;
  readonly learners: number;
  readonly weeks: number;
  /** One line for a person who waits. */
  readonly say: (line: string) => void;
  readonly onError: (where: string, error: unknown) => void;
}

export interface Demo {
  readonly controls: DemoControls;
  readonly settings: DemoSettings;
  /** Once the server listens: the recommendation service is started and the province lives on. */
  readonly begin: () => Promise<void>;
  readonly drain: readonly DrainStep[];
}

/** A simulated province on an empty data directory, or the one that is there, gone on from where it was. */
export async function prepareDemo(platform: Platform, options: DemoOptions): Promise<Demo> {
  const files = new DemoFiles(platform.config.dataDir);
  const kept = await files.settings();
  const settings = kept ?? (await newSettings(platform, options));
  const province = createProvince(settings);
  if (kept === null) {
    await seed(platform, province, options.say);
    const personas = await createPersonas(platform, province.roster);
    Object.assign(settings, { personas });
    await files.keep(settings);
  } else {
    const { simulatedNow } = await platform.stores.tenants.get(DEFAULT_TENANT);
    relive(province, await files.nudges(), simulatedNow?.toISOString() ?? province.present);
  }
  const live = new LiveProvince({
    platform,
    province,
    files,
    credentials: `${settings.key}:${settings.secret}`,
  });
  await live.forgetSent();
  let stopRecommender: () => Promise<void> = () => Promise.resolve();
  return {
    settings,
    controls: {
      tenant: DEFAULT_TENANT,
      personas: personaButtons(settings.personas),
      state: () => live.state(),
      set: (state) => live.set(state),
    },
    async begin() {
      const { secondsPerDay } = live.state();
      const recommender = await startRecommender({
        webhookSecret: settings.webhookSecret,
        callbackKey: settings.callbackKey,
        clockFactor: 86_400 / secondsPerDay,
        onLine: (line) => platform.log.info({ from: 'recommender' }, line),
      });
      stopRecommender = recommender.stop;
      await saveRule(
        { rules: platform.stores.nudgeRules, keyring: platform.keyring },
        DEFAULT_TENANT,
        demoRule(`${recommender.url}/nudges`),
        settings.webhookSecret,
      );
      live.start((error) => options.onError('the simulated province', error));
    },
    drain: [
      { name: 'stopping the simulated province', run: () => live.stop() },
      { name: 'stopping the recommendation service', run: () => stopRecommender() },
    ],
  };
}

async function newSettings(
  { stores }: Platform,
  { seed, learners, weeks }: DemoOptions,
): Promise<DemoSettings> {
  const startDay = new Date(Date.now() + 8 * 3_600_000 - weeks * 7 * 86_400_000).toISOString().slice(0, 10);
  const sender = await stores.keys.create(DEFAULT_TENANT, 'demo: learning platform', [
    'xapi:write',
    'xapi:read',
    'identity:read',
  ]);
  const callback = await stores.keys.create(DEFAULT_TENANT, 'demo: recommendation service', ['nudges:write']);
  return {
    seed,
    learners,
    weeks,
    startDay,
    personas: [],
    key: sender.id,
    secret: sender.secret,
    callbackKey: `${callback.id}:${callback.secret}`,
    webhookSecret: newWebhookSecret(),
  };
}

/** History, then the models that learn from its finished runs. */
async function seed(platform: Platform, province: Province, say: (line: string) => void): Promise<void> {
  const started = Date.now();
  const seconds = (): string => ((Date.now() - started) / 1000).toFixed(1);
  await platform.stores.tenants.setSimulatedNow(DEFAULT_TENANT, new Date(province.present));
  let last = 0;
  const statements = await seedHistory(platform, province, (sent) => {
    if (sent - last < 25_000) return;
    last = sent;
    say(`  ${sent.toLocaleString('en')} learning events (${seconds()} s)`);
  });
  await counted(platform);
  await mirrorChanges({
    clickhouse: platform.clickhouse,
    changes: new MirrorStore(platform.postgres),
    watermarks: new WatermarkStore(platform.postgres),
  });
  say(`  ${statements.toLocaleString('en')} learning events stored and counted (${seconds()} s)`);
  const { now } = await platform.tenantClock.moment(DEFAULT_TENANT);
  const past = (province.roster.runs ?? []).filter(
    ({ end }) => end != null && end <= now.toISOString().slice(0, 10),
  );
  const args = { tenant: DEFAULT_TENANT, runs: past.map(({ code }) => code), seed: 1, promote: true };
  for (const name of ['model.train.risk', 'model.train.mastery'])
    await allJobs.get(name)!.run(platform, args, () => undefined, new AbortController().signal);
  say(`  models learnt from ${past.length} finished runs (${seconds()} s)`);
  await scorePast(platform, now);
  say(`  chances of the last ${PAST_WEEKS} weeks (${seconds()} s)`);
}

/**
 * What the model would have said at the end of each past week, from what had happened until then: so that the pages
 * have a past to show. Nobody is nudged for it.
 */
async function scorePast({ clickhouse, stores }: Platform, now: Date): Promise<void> {
  const [risk, { timeZone }] = await Promise.all([
    stores.riskModels.active(DEFAULT_TENANT),
    stores.tenants.get(DEFAULT_TENANT),
  ]);
  for (let week = PAST_WEEKS; week > 0; week--) {
    const at = new Date(now.getTime() - week * 7 * 86_400_000);
    await sweepTenant(
      {
        clickhouse,
        bus: { publish: () => Promise.resolve({ handled: Promise.resolve() }) },
        activeModel: () => Promise.resolve(risk && { version: risk.version, model: risk.model as RiskModel }),
        activeMastery: () => Promise.resolve(null),
        awayOf: (...asked) => stores.duties.between(...asked),
        dayOf: () => Promise.resolve({ now: at, today: dayIn(timeZone, at) }),
        newToken: randomUUID,
      },
      DEFAULT_TENANT,
    );
  }
}

/** Waits until the rollups of all that was handed in are counted. */
async function counted({ bus }: Platform): Promise<void> {
  await bus.settled('statements');
  await bus.settled('touched');
}
