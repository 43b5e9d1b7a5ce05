import { createKey, createUser, listKeys, revokeKey } from './access.jobs.js';
import { backup } from './backup.job.js';
import { importJob } from './import.job.js';
import type { Job } from './job.js';
import {
  evaluateRiskModel,
  listModels,
  promoteModel,
  showModelCard,
  trainMasteryModel,
  trainRiskModel,
} from './model.jobs.js';
import { erasePerson } from './privacy.jobs.js';
import { replayDeadLetters, replayStatements } from './replay.jobs.js';
import { createTenant, listTenants, setTenant } from './tenant.jobs.js';

export { makeBaseline } from './baseline/make-baseline.js';
export { evaluateOnFolder } from './folder/evaluate-on-folder.js';
export { predictOnFolder } from './folder/predict-on-folder.js';
export { trainOnFolder } from './folder/train-on-folder.js';
export { FOLDER_TENANT } from './folder/folder-store.js';
export { problemText, withFolder } from './folder/with-folder.js';
export { checkWritable, writeResult } from './folder/write-result.js';
export { JobError } from './job.js';

/** Every job, by name. */
export const allJobs: ReadonlyMap<string, Job> = new Map(
  [
    importJob,
    backup,
    createKey,
    listKeys,
    revokeKey,
    createUser,
    erasePerson,
    replayStatements,
    replayDeadLetters,
    createTenant,
    setTenant,
    listTenants,
    trainRiskModel,
    trainMasteryModel,
    evaluateRiskModel,
    listModels,
    promoteModel,
    showModelCard,
  ].map((job) => [job.name, job]),
);
