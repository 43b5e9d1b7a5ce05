import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config, KafkaLocation } from '#libs/config';
import { parseTraceparent, type TopicName } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import { InProcessBus, Journal, openKafkaBus, type EventBus, type HandlerFailed } from '#libs/event-bus';
import { createKeepUnreadable } from '#pipelines/ingest';
import type { DrainStep } from './lifetime.js';

/** The bus of a process, and what differs between one that lives in it and a broker. */
export interface OpenedBus {
  readonly bus: EventBus;
  /** Every subscription of this process has its partitions: its messages are being handled. */
  readonly isAssigned: () => boolean;
  /** After all subscriptions: takes up what was left to be handled when the last process ended. */
  readonly begin: () => Promise<void>;
  readonly drain: readonly DrainStep[];
}

export interface BusSurroundings {
  readonly log: Logger;
  readonly clickhouse: Pick<ClickHouse, 'insert'>;
  /** Told where the bus cannot go on: the process must end and be started again. */
  readonly onFatal: (error: unknown) => void;
  /** Told of each message that could not even be read, and was kept as a dead letter. */
  readonly onPutAside: (topic: TopicName) => void;
}

export type OpenBus = (config: Config, surroundings: BusSurroundings) => Promise<OpenedBus>;

/** The bus of the mode. */
export const openBus: OpenBus = (config, surroundings) =>
  config.mode === 'distributed'
    ? openBroker(config.kafka, surroundings)
    : openInProcessBus(join(config.dataDir, 'journal'), surroundings.log);

async function openBroker(
  location: KafkaLocation,
  { log, clickhouse, onFatal, onPutAside }: BusSurroundings,
): Promise<OpenedBus> {
  const keep = createKeepUnreadable(clickhouse, Date.now);
  const bus = await openKafkaBus(location, {
    async onUnreadable(messages, token) {
      await keep(messages, token);
      for (const { topic, partition, offset, headers } of messages) {
        log.warn(
          { step: 'put aside', stage: 'read', topic, partition, offset, trace: tracesOf(headers) },
          'trace',
        );
        onPutAside(topic);
      }
    },
    onFatal: (sentence, error) => onFatal(new Error(sentence, { cause: error })),
    onHandlerError: handlerFailed(log),
    onLog: (level, message, details) => log[level](details, message),
  });
  return {
    bus,
    isAssigned: () => bus.problem() === null,
    // what was left to be handled lies at the broker
    begin: () => Promise.resolve(),
    drain: [{ name: 'leaving the broker', run: () => bus.close(5000) }],
  };
}

/** So many traces of a batch that failed are named; it may hold thousands. */
const NAMED = 20;

const handlerFailed =
  (log: Logger): HandlerFailed =>
  (topic, group, error, { token, records }) => {
    const traces = [...new Set(records.flatMap((record) => record.traces?.map(({ id }) => id) ?? []))];
    log.error(
      { topic, group, batch: token, traces: traces.slice(0, NAMED), err: error },
      'a batch failed and is tried again',
    );
  };

/** Of a message of another program: what its header says, if it says anything. */
const tracesOf = ({ traceparent = '' }: Readonly<Record<string, string>>): string | undefined =>
  parseTraceparent(traceparent)?.id;

/** @param journalDirectory where what was acknowledged lies until it is stored */
export async function openInProcessBus(journalDirectory: string, log: Logger): Promise<OpenedBus> {
  const { journal, left } = await Journal.open(journalDirectory);
  const bus = new InProcessBus({
    epoch: randomUUID(),
    journal,
    onHandlerError: handlerFailed(log),
  });
  return {
    bus,
    isAssigned: () => true,
    async begin() {
      // acknowledged and not stored when the last process ended: stored before anybody asks
      for (const { records, from } of left) await bus.resume('statements', records, from);
    },
    drain: [
      { name: 'draining the queues', run: () => bus.close(5000) },
      { name: 'closing the journal', run: () => journal.close() },
    ],
  };
}
