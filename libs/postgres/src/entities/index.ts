import { ImportJobEntity } from './import-job.entity.js';
import { TenantEntity } from './tenant.entity.js';

/** The tables that are plain reading and writing of rows; everything set-based is SQL in the stores. */
export const entities = [TenantEntity, ImportJobEntity];
