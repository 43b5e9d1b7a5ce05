import { randomInt, randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import type { Keyring } from '#libs/privacy';
import {
  createEncodeStatement,
  createIntake,
  fillIdFilter,
  IdFilter,
  positionsFrom,
  type Intake,
  type StatementMemory,
} from '#pipelines/ingest';
import type { DomainStores } from './domain-stores.js';

/** How long a request waits for the store's word on the ids that it brings. A look-up takes some 5 ms. */
const patienceMs = 300;

interface IntakeParts {
  readonly clickhouse: ClickHouse;
  readonly bus: EventBus;
  readonly keyring: Keyring;
  readonly stores: Pick<DomainStores, 'vault' | 'canonical'>;
  readonly log: Logger;
  /** Null where other processes take statements in and store them too. */
  readonly memory: StatementMemory | null;
}

export interface OpenedIntake {
  readonly intake: Intake;
  /**
   * To be called when the store has what the last process had acknowledged: what comes into it later, but not through
   * this door, would be taken for new.
   */
  readonly begin: () => void;
}

/**
 * The door for statements. In embedded mode this process alone takes statements in and stores them: it knows every id,
 * and makes the rows at the door. In distributed mode others do both: the broker's word is all that a request needs.
 */
export function openIntake({ clickhouse, bus, keyring, stores, log, memory }: IntakeParts): OpenedIntake {
  const shared = {
    clickhouse,
    bus,
    keyring,
    vault: stores.vault,
    terms: stores.canonical,
    newId: randomUUID,
    newPosition: positionsFrom(randomInt(2 ** 32)),
  };
  if (memory === null)
    return {
      intake: createIntake({
        ...shared,
        patienceMs,
        onUnanswered: (error) => log.warn({ err: error }, 'ids are not looked up; ingest will settle them'),
      }),
      begin: () => undefined,
    };
  const filter = new IdFilter();
  return {
    intake: createIntake({ ...shared, filter, encode: createEncodeStatement(), memory }),
    begin() {
      fillIdFilter(clickhouse, filter).catch((error: unknown) =>
        log.error({ err: error }, 'the filter of statement ids is not filled: every id is looked up'),
      );
    },
  };
}
