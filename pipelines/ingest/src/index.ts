export {
  createEncodeStatement,
  logColumns,
  typedColumns,
  type EncodedStatement,
} from './batch/encode.step.js';
export { anyReference } from './batch/inherit-terms.js';
export { statementRow } from './batch/statement-row.js';
export type { DeadLetterRow } from './batch/dead-letter-row.js';
export { createIngest, type IngestDependencies } from './batch/ingest-batch.js';
export {
  createIntake,
  type Acceptance,
  type Delivery,
  type Intake,
  type IntakeDependencies,
} from './intake/intake.js';
export { eachOf, inSlices } from './in-slices.js';
export { createKeepUnreadable } from './keep-unreadable.js';
export { beginNewestStatements, fillRecentStatements } from './fill-memory.js';
export { fillIdFilter } from './intake/fill-id-filter.js';
export { IdFilter } from './intake/id-filter.js';
export { NewestStatements } from './newest-statements.js';
export { positionsFrom } from './intake/positions.js';
export type { Unsettled } from './intake/unsettled-statements.js';
export { asEngineWrites, asRead, recentBytesFor, type RecentStatement } from './recent-statements.js';
export { StatementMemory } from './statement-memory.js';
export { replayLetters, ReplayStoppedError, type Replayed } from './replay-letters.js';
export { recoverTouched } from './recover.js';
