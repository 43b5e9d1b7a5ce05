import type { HandlerFailed } from '../event-bus.js';
import type { TopicDeclarations } from '../topics.js';
import type { KafkaLog } from './kafka-client.js';
import type { UnreadableMessage } from './message-codec.js';

export interface KafkaBusOptions {
  /** Keeps messages that are not ours, or of a version that is not known; where it rejects, their batch comes again. */
  readonly onUnreadable: (messages: readonly UnreadableMessage[], token: string) => Promise<void>;
  /** A consumer has ended for good, in one sentence: the process should end, and say so by its code. */
  readonly onFatal: (sentence: string, error: unknown) => void;
  readonly onHandlerError?: HandlerFailed;
  readonly onLog?: KafkaLog;
  readonly declarations?: TopicDeclarations;
  /** Messages that may wait to be sent. */
  readonly capacity?: number;
  /** Their bytes. */
  readonly capacityBytes?: number;
  /** How long a request waits for room before it is refused, milliseconds. */
  readonly patienceMs?: number;
  /** How long messages may take to be durable before their publisher is told that they are not, milliseconds. */
  readonly deadlineMs?: number;
  /** Largest batch that a handler gets. */
  readonly maxBatch?: number;
  /** First pause after a handler has thrown, milliseconds; doubles up to 50 times of it. */
  readonly backoffMs?: number;
  /** How long messages may gather at the broker before a handler gets them, milliseconds. */
  readonly lingerMs?: number;
  /** Most messages and bytes of one send. */
  readonly maxSend?: { readonly messages: number; readonly bytes: number };
  /** Whether messages are packed: less network and disk, more processor. */
  readonly compression?: 'none' | 'gzip';
}
