import { createKey, createUser, listKeys, revokeKey } from './access.jobs.js';
import { importJob } from './import.job.js';
import type { Job } from './job.js';
import {
  evaluateRiskModel,
  listModels,
  promoteModel,
  trainMasteryModel,
  trainRiskModel,
} from './model.jobs.js';
import { erasePerson } from './privacy.jobs.js';
import { createTenant, listTenants, setTenant } from './tenant.jobs.js';

export { JobError } from './job.js';

/** Every job, by name. */
export const allJobs: ReadonlyMap<string, Job> = new Map(
  [
    importJob,
    createKey,
    listKeys,
    revokeKey,
    createUser,
    erasePerson,
    createTenant,
    setTenant,
    listTenants,
    trainRiskModel,
    trainMasteryModel,
    evaluateRiskModel,
    listModels,
    promoteModel,
  ].map((job) => [job.name, job]),
);
