import { createHmac } from 'node:crypto';
import type { LearnerPid } from '#libs/contracts';
import { type Keyring, open, seal, unwrapKey, type AgentForm, type FormRef } from '#libs/privacy';
import type { Postgres, Queryable } from '../postgres.js';
import { recordset } from './rows.js';
import { hex, sealedContext } from './sealed-context.js';

/** Forms kept of one person; further ones are taken for the first seen. Bounds what a sender of random names can fill. */
const mostForms = 1000;

/** A person, and the JSON of the agent as it was sent. */
export interface FormEntry {
  readonly pid: LearnerPid;
  readonly agent: string;
}

interface Kept {
  readonly pid: LearnerPid;
  readonly wrapped: Buffer;
  readonly agent: Buffer;
  /** Hexadecimal fingerprints and the numbers of their forms. */
  readonly forms: Readonly<Record<string, number>>;
}

/** Writer of `identity_forms`: the ways in which a person was written beside the first. */
export class IdentityForms {
  constructor(
    private readonly postgres: Postgres,
    private readonly keyring: Keyring,
  ) {}

  /** The number of each entry's form, kept from now on where it is new; undefined for people who are not known (any more). */
  async numbersOf(tenant: string, entries: readonly FormEntry[]): Promise<(number | undefined)[]> {
    const known = await this.kept(this.postgres, tenant, entries);
    const numbers = entries.map((entry) => this.numberOf(tenant, entry, known.get(entry.pid)));
    const fresh = entries.filter((entry, index) => numbers[index] === undefined && known.has(entry.pid));
    if (fresh.length === 0) return numbers;
    const added = await this.postgres.transaction((tx) => this.add(tx, tenant, fresh));
    return entries.map((entry, index) => numbers[index] ?? added.get(entry));
  }

  /** What was sent as these forms; who is not known is absent. */
  async reveal(tenant: string, asked: readonly FormRef[]): Promise<AgentForm[]> {
    const rows = await this.postgres.query<{
      pid: LearnerPid;
      form: number;
      wrapped: Buffer;
      first: Buffer;
      agent: Buffer | null;
    }>(
      `SELECT i.learner_pid AS pid, asked.form, i.wrapped_key AS wrapped, i.agent AS first, f.agent
       FROM jsonb_to_recordset($2::jsonb) AS asked(pid text, form integer)
       JOIN identities i ON i.tenant = $1 AND i.learner_pid = asked.pid
       LEFT JOIN identity_forms f ON f.tenant = $1 AND f.learner_pid = asked.pid AND f.form = asked.form`,
      [tenant, recordset(asked)],
    );
    return rows.map(({ pid, form, wrapped, first, agent }) => {
      const dataKey = unwrapKey(
        this.keyring.tenant(tenant).vault,
        wrapped,
        sealedContext('key', tenant, pid),
      );
      const plain =
        agent === null
          ? open(dataKey, first, sealedContext('agent', tenant, pid))
          : open(dataKey, agent, sealedContext(`form ${form}`, tenant, pid));
      return { pid, form, agent: plain.toString('utf8') };
    });
  }

  private numberOf(tenant: string, entry: FormEntry, kept: Kept | undefined): number | undefined {
    if (kept === undefined) return undefined;
    const number = kept.forms[this.fingerprint(tenant, entry)];
    if (number !== undefined) return number;
    const dataKey = unwrapKey(
      this.keyring.tenant(tenant).vault,
      kept.wrapped,
      sealedContext('key', tenant, entry.pid),
    );
    const first = open(dataKey, kept.agent, sealedContext('agent', tenant, entry.pid)).toString('utf8');
    return first === entry.agent ? 0 : undefined;
  }

  /** Gives new forms their numbers, under a lock on each person: two senders may bring the same one at once. */
  private async add(
    tx: Queryable,
    tenant: string,
    entries: readonly FormEntry[],
  ): Promise<Map<FormEntry, number>> {
    await tx.query(
      `SELECT FROM identities WHERE tenant = $1 AND learner_pid = ANY ($2)
       ORDER BY learner_pid COLLATE "C" FOR UPDATE`,
      [tenant, entries.map(({ pid }) => pid)],
    );
    const known = await this.kept(tx, tenant, entries);
    const numbers = new Map<FormEntry, number>();
    const taken = new Map<string, number>();
    const rows: object[] = [];
    for (const entry of entries) {
      const kept = known.get(entry.pid);
      if (kept === undefined) continue;
      const fingerprint = this.fingerprint(tenant, entry);
      const number = kept.forms[fingerprint] ?? 0;
      const last = taken.get(entry.pid) ?? Math.max(0, ...Object.values(kept.forms));
      if (number > 0 || last >= mostForms) {
        numbers.set(entry, number);
        continue;
      }
      const form = last + 1;
      taken.set(entry.pid, form);
      numbers.set(entry, form);
      const dataKey = unwrapKey(
        this.keyring.tenant(tenant).vault,
        kept.wrapped,
        sealedContext('key', tenant, entry.pid),
      );
      const agent = seal(dataKey, Buffer.from(entry.agent), sealedContext(`form ${form}`, tenant, entry.pid));
      rows.push({ pid: entry.pid, form, fingerprint, agent: hex(agent) });
    }
    if (rows.length > 0)
      await tx.query(
        `INSERT INTO identity_forms (tenant, learner_pid, form, fingerprint, agent)
         SELECT $1, pid, form, decode(fingerprint, 'hex'), decode(agent, 'hex')
         FROM jsonb_to_recordset($2::jsonb) AS said(pid text, form integer, fingerprint text, agent text)`,
        [tenant, recordset(rows)],
      );
    return numbers;
  }

  private async kept(
    db: Queryable,
    tenant: string,
    entries: readonly FormEntry[],
  ): Promise<Map<LearnerPid, Kept>> {
    const rows = await db.query<Kept>(
      `SELECT i.learner_pid AS pid, i.wrapped_key AS wrapped, i.agent,
         coalesce((SELECT jsonb_object_agg(encode(f.fingerprint, 'hex'), f.form) FROM identity_forms f
           WHERE f.tenant = i.tenant AND f.learner_pid = i.learner_pid), '{}') AS forms
       FROM identities i WHERE i.tenant = $1 AND i.learner_pid = ANY ($2)`,
      [tenant, [...new Set(entries.map(({ pid }) => pid))]],
    );
    return new Map(rows.map((row) => [row.pid, row]));
  }

  private fingerprint(tenant: string, { pid, agent }: FormEntry): string {
    const { index } = this.keyring.tenant(tenant);
    return createHmac('sha256', index).update(`form\0${pid}\0${agent}`).digest('hex');
  }
}
