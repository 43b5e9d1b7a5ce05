import * as z from 'zod';
import { recoverTouched, replayLetters } from '#pipelines/ingest';
import { defineJob, JobError } from './job.js';

/** Counts again what was stored since an instant, alone or while statements arrive: the same statements give the same rows. */
export const replayStatements = defineJob({
  name: 'replay.statements',
  arguments: z.object({ from: z.iso.datetime({ offset: true }) }),
  async run({ clickhouse, bus }, { from }, progress) {
    const learners = await recoverTouched({ clickhouse, bus }, new Date(from).toISOString());
    progress({ learners });
    await bus.settled('touched');
    return { learners };
  },
});

export const replayDeadLetters = defineJob({
  name: 'replay.letters',
  arguments: z.object({
    tenant: z.string(),
    id: z.uuid().optional(),
    stage: z.string().optional(),
    reason: z.string().optional(),
  }),
  async run({ clickhouse, bus, stores }, { tenant, ...filter }, progress) {
    if ((await stores.tenants.find(tenant)) === null) throw new JobError(`There is no tenant ${tenant}.`);
    return replayLetters({ clickhouse, bus, now: Date.now }, tenant, filter, progress);
  },
});
