export * from './event-bus.js';
export { InProcessBus, type InProcessBusOptions } from './in-process-bus.js';
export { Journal, JournalDamagedError, type JournalRecord, type Written } from './journal.js';
export { partitionOf } from './partition.js';
