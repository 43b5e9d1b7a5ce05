import type { ConsumerConfig } from 'kafkajs';

export const HEARTBEAT_MS = 1000;
/** A member that is silent so long has died: its partitions go to others. */
const SESSION_MS = 8000;
/**
 * How long a rebalance waits for a batch in hand. A member that asked to join and died is waited for as long, and then for a
 * session: with 20 s and sessions of 10 one in three broker's restarts was recovered from after more than 30 s, with 10
 * and 10 one in twenty. On cores that do other work too it still happens.
 */
const REBALANCE_MS = 6000;
const MEBIBYTE = 1024 * 1024;

/** @param options.lingerMs longest wait for messages to gather at the broker, milliseconds */
export const consumerSettings = ({
  groupId,
  lingerMs,
  mayRestart,
}: {
  readonly groupId: string;
  readonly lingerMs: number;
  readonly mayRestart: () => boolean;
}): ConsumerConfig => ({
  groupId,
  allowAutoTopicCreation: false,
  heartbeatInterval: HEARTBEAT_MS,
  sessionTimeout: SESSION_MS,
  rebalanceTimeout: REBALANCE_MS,
  // larger batches under load cost the stores less; without load nobody waits longer than this
  minBytes: MEBIBYTE / 4,
  maxWaitTimeInMs: lingerMs,
  maxBytesPerPartition: 4 * MEBIBYTE,
  maxBytes: 16 * MEBIBYTE,
  retry: {
    retries: 5,
    initialRetryTime: 200,
    maxRetryTime: 2000,
    restartOnFailure: () => Promise.resolve(mayRestart()),
  },
});
