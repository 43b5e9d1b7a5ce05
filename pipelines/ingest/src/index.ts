export { createIngest, type IngestDependencies } from './batch/ingest-batch.js';
export {
  createIntake,
  type Acceptance,
  type Delivery,
  type Intake,
  type IntakeDependencies,
} from './intake/intake.js';
