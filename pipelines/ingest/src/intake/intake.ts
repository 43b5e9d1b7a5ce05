import type { ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import type { Keyring, Vault } from '#libs/privacy';
import {
  contentHash,
  hasSameContent,
  learnerPidOf,
  storedStatement,
  type Actor,
  type Statement,
  type XapiVersion,
} from '#libs/xapi';
import { IdReservations } from './id-reservations.js';
import { KnownStatements } from './known-statements.js';
import { PreparedStatement } from '../prepared-statement.js';
import { MetPeople, Pseudonyms } from './pseudonyms.js';

export interface IntakeDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly keyring: Pick<Keyring, 'tenant'>;
  readonly vault: Pick<Vault, 'remember'>;
  /** A fresh UUID for a statement that has no id. */
  readonly newId: () => string;
}

export interface Delivery {
  readonly tenant: { readonly id: string; readonly timeZone: string };
  /** Legal by the rules of `version`: validated by the caller. */
  readonly statements: readonly Statement[];
  readonly version: XapiVersion;
  readonly authority: Actor;
  /** When each was taken, ISO 8601 UTC with milliseconds: one instant for all, or one a statement. */
  readonly stored: string | readonly string[];
  /** `xapi`, `import:oulad`... */
  readonly source: string;
  /**
   * Look every id up first and refuse the delivery where one is stored with other content. An importer whose ids are
   * made from the rows themselves may leave it out: a repeated row replaces itself.
   */
  readonly checkIds: boolean;
  readonly whenFull?: 'reject' | 'wait';
  /** Makes durable what the statements refer to (files), before they are; not called for a refused delivery. */
  readonly beforePublish?: () => Promise<void>;
}

export type Acceptance =
  | { readonly kind: 'accepted'; readonly ids: readonly string[] }
  /** Nothing of the delivery was stored: these ids, the first of them `id`, are stored with other content. */
  | { readonly kind: 'conflict'; readonly id: string; readonly ids: readonly string[] };

/**
 * The one door for statements, live or imported: ids and defaults, pseudonyms for identities (which go to the vault),
 * conflicts of ids, and the bus. Resolves when the statements are durable.
 * @throws BusFullError, and what the stores throw when they are away; nothing was taken then, or it may be sent again.
 */
export type Intake = (delivery: Delivery) => Promise<Acceptance>;

export function createIntake({ clickhouse, bus, keyring, vault, newId }: IntakeDependencies): Intake {
  const known = new KnownStatements(clickhouse);
  const underway = new IdReservations();
  const pseudonyms = new Map<string, Pseudonyms>();

  const pseudonymsOf = (tenant: string): Pseudonyms => {
    const found = pseudonyms.get(tenant) ?? new Pseudonyms(keyring.tenant(tenant));
    pseudonyms.set(tenant, found);
    return found;
  };

  return async function accept(delivery) {
    const { tenant, checkIds } = delivery;
    const met = new MetPeople();
    const people = pseudonymsOf(tenant.id);
    const prepared = delivery.statements.map((statement, index) =>
      prepare(delivery, index, people.replace(unvouched(statement), met), newId),
    );
    const ids = prepared.map(({ id }) => id);

    const publish = async (fresh: readonly Prepared[]): Promise<Acceptance> => {
      await delivery.beforePublish?.();
      met.number(await vault.remember(tenant.id, met.entries));
      const messages = fresh.map((one) =>
        messageOf(
          delivery,
          one,
          met.asAtFirst ? one.pseudonymous : people.mark(unvouched(delivery.statements[one.index]!), met),
        ),
      );
      await bus.publish(
        'statements',
        messages.map((message) => ({ key: `${tenant.id}:${message.learnerPid}`, value: message })),
        { whenFull: delivery.whenFull ?? 'reject' },
      );
      return { kind: 'accepted', ids };
    };
    if (!checkIds) return publish(prepared);

    const sent = prepared.filter(({ idGiven }) => idGiven).map(({ id }) => id);
    return underway.during(
      sent.map((id) => `${tenant.id}/${id}`),
      async () => {
        const stored = await known.find(tenant.id, sent);
        // xAPI 1.0.3 lets one id come twice in a delivery: the first is what the second is held against.
        const first = new Map<string, Prepared>();
        for (const one of prepared) if (!first.has(one.id)) first.set(one.id, one);
        const conflicts = prepared.flatMap(({ id, pseudonymous }) => {
          const before = stored.get(id) ?? first.get(id);
          return before && !hasSameContent(before, pseudonymous) ? id : [];
        });
        if (conflicts[0] !== undefined) return { kind: 'conflict', id: conflicts[0], ids: conflicts };
        return publish([...first.values()].filter(({ id }) => !stored.has(id)));
      },
    );
  };
}

interface Prepared {
  /** Of the statement in its delivery. */
  readonly index: number;
  /** In lower case. */
  readonly id: string;
  readonly idGiven: boolean;
  readonly stored: string;
  readonly contentHash: string;
  /** As it came, without identities: what is compared where the id is known already. */
  readonly pseudonymous: Statement;
}

function prepare(delivery: Delivery, index: number, pseudonymous: Statement, newId: () => string): Prepared {
  const { stored } = delivery;
  const id = pseudonymous.id?.toLowerCase();
  return {
    index,
    id: id ?? newId().toLowerCase(),
    idGiven: id !== undefined,
    stored: typeof stored === 'string' ? stored : stored[index]!,
    contentHash: contentHash(pseudonymous),
    pseudonymous,
  };
}

/** Who vouches for a statement is the key that brought it: whom the statement names is not kept, nor that person known. */
function unvouched(statement: Statement): Statement {
  if (statement.authority === undefined) return statement;
  const rest = { ...statement };
  delete rest.authority;
  return rest;
}

function messageOf(
  { tenant, version, authority, source }: Delivery,
  { id, stored, contentHash: hash }: Prepared,
  statement: Statement,
): PreparedStatement {
  const whole = storedStatement(statement, { id, stored, authority, version });
  return new PreparedStatement(
    {
      tenant: tenant.id,
      timeZone: tenant.timeZone,
      learnerPid: learnerPidOf(whole),
      id,
      stored,
      contentHash: hash,
      version,
      source,
    },
    whole,
  );
}
