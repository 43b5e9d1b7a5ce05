import type { Logger } from 'pino';
import type { OnStep } from '#libs/event-bus';
import type { DeadLetterRow } from '#pipelines/ingest';

/** A line for each followed trace at each step: what is found by looking for its id in the logs of all processes. */
export const stepLog =
  (log: Pick<Logger, 'info'>): OnStep =>
  (step, traces, details) => {
    for (const { id, isSampled } of traces) if (isSampled) log.info({ trace: id, step, ...details }, 'trace');
  };

/** A line for each message that is put aside, followed or not. Its reason may quote it, and stands in the letter alone. */
export const letterLog =
  (log: Pick<Logger, 'warn'>) =>
  ({ id: letter, stage, topic, partition, offset, headers }: DeadLetterRow): void => {
    const trace = headers.traceparent?.split('-')[1];
    log.warn({ trace, step: 'put aside', stage, letter, topic, partition, offset }, 'trace');
  };
