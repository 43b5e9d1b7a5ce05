import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClickHouse } from '#libs/clickhouse';
import { InProcessBus, type InProcessBusOptions } from '#libs/event-bus';
import { createKeyring, type Keyring, type Vault } from '#libs/privacy';
import type { Actor, Statement } from '#libs/xapi';
import { createCountAgain } from '#pipelines/features';
import {
  createEncodeStatement,
  createIngest,
  createIntake,
  positionsFrom,
  type Delivery,
  type Intake,
} from '#pipelines/ingest';

export const authority: Actor = {
  objectType: 'Agent',
  account: { homePage: 'https://example.org/keys', name: 'spec' },
};

/** The way from intake to rollups on real engines, without the roles that work by the clock. */
export interface DataPath {
  readonly bus: InProcessBus;
  readonly intake: Intake;
  /** What the bus's handlers threw, newest last. */
  readonly failures: unknown[];
  /** Until every message of every stage is handled. */
  settled(): Promise<void>;
}

export interface DataPathOptions {
  readonly clickhouse: ClickHouse;
  /** For what ingest writes; the engine itself unless a spec lets it fail. */
  readonly insert?: Pick<ClickHouse, 'insert' | 'query'>;
  /** As where other processes store too. */
  readonly settlesIds?: boolean;
  readonly keyring?: Pick<Keyring, 'tenant'>;
  readonly vault?: Pick<Vault, 'remember'>;
  readonly bus?: Partial<InProcessBusOptions>;
  readonly onIngested?: (counts: { stored: number; deadLetters: number }) => void;
}

export function openDataPath({
  clickhouse,
  insert = clickhouse,
  keyring = createKeyring('a root secret of the data path specs'),
  vault = { remember: () => Promise.resolve([]) },
  bus: busOptions = {},
  onIngested,
  settlesIds = false,
}: DataPathOptions): DataPath {
  const failures: unknown[] = [];
  const bus = new InProcessBus({
    epoch: randomUUID(),
    backoffMs: 10,
    onHandlerError: (_topic, _group, error) => failures.push(error),
    ...busOptions,
  });
  bus.subscribe(
    'statements',
    'ingest',
    createIngest({
      clickhouse: {
        query: (query, params) => insert.query(query, params),
        insert: (table, rows, options) => insert.insert(table, rows, options),
        remove: (table, condition, params) => clickhouse.remove(table, condition, params),
      },
      bus,
      now: Date.now,
      settlesIds,
      ...(onIngested === undefined ? {} : { onBatch: onIngested }),
    }),
  );
  bus.subscribe('touched', 'features', createCountAgain({ clickhouse, bus }));
  return {
    bus,
    intake: createIntake({
      clickhouse,
      bus,
      keyring,
      vault,
      newId: randomUUID,
      filter: { add: () => undefined, mayHold: () => true },
      newPosition: positionsFrom(0),
      encode: createEncodeStatement(),
    }),
    failures,
    settled: () => settled(bus),
  };
}

/** Until every message of every stage is handled; a stage announces to the next before it counts as done. */
export async function settled(bus: Pick<InProcessBus, 'lag'>): Promise<void> {
  while (bus.lag().some(({ waiting }) => waiting > 0)) await sleep(2);
}

/** A delivery as the record store hands it over. */
export function delivery(
  tenant: string,
  statements: readonly Statement[],
  changes: Partial<Delivery> = {},
): Delivery {
  return {
    tenant: { id: tenant, timeZone: 'Asia/Shanghai' },
    statements,
    version: '1.0.3',
    authority,
    stored: new Date().toISOString(),
    source: 'xapi',
    ...changes,
  };
}
