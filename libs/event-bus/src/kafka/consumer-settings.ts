import type { ConsumerConfig } from 'kafkajs';
import type { Membership } from './kept-membership.js';

export const HEARTBEAT_MS = 1000;
/** A member that is silent so long has died: its partitions go to others. */
const SESSION_MS = 8000;
/**
 * How long a rebalance waits for a batch in hand. A member that asked to join and died with its process is waited for as
 * long, and then for a session.
 */
const REBALANCE_MS = 6000;
const MEBIBYTE = 1024 * 1024;

/** @param options.lingerMs longest wait for messages to gather at the broker, milliseconds */
export const consumerSettings = ({
  groupId,
  membership,
  lingerMs,
  mayRestart,
}: {
  readonly groupId: string;
  readonly membership: Membership;
  readonly lingerMs: number;
  readonly mayRestart: () => boolean;
}): ConsumerConfig => ({
  groupId,
  partitionAssigners: [membership.assigner],
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
