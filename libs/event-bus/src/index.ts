export * from './event-bus.js';
export { InProcessBus, type InProcessBusOptions } from './in-process-bus.js';
export { partitionOf } from './partition.js';
