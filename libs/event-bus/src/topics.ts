import type { TopicName } from '#libs/contracts';

/** What a topic must be at the broker. Made so where it is missing; where it is there and is not so, boot says it. */
export interface TopicDeclaration {
  /** What the key of a message is made of: messages of one key keep their order. For people; the code does not read it. */
  readonly key: string;
  /** At least so many. Adding some later sends keys to other partitions: drain the topic before. */
  readonly partitions: number;
  /** How long the broker keeps messages, milliseconds: how long a store may be away without a loss. */
  readonly retentionMs: number;
  /** `delete`: by age. Compaction would drop older statements of a learner. */
  readonly cleanup: 'delete' | 'compact';
  /** Largest batch of messages, bytes. */
  readonly maxMessageBytes: number;
  /** Version of the messages' schema, in the header of each; the `v` of `libs/contracts/src/bus-messages.ts`. */
  readonly schemaVersion: number;
  /**
   * The oldest version that this process reads. While versions of Snowlight work beside each other, messages of several
   * versions lie in a topic: a new one reads those of the last, an old one leaves those of the next to the new one.
   */
  readonly oldestReadable: number;
  /** Who handles the messages, in whatever process. */
  readonly groups: readonly string[];
}

export type TopicDeclarations = Readonly<Record<TopicName, TopicDeclaration>>;

const DAY_MS = 86_400_000;
const MEBIBYTE = 1024 * 1024;

/** Of messages that can be computed again from the statements. */
const derived = {
  key: 'tenant:learner',
  partitions: 12,
  retentionMs: 3 * DAY_MS,
  cleanup: 'delete',
  maxMessageBytes: 2 * MEBIBYTE,
  schemaVersion: 1,
  oldestReadable: 1,
} as const;

/** Every topic of the bus as the broker keeps it. Names stand behind `KAFKA_TOPIC_PREFIX`. */
export const topicDeclarations: TopicDeclarations = {
  statements: {
    ...derived,
    retentionMs: 7 * DAY_MS,
    // the record store takes bodies of 16 MiB, and a statement's JSON is text within JSON here
    maxMessageBytes: 36 * MEBIBYTE,
    groups: ['ingest'],
  },
  touched: { ...derived, groups: ['features'] },
  rolled: { ...derived, groups: ['scoring'] },
  scored: { ...derived, groups: ['nudging'] },
};
