import { createHmac, type KeyObject } from 'node:crypto';
import { Gathered } from '#libs/concurrency';
import type { LearnerPid } from '#libs/contracts';
import {
  type AgentForm,
  type Contact,
  type FormRef,
  type Keyring,
  nameTerms,
  newDataKey,
  open,
  seal,
  searchTerm,
  unwrapKey,
  type Vault,
  type VaultEntry,
  wrapKey,
} from '#libs/privacy';
import type { Postgres, Queryable } from '../postgres.js';
import { IdentityForms, type FormEntry } from './identity-forms.js';
import { inChunks, recordset } from './rows.js';
import { dataKeyOf, hex, sealedContext } from './sealed-context.js';

export interface ContactEntry extends Contact {
  readonly pid: LearnerPid;
}

interface KnownForm {
  readonly pid: LearnerPid;
  readonly form: number;
}

/** Forms of people known to be kept, so that most batches of statements need no round trip: some 30 MB when full. */
const knownLimit = 100_000;

/** People who come together are made keys for in such parts, 15 ms each: nobody else is served meanwhile. */
const SEALED_AT_ONCE = 500;

/** Writer of `identities` and `contacts`; of `identity_forms` through `IdentityForms`. `ErasureStore` takes rows out. */
export class VaultStore implements Vault {
  // in order of use, oldest first
  private readonly known = new Map<string, KnownForm>();
  private forgettings = 0;
  private readonly forms: IdentityForms;
  // those who bring new people at the same moment share a transaction
  private readonly keeping: Gathered<ReadonlyMap<string, VaultEntry>, Promise<ReadonlyMap<string, number>>>;

  constructor(
    private readonly postgres: Postgres,
    private readonly keyring: Keyring,
  ) {
    this.forms = new IdentityForms(postgres, keyring);
    this.keeping = new Gathered((tenant, asked) => this.keepTogether(tenant, asked));
  }

  async remember(tenant: string, entries: readonly VaultEntry[]): Promise<readonly number[]> {
    const agents = entries.map(({ agent }) => JSON.stringify(agent));
    const numbers = agents.map((agent) => this.formKnown(tenant, agent));
    const fresh = new Map<string, VaultEntry>();
    for (const [index, entry] of entries.entries())
      if (numbers[index] === undefined) fresh.set(agents[index]!, entry);
    if (fresh.size === 0) return numbers.map((number) => number ?? 0);
    const { forgettings } = this;
    const found = await this.keeping.ask(tenant, fresh);
    // who was forgotten meanwhile must not come back
    if (forgettings === this.forgettings)
      for (const [agent, { pid }] of fresh) {
        const form = found.get(agent);
        if (form !== undefined) this.markKnown(tenant, agent, { pid, form });
      }
    return agents.map((agent, index) => numbers[index] ?? found.get(agent) ?? 0);
  }

  /** Forgets, in memory, people who were erased. */
  forget(tenant: string, pids: readonly LearnerPid[]): void {
    this.forgettings++;
    for (const [key, { pid }] of this.known)
      if (pids.includes(pid) && key.startsWith(`${tenant} `)) this.known.delete(key);
  }

  /** Where it is not known who was erased. */
  forgetEverybody(): void {
    this.forgettings++;
    this.known.clear();
  }

  /** Where it fails for all together, each is tried alone: nobody is told of another's failure. */
  private async keepTogether(
    tenant: string,
    asked: readonly ReadonlyMap<string, VaultEntry>[],
  ): Promise<(fresh: ReadonlyMap<string, VaultEntry>) => Promise<ReadonlyMap<string, number>>> {
    try {
      const found = await this.keepForms(tenant, new Map(asked.flatMap((fresh) => [...fresh])));
      return () => Promise.resolve(found);
    } catch (error) {
      const [only, ...others] = asked;
      if (only === undefined || others.length === 0) throw error;
      return (fresh) => this.keepForms(tenant, fresh);
    }
  }

  /**
   * Numbers of forms by the agent's JSON: 0 for who comes for the first time, and then asked only for the others.
   * Erased people are absent.
   */
  private async keepForms(
    tenant: string,
    fresh: ReadonlyMap<string, VaultEntry>,
  ): Promise<Map<string, number>> {
    const people = new Map<LearnerPid, string>();
    for (const [agent, { pid }] of fresh) if (!people.has(pid)) people.set(pid, agent);
    const newcomers = new Set<LearnerPid>();
    const entries = [...people.values()].map((agent) => fresh.get(agent)!);
    const insert = async (chunk: readonly VaultEntry[]): Promise<void> => {
      for (const pid of await this.insert(this.postgres, tenant, chunk)) newcomers.add(pid);
    };
    await inChunks(entries, insert, SEALED_AT_ONCE);
    const found = new Map<string, number>();
    const others: FormEntry[] = [];
    for (const [agent, { pid }] of fresh)
      if (newcomers.has(pid) && people.get(pid) === agent) found.set(agent, 0);
      else others.push({ pid, agent });
    const numbers = others.length === 0 ? [] : await this.forms.numbersOf(tenant, others);
    for (const [index, { agent }] of others.entries()) {
      const number = numbers[index];
      if (number !== undefined) found.set(agent, number);
    }
    return found;
  }

  /**
   * As `remember`, in somebody's transaction: nothing is taken for kept before that commits.
   * @returns to be called when it has
   */
  async rememberWithin(tx: Queryable, tenant: string, entries: readonly VaultEntry[]): Promise<() => void> {
    const { forgettings } = this;
    const newcomers: VaultEntry[] = [];
    // in one order through all chunks, as `insert` is within a batch: who inserts the same people waits, and nobody deadlocks
    const ordered = entries.toSorted((a, b) => (a.pid < b.pid ? -1 : 1));
    await inChunks(ordered, async (chunk) => {
      const kept = await tx.query<{ pid: LearnerPid }>(
        `SELECT learner_pid AS pid FROM identities WHERE tenant = $1 AND learner_pid = ANY ($2)`,
        [tenant, chunk.map(({ pid }) => pid)],
      );
      const keptPids = new Set(kept.map(({ pid }) => pid));
      const fresh = chunk.filter(({ pid }) => !keptPids.has(pid));
      if (fresh.length === 0) return;
      const inserted = new Set(await this.insert(tx, tenant, fresh));
      newcomers.push(...fresh.filter(({ pid }) => inserted.has(pid)));
    });
    return () => {
      if (forgettings !== this.forgettings) return;
      for (const { pid, agent } of newcomers) this.markKnown(tenant, JSON.stringify(agent), { pid, form: 0 });
    };
  }

  /** Names and numbers of people whose identity is kept; unchanged ones are left alone. */
  async keepContacts(tx: Queryable, tenant: string, contacts: readonly ContactEntry[]): Promise<void> {
    const keys = this.keyring.tenant(tenant);
    await inChunks(contacts, async (chunk) => {
      const kept = await tx.query<{ pid: LearnerPid; wrapped: Buffer; fingerprint: Buffer | null }>(
        `SELECT i.learner_pid AS pid, i.wrapped_key AS wrapped, c.fingerprint FROM identities i
         LEFT JOIN contacts c USING (tenant, learner_pid) WHERE i.tenant = $1 AND i.learner_pid = ANY ($2)`,
        [tenant, chunk.map(({ pid }) => pid)],
      );
      const rows = new Map(kept.map((row) => [row.pid, row]));
      const changed = chunk.flatMap(({ pid, name, phone }) => {
        const row = rows.get(pid);
        const plain = JSON.stringify({ name, phone });
        const fingerprint = createHmac('sha256', keys.index).update(`contact\0${pid}\0${plain}`).digest();
        if (row === undefined || row.fingerprint?.equals(fingerprint) === true) return [];
        const dataKey = unwrapKey(keys.vault, row.wrapped, sealedContext('key', tenant, pid));
        return {
          pid,
          contact: hex(seal(dataKey, Buffer.from(plain), sealedContext('contact', tenant, pid))),
          fingerprint: hex(fingerprint),
          terms: name === null ? [] : nameTerms(keys, name).map(hex),
        };
      });
      if (changed.length === 0) return;
      await tx.query(
        `INSERT INTO contacts (tenant, learner_pid, contact, fingerprint, name_terms)
         SELECT $1, pid, decode(contact, 'hex'), decode(fingerprint, 'hex'),
           ARRAY(SELECT decode(term, 'hex') FROM unnest(terms) AS term)
         FROM jsonb_to_recordset($2::jsonb) AS said(pid text, contact text, fingerprint text, terms text[])
         ON CONFLICT (tenant, learner_pid) DO UPDATE SET contact = excluded.contact,
           fingerprint = excluded.fingerprint, name_terms = excluded.name_terms`,
        [tenant, recordset(changed)],
      );
    });
  }

  async reveal(tenant: string, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, string>> {
    const rows = await this.postgres.query<{ pid: LearnerPid; wrapped: Buffer; agent: Buffer }>(
      `SELECT learner_pid AS pid, wrapped_key AS wrapped, agent FROM identities
       WHERE tenant = $1 AND learner_pid = ANY ($2)`,
      [tenant, pids],
    );
    return new Map(
      rows.map(({ pid, wrapped, agent }) => {
        const dataKey = this.unwrap(tenant, pid, wrapped);
        return [pid, open(dataKey, agent, sealedContext('agent', tenant, pid)).toString('utf8')];
      }),
    );
  }

  async revealForms(tenant: string, asked: readonly FormRef[]): Promise<AgentForm[]> {
    return this.forms.reveal(tenant, asked);
  }

  async contacts(tenant: string, pids: readonly LearnerPid[]): Promise<Map<LearnerPid, Contact>> {
    const rows = await this.postgres.query<{ pid: LearnerPid; wrapped: Buffer; contact: Buffer }>(
      `SELECT i.learner_pid AS pid, i.wrapped_key AS wrapped, c.contact FROM contacts c
       JOIN identities i USING (tenant, learner_pid) WHERE c.tenant = $1 AND c.learner_pid = ANY ($2)`,
      [tenant, pids],
    );
    return new Map(
      rows.map(({ pid, wrapped, contact }) => {
        const plain = open(this.unwrap(tenant, pid, wrapped), contact, sealedContext('contact', tenant, pid));
        return [pid, JSON.parse(plain.toString('utf8')) as Contact];
      }),
    );
  }

  async findByName(tenant: string, text: string): Promise<LearnerPid[]> {
    const rows = await this.postgres.query<{ pid: LearnerPid }>(
      `SELECT learner_pid AS pid FROM contacts WHERE tenant = $1 AND name_terms @> ARRAY[$2::bytea]
       ORDER BY learner_pid`,
      [tenant, searchTerm(this.keyring.tenant(tenant), text)],
    );
    return rows.map(({ pid }) => pid);
  }

  /** Those of the pids who were erased. */
  async erased(
    tenant: string,
    pids: readonly LearnerPid[],
    db: Queryable = this.postgres,
  ): Promise<Set<LearnerPid>> {
    const rows = await db.query<{ pid: LearnerPid }>(
      `SELECT learner_pid AS pid FROM erasures WHERE tenant = $1 AND learner_pid = ANY ($2)`,
      [tenant, pids],
    );
    return new Set(rows.map(({ pid }) => pid));
  }

  /** Who of them was not kept yet, and is now. */
  private async insert(db: Queryable, tenant: string, entries: readonly VaultEntry[]): Promise<LearnerPid[]> {
    const keys = this.keyring.tenant(tenant);
    const rows = entries.map(({ pid, identifier, agent }) => {
      const dataKey = newDataKey();
      return {
        pid,
        identifier: hex(createHmac('sha256', keys.index).update(`identifier\0${identifier}`).digest()),
        wrapped: hex(wrapKey(keys.vault, dataKey, sealedContext('key', tenant, pid))),
        agent: hex(seal(dataKey, Buffer.from(JSON.stringify(agent)), sealedContext('agent', tenant, pid))),
      };
    });
    const kept = await db.query<{ pid: LearnerPid }>(
      `INSERT INTO identities (tenant, learner_pid, identifier_hmac, wrapped_key, agent)
       SELECT $1, pid, decode(identifier, 'hex'), decode(wrapped, 'hex'), decode(agent, 'hex')
       FROM jsonb_to_recordset($2::jsonb) AS said(pid text, identifier text, wrapped text, agent text)
       WHERE NOT EXISTS (SELECT FROM erasures e WHERE e.tenant = $1 AND e.learner_pid = said.pid)
       ORDER BY pid COLLATE "C"
       ON CONFLICT DO NOTHING RETURNING learner_pid AS pid`,
      [tenant, recordset(rows)],
    );
    return kept.map(({ pid }) => pid);
  }

  private unwrap(tenant: string, pid: LearnerPid, wrapped: Buffer): KeyObject {
    return dataKeyOf(this.keyring, tenant, pid, wrapped);
  }

  private formKnown(tenant: string, agent: string): number | undefined {
    const key = `${tenant} ${agent}`;
    const known = this.known.get(key);
    if (known === undefined) return undefined;
    this.known.delete(key);
    this.known.set(key, known);
    return known.form;
  }

  private markKnown(tenant: string, agent: string, form: KnownForm): void {
    this.known.set(`${tenant} ${agent}`, form);
    if (this.known.size <= knownLimit) return;
    const oldest = this.known.keys().next();
    if (oldest.done !== true) this.known.delete(oldest.value);
  }
}
