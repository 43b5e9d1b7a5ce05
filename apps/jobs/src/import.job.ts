import { join } from 'node:path';
import * as z from 'zod';
import { mirrorChanges } from '#pipelines/features';
import { importFiles, importFormats, ImportStoppedError, UnusableSourceError } from '#pipelines/importing';
import { ImportJobStore, MirrorStore, WatermarkStore } from '#libs/postgres';
import { defineJob, JobError, type JobPlatform } from './job.js';

/** Brings files in and waits until what they changed is counted. */
export const importJob = defineJob({
  name: 'import',
  arguments: z.object({
    tenant: z.string(),
    format: z.enum(importFormats),
    /** On the machine of the process that does the job. */
    paths: z.array(z.string()).min(1),
    dryRun: z.boolean(),
    resume: z.boolean(),
  }),
  async run(platform, { tenant: id, format, paths, dryRun, resume }, progress, signal) {
    const { stores, intake, keyring, postgres, tenantClock, config, publicUrl } = platform;
    const known = await stores.tenants.find(id);
    if (known === null) throw new JobError(`There is no tenant ${id}.`);
    const { now } = await tenantClock.moment(id);
    const opened = Date.now();
    try {
      const report = await importFiles(
        {
          format,
          paths,
          tenant: { id, timeZone: known.timeZone, xapiMode: known.xapiMode },
          dryRun,
          resume,
          intake,
          roster: stores.roster,
          jobs: new ImportJobStore(postgres, () => new Date()),
          keyring,
          now: () => new Date(now.getTime() + Date.now() - opened),
          reportDirectory: join(config.dataDir, 'imports'),
          publicUrl,
          signal,
        },
        progress,
      );
      if (!dryRun) await settled(platform);
      return report;
    } catch (error) {
      if (error instanceof UnusableSourceError || error instanceof ImportStoppedError)
        throw new JobError(error.message, { cause: error });
      throw error;
    }
  },
});

/** Until rollups and mirrors show what was brought in. */
async function settled({ bus, clickhouse, postgres }: JobPlatform): Promise<void> {
  await mirrorChanges({
    clickhouse,
    changes: new MirrorStore(postgres),
    watermarks: new WatermarkStore(postgres),
  });
  // what is stored announces whose days are to be counted before it is settled
  await bus.settled('statements');
  await bus.settled('touched');
}
