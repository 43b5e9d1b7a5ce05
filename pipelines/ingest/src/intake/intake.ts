import type { Correction, LearnerPid, Trace } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import { scrubStatement, type Keyring, type Vault } from '#libs/privacy';
import { hasSameContent, type Statement, type StoredContent } from '#libs/xapi';
import type { EncodeStatement } from '../batch/encode.step.js';
import type { PreparedStatement } from '../prepared-statement.js';
import { eachOf, inSlices } from '../in-slices.js';
import type { StatementMemory } from '../statement-memory.js';
import type { IdFilter } from './id-filter.js';
import { IdReservations } from './id-reservations.js';
import { KnownStatements } from './known-statements.js';
import { PatientLookup } from './patient-lookup.js';
import { messageOf, preparedOf, unvouched, type Prepared, type Sender } from './prepared.js';
import { MetPeople, Pseudonyms } from './pseudonyms.js';
import { termsIn, type TermRecorder } from './terms.js';
import { UnsettledStatements } from './unsettled-statements.js';

export interface IntakeDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query'>;
  readonly bus: Pick<EventBus, 'publish'>;
  readonly keyring: Pick<Keyring, 'tenant'>;
  readonly vault: Pick<Vault, 'remember'>;
  /** Keeps what statements say of activities and verbs; left out = nobody will ask. */
  readonly terms?: TermRecorder;
  /** A fresh UUID for a statement that has no id. */
  readonly newId: () => string;
  /** Left out where other processes take statements in too: then any id may be known. */
  readonly filter?: Pick<IdFilter, 'add' | 'mayHold'>;
  /**
   * Where other processes store: how long the store has to say which ids it knows, ms. Without an answer by then all pass
   * for new, and ingest decides (`settle-ids.ts`): nobody waits for a store that is away. Left out = an answer is needed.
   */
  readonly patienceMs?: number;
  /** Told what kept the store from answering in time. */
  readonly onUnanswered?: (error: unknown) => void;
  /** See `positionsFrom`. */
  readonly newPosition: () => number;
  /** Makes the rows of a statement while it is at hand; left out where another process stores it. */
  readonly encode?: EncodeStatement;
  /** Told of what is acknowledged; left out = nobody reads it before the store has it. */
  readonly memory?: Pick<StatementMemory, 'unsettled'>;
}

export interface Delivery extends Sender {
  /** Legal by the rules of `version`: validated by the caller. */
  readonly statements: readonly Statement[];
  /** When each was taken, ISO 8601 UTC with milliseconds: one instant for all, or one a statement. */
  readonly stored: string | readonly string[];
  /** Of the request that brought it. */
  readonly trace?: Trace;
  readonly whenFull?: 'reject' | 'wait';
  /** See `PublishOptions` of the bus. */
  readonly keptBy?: 'journal' | 'handler';
  /** What was put right in the statement of the same place; of a lenient tenant alone. */
  readonly corrections?: readonly (readonly Correction[])[];
  /**
   * Makes durable what the statements refer to (files), before they are; not called for a refused delivery. It is told
   * the statements as they are kept, without identities; those are in the vault by then.
   */
  readonly beforePublish?: (statements: readonly Statement[]) => Promise<void>;
}

/** Nothing of the delivery was stored: these ids, the first of them `id`, are stored with other content. */
interface Conflict {
  readonly kind: 'conflict';
  readonly id: string;
  readonly ids: readonly string[];
}

export type Acceptance = { readonly kind: 'accepted'; readonly ids: readonly string[] } | Conflict;

interface Messages {
  readonly kind: 'messages';
  readonly records: readonly {
    readonly key: string;
    readonly value: PreparedStatement;
    readonly traces?: readonly Trace[];
  }[];
  /** Of all statements of the delivery, in their order. */
  readonly ids: readonly string[];
}

/**
 * The one door for statements, live or imported: free text without identifiers of patients, ids and defaults,
 * pseudonyms for identities (which go to the vault), conflicts of ids, and the bus. Resolves when the statements are durable.
 * @throws BusFullError, and what the stores throw when they are away; nothing was taken then, or it may be sent again.
 */
export interface Intake {
  (delivery: Delivery): Promise<Acceptance>;
  /** Forgets, in memory, people who were erased. */
  forget(tenant: string, pids: readonly LearnerPid[]): void;
  /** Where it is not known who was erased. */
  forgetEverybody(): void;
}

export function createIntake({
  clickhouse,
  bus,
  keyring,
  vault,
  terms,
  newId,
  filter,
  patienceMs,
  onUnanswered,
  newPosition,
  encode,
  memory = { unsettled: new UnsettledStatements() },
}: IntakeDependencies): Intake {
  const everyKnown = new KnownStatements(clickhouse);
  const known =
    patienceMs === undefined ? everyKnown : new PatientLookup(everyKnown, patienceMs, onUnanswered);
  const underway = new IdReservations();
  const pseudonyms = new Map<string, Pseudonyms>();

  const pseudonymsOf = (tenant: string): Pseudonyms => {
    const found = pseudonyms.get(tenant) ?? new Pseudonyms(keyring.tenant(tenant));
    pseudonyms.set(tenant, found);
    return found;
  };

  /** Those of the ids that are taken, by what was taken under them. */
  const contentsOf = async (tenant: string, ids: readonly string[]): Promise<Map<string, StoredContent>> => {
    const contents = new Map<string, StoredContent>();
    const asked: string[] = [];
    for (const id of ids) {
      const content = memory.unsettled.find(tenant, id);
      if (content !== undefined) contents.set(id, content);
      else if (filter?.mayHold(tenant, id) ?? true) asked.push(id);
    }
    for (const [id, content] of await known.find(tenant, asked)) contents.set(id, content);
    return contents;
  };

  /** The messages of a delivery, which has sent these ids. All else that is made of it can go before the bus has taken them. */
  const messagesOf = async (delivery: Delivery, sent: readonly string[]): Promise<Messages | Conflict> => {
    const { tenant, stored, corrections } = delivery;
    const met = new MetPeople();
    const people = pseudonymsOf(tenant.id);
    const prepare = (statement: Statement, index: number): Prepared => {
      const { statement: scrubbed, counts } = scrubStatement(unvouched(statement));
      const given = {
        stored: typeof stored === 'string' ? stored : stored[index]!,
        scrubbed,
        scrubCounts: counts,
        corrections: corrections?.[index] ?? [],
      };
      return preparedOf(people.replace(scrubbed, met), given, newId);
    };
    const prepared = await inSlices(eachOf(delivery.statements, prepare));
    const contents = await contentsOf(tenant.id, sent);
    // xAPI 1.0.3 lets one id come twice in a delivery: the first is what the second is held against.
    const first = new Map<string, Prepared>();
    for (const one of prepared) if (!first.has(one.id)) first.set(one.id, one);
    const conflicts = prepared.flatMap((one) => {
      const before = contents.get(one.id) ?? first.get(one.id);
      const isOther = before !== undefined && before !== one && !hasSameContent(before, one.pseudonymous);
      return isOther ? one.id : [];
    });
    if (conflicts[0] !== undefined) return { kind: 'conflict', id: conflicts[0], ids: conflicts };
    met.number(await vault.remember(tenant.id, met.entries));
    await delivery.beforePublish?.(prepared.map(({ pseudonymous }) => pseudonymous));
    await terms?.record(tenant.id, termsIn(prepared.map(({ scrubbed }) => scrubbed)));
    const traced = delivery.trace === undefined ? {} : { traces: [delivery.trace] };
    const fresh = [...first.values()].filter(({ id }) => !contents.has(id));
    const record = (one: Prepared) => {
      const marked = met.asAtFirst ? one.pseudonymous : people.mark(one.scrubbed, met);
      const value = messageOf(delivery, one, marked, newPosition(), encode);
      return { key: `${tenant.id}:${value.learnerPid}`, value, ...traced };
    };
    const records = await inSlices(eachOf(fresh, record));
    return { kind: 'messages', records, ids: prepared.map(({ id }) => id) };
  };

  const accept = (delivery: Delivery): Promise<Acceptance> => {
    const { tenant, whenFull = 'reject', keptBy = 'journal' } = delivery;
    const sent = idsSent(delivery);
    const reserved = sent.map((id) => `${tenant.id}/${id}`);
    return underway.during(reserved, async () => {
      const made = await messagesOf(delivery, sent);
      if (made.kind === 'conflict') return made;
      const { records, ids } = made;
      const published = await bus.publish('statements', records, { whenFull, keptBy });
      for (const { value } of records) filter?.add(tenant.id, value.id);
      // Where it fails the bus is closing: what was acknowledged lies in the journal.
      // Where others store, nobody tells us when they have: what comes meanwhile is settled there.
      if (keptBy === 'journal' && patienceMs === undefined)
        memory.unsettled
          .add(
            tenant.id,
            records.map(({ value }) => value),
            published.handled,
          )
          .catch(() => undefined);
      return { kind: 'accepted', ids };
    });
  };

  return Object.assign(accept, {
    forget: (tenant: string, pids: readonly LearnerPid[]) => pseudonyms.get(tenant)?.forget(pids),
    forgetEverybody: () => pseudonyms.clear(),
  });
}

/** In lower case; statements without one get one that nobody else has. */
const idsSent = ({ statements }: Delivery): string[] =>
  statements.flatMap(({ id }) => (id === undefined ? [] : id.toLowerCase()));
