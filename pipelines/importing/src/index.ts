export {
  importFiles,
  importFormats,
  ImportStoppedError,
  type ImportFormat,
  type ImportOptions,
} from './import-files.js';
export type { ImportPorts, ImportTenant, StatementDelivery, StatementIntake } from './import-ports.js';
export type { ImportProgress } from './report/progress-meter.js';
export { UnusableSourceError } from './source/source-error.js';
