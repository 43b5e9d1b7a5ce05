import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from '#libs/config';
import { InProcessBus, Journal, type EventBus } from '#libs/event-bus';
import { BootError } from './boot-error.js';
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

/** @param onFatal told where the bus cannot go on: the process must end and be started again */
export type OpenBus = (config: Config, log: Logger, onFatal: (error: unknown) => void) => Promise<OpenedBus>;

/** The bus of the mode. */
export const openBus: OpenBus = (config, log) => {
  if (config.mode === 'distributed')
    return Promise.reject(
      new BootError(
        'the bus of distributed mode is not part of this version: set SNOWLIGHT_MODE to embedded',
      ),
    );
  return openInProcessBus(join(config.dataDir, 'journal'), log);
};

/** @param journalDirectory where what was acknowledged lies until it is stored */
export async function openInProcessBus(journalDirectory: string, log: Logger): Promise<OpenedBus> {
  const { journal, left } = await Journal.open(journalDirectory);
  const bus = new InProcessBus({
    epoch: randomUUID(),
    journal,
    onHandlerError: (topic, group, error) =>
      log.error({ topic, group, err: error }, 'a batch failed and is tried again'),
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
