export * from './event-bus.js';
export { InProcessBus, type InProcessBusOptions } from './in-process/in-process-bus.js';
export { Journal, JournalDamagedError, type JournalRecord, type Written } from './in-process/journal.js';
export { KafkaUnusableError } from './kafka/kafka-failure.js';
export { openKafkaBus, type KafkaBus, type KafkaBusOptions } from './kafka/open-kafka-bus.js';
export type { UnreadableMessage } from './kafka/message-codec.js';
export { partitionOf } from './partition.js';
export { topicDeclarations, type TopicDeclaration, type TopicDeclarations } from './topics.js';
