import * as z from 'zod';
import { recoverTouched, replayLetters, ReplayStoppedError, type Replayed } from '#pipelines/ingest';
import { defineJob, JobError } from './job.js';

/** Counts again what was stored since an instant, alone or while statements arrive: the same statements give the same rows. */
export const replayStatements = defineJob({
  name: 'replay.statements',
  arguments: z.object({
    from: z.iso.datetime({
      offset: true,
      error: 'must be a time with its offset, such as 2026-11-01T00:00:00Z',
    }),
  }),
  async run({ clickhouse, bus }, { from }, progress) {
    const learners = await recoverTouched({ clickhouse, bus }, new Date(from).toISOString());
    progress({ learners });
    await bus.settled('touched');
    return { learners };
  },
});

/** Of one tenant one at a time, in whatever process. */
export const replayDeadLetters = defineJob({
  name: 'replay.letters',
  arguments: z.object({
    tenant: z.string(),
    ids: z.array(z.uuid()).optional(),
    stage: z.string().optional(),
    reason: z.string().optional(),
    dryRun: z.boolean().default(false),
  }),
  async run({ clickhouse, bus, stores, postgres }, { tenant, dryRun, ...filter }, onProgress, signal) {
    if ((await stores.tenants.find(tenant)) === null) throw new JobError(`There is no tenant ${tenant}.`);
    const parts = { clickhouse, bus, now: Date.now };
    if (dryRun) return replayLetters(parts, tenant, filter, { dryRun, onProgress, signal });
    let done: Replayed | undefined;
    await postgres.whereLeading(`snowlight replays letters of ${tenant}`, async (lost) => {
      const options = { onProgress, signal: AbortSignal.any([signal, lost]) };
      done = await replayLetters(parts, tenant, filter, options).catch(mendable);
    });
    if (done === undefined)
      throw new JobError(`Letters of ${tenant} are being replayed already: wait for that, then look again.`);
    return done;
  },
});

function mendable(error: unknown): never {
  if (error instanceof ReplayStoppedError) throw new JobError(error.message, { cause: error });
  throw error;
}
