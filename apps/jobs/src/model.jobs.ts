import * as z from 'zod';
import type { PromotedBy } from '#libs/postgres';
import {
  evaluateRisk,
  findRuns,
  registeredRisk,
  storedDemographics,
  trainMastery,
  trainRisk,
  UnknownRunError,
} from '#pipelines/training';
import { modelCard } from '../../host/src/index.js';
import { previousModelOf } from './evaluation-context.js';
import { defineJob, JobError, type Job } from './job.js';

const Runs = z.array(z.string().min(1)).min(1);
const Seed = z.number().int().default(1);

/** Whoever may read the data directory asks for a job, and is not asked who they are. */
const byCommand = (at: Date, why: PromotedBy['why']): PromotedBy => ({
  at,
  actorKind: 'system',
  actor: 'command line',
  why,
});
const ON_TRAINING = { code: 'asked-when-trained' } as const;

export const trainRiskModel = defineJob({
  name: 'model.train.risk',
  arguments: z.object({ tenant: z.string(), runs: Runs, seed: Seed, promote: z.boolean() }),
  run: mendable(async ({ clickhouse, stores, tenantClock }, { tenant, runs, seed, promote }) => {
    const { now, today } = await tenantClock.moment(tenant);
    const trained = await trainRisk(clickhouse, { tenant, runs, today, seed });
    const { version, model } = trained;
    const learntFrom = await findRuns(clickhouse, tenant, runs);
    await stores.riskModels.add(
      tenant,
      registeredRisk(trained, { runs: learntFrom, today, seed, createdAt: now }),
    );
    if (promote) await stores.riskModels.promote(tenant, version, byCommand(now, ON_TRAINING));
    return { version, promoted: promote, ...model.trainedOn };
  }),
});

export const trainMasteryModel = defineJob({
  name: 'model.train.mastery',
  arguments: z.object({ tenant: z.string(), runs: Runs, seed: Seed, promote: z.boolean() }),
  run: mendable(async ({ clickhouse, stores, tenantClock }, { tenant, runs, seed, promote }) => {
    const { now, today } = await tenantClock.moment(tenant);
    const { version, model, leftOut } = await trainMastery(clickhouse, { tenant, runs, seed });
    const skills = Object.keys(model.skills);
    const responses = Object.values(model.skills).reduce((sum, one) => sum + one.responses, 0);
    await stores.masteryModels.add(tenant, {
      version,
      createdAt: now,
      trainedOn: runs,
      metrics: { skills: skills.length, responses },
      features: skills,
      dataTo: today,
      seed,
      model,
    });
    if (promote) await stores.masteryModels.promote(tenant, version, byCommand(now, ON_TRAINING));
    return { version, promoted: promote, skills, leftOut, responses };
  }),
});

export const evaluateRiskModel = defineJob({
  name: 'model.evaluate.risk',
  arguments: z.object({
    tenant: z.string(),
    trainRuns: Runs,
    testRuns: Runs,
    atDays: z.array(z.number().int().positive()).min(1),
    seed: Seed,
    leaveOneOut: z.boolean().default(false),
  }),
  run: mendable(async ({ clickhouse, stores, tenantClock }, args) => {
    const { tenant, testRuns } = args;
    const { today } = await tenantClock.moment(tenant);
    return evaluateRisk(clickhouse, {
      ...args,
      today,
      previous: await previousModelOf(stores.riskModels, tenant, testRuns),
      demographics: ({ run }) => storedDemographics(clickhouse, stores.learners, tenant, run),
    });
  }),
});

const Kind = z.enum(['risk', 'mastery']);

export const listModels = defineJob({
  name: 'model.list',
  arguments: z.object({ tenant: z.string() }),
  async run({ stores }, { tenant }) {
    const [risk, mastery] = await Promise.all([
      stores.riskModels.list(tenant),
      stores.masteryModels.list(tenant),
    ]);
    return {
      models: [
        ...risk.map((model) => ({ kind: 'risk', ...model })),
        ...mastery.map((model) => ({ kind: 'mastery', ...model })),
      ],
    };
  },
});

export const promoteModel = defineJob({
  name: 'model.promote',
  arguments: z.object({ tenant: z.string(), kind: Kind, version: z.string(), why: z.string().default('') }),
  async run({ stores, tenantClock }, { tenant, kind, version, why }) {
    const registry = kind === 'risk' ? stores.riskModels : stores.masteryModels;
    const { now } = await tenantClock.moment(tenant);
    if (!(await registry.promote(tenant, version, byCommand(now, why)))) throw noModel(kind, version);
    return { kind, version, status: 'active' };
  },
});

export const showModelCard = defineJob({
  name: 'model.card',
  arguments: z.object({ tenant: z.string(), kind: Kind, version: z.string() }),
  async run({ stores }, { tenant, kind, version }) {
    const card = await modelCard(stores, tenant, kind, version);
    if (card === null) throw noModel(kind, version);
    return card;
  },
});

const noModel = (kind: string, version: string): JobError =>
  new JobError(`There is no ${kind} model ${version}; see: snowlight model list`);

/** What training refuses is the operator's to mend: another run, more data. */
function mendable<A>(run: Job<A>['run']): Job<A>['run'] {
  return async (...args) => {
    try {
      return await run(...args);
    } catch (error) {
      if (error instanceof UnknownRunError || error instanceof RangeError)
        throw new JobError(error.message, { cause: error });
      throw error;
    }
  };
}
