import { allJobs } from '../../../jobs/src/index.js';
import type { JobPlatform } from '../../../jobs/src/job.js';
import type { ApiDependencies } from '../api-dependencies.js';

/** Every job, to be done in this process. */
export function platformJobs(platform: JobPlatform): ApiDependencies['jobs'] {
  return new Map(
    [...allJobs].map(([name, job]) => [
      name,
      { run: (args, progress, signal) => job.run(platform, args, progress, signal) },
    ]),
  );
}
