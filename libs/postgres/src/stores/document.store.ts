import { hash, type KeyObject } from 'node:crypto';
import type { LearnerPid } from '#libs/contracts';
import { type Keyring, open, seal } from '#libs/privacy';
import type { Document, DocumentChange } from '#libs/xapi';
import type { Postgres, Queryable } from '../postgres.js';
import { dataKeyOf, sealedContext } from './sealed-context.js';

/** What a document belongs to: an activity, a person, or a person in an activity. */
export type DocumentOwner =
  | {
      readonly resource: 'state';
      readonly activity: string;
      readonly pid: LearnerPid;
      /** UUID in lower case. */
      readonly registration: string | null;
    }
  | { readonly resource: 'activity-profile'; readonly activity: string }
  | { readonly resource: 'agent-profile'; readonly pid: LearnerPid };

export interface KeptDocument extends Document {
  /** The tenant's time. */
  readonly stored: Date;
}

interface Row {
  readonly contentType: string;
  readonly content: Buffer;
  readonly stored: Date;
}

/**
 * Writer of `documents`. A person's are sealed under the data key of the identity and hang on its row, so that they
 * are gone, and unreadable in any copy, when the person is erased.
 */
export class DocumentStore {
  constructor(
    private readonly postgres: Postgres,
    private readonly keyring: Keyring,
  ) {}

  async find(tenant: string, owner: DocumentOwner, id: string): Promise<KeptDocument | null> {
    const key = await this.keyOf(this.postgres, tenant, owner, '');
    return key === 'nobody' ? null : this.read(this.postgres, tenant, owner, id, key);
  }

  /**
   * Ids of the owner's documents with when each was stored, latest first. A state without registration asks for those
   * of any.
   * @param since stored after this instant
   */
  list(
    tenant: string,
    owner: DocumentOwner,
    since: Date | null,
  ): Promise<{ readonly id: string; readonly stored: Date }[]> {
    return this.postgres.query(
      `SELECT document AS id, max(stored) AS stored FROM documents
       WHERE ${ofOwner} AND ($6::timestamptz IS NULL OR stored > $6) GROUP BY document ORDER BY 2 DESC, 1`,
      [...ownerParameters(tenant, owner), since],
    );
  }

  /** Deletes all documents of the owner, as `list` finds them. */
  async deleteAll(tenant: string, owner: DocumentOwner): Promise<void> {
    await this.postgres.query(`DELETE FROM documents WHERE ${ofOwner}`, ownerParameters(tenant, owner));
  }

  /**
   * Reads a document, has `decide` say what becomes of it, and writes that, while nobody else changes the same one.
   * `decide` is told null where there is none. Resolves with `nobody` where the person's identity is not kept: erased
   * people get no documents.
   */
  change(
    tenant: string,
    owner: DocumentOwner,
    id: string,
    now: Date,
    decide: (current: KeptDocument | null) => DocumentChange,
  ): Promise<DocumentChange | { readonly kind: 'nobody' }> {
    return this.postgres.transaction(async (tx) => {
      const address = addressOf(owner, id);
      // also of one that is not there yet, which no row lock could hold
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
        `document ${tenant} ${address.toString('hex')}`,
      ]);
      // held until the transaction ends: an erasure waits for the write, and then takes what was written
      const key = await this.keyOf(tx, tenant, owner, 'FOR KEY SHARE');
      if (key === 'nobody') return { kind: 'nobody' };
      const decision = decide(await this.read(tx, tenant, owner, id, key));
      if (decision.kind === 'store') await this.write(tx, { tenant, owner, id, now, key }, decision.document);
      else if (decision.kind === 'delete')
        await tx.query(`DELETE FROM documents WHERE tenant = $1 AND address = $2`, [tenant, address]);
      return decision;
    });
  }

  private async read(
    db: Queryable,
    tenant: string,
    owner: DocumentOwner,
    id: string,
    key: KeyObject | null,
  ): Promise<KeptDocument | null> {
    const address = addressOf(owner, id);
    const [row] = await db.query<Row>(
      `SELECT content_type AS "contentType", content, stored FROM documents WHERE tenant = $1 AND address = $2`,
      [tenant, address],
    );
    if (row === undefined) return null;
    const { contentType, content, stored } = row;
    if (key === null) return { contentType, content, stored };
    return { contentType, content: open(key, content, contextOf(tenant, owner, address)), stored };
  }

  private async write(
    tx: Queryable,
    { tenant, owner, id, now, key }: Place,
    { contentType, content }: Document,
  ): Promise<void> {
    const address = addressOf(owner, id);
    const kept = key === null ? content : seal(key, content, contextOf(tenant, owner, address));
    await tx.query(
      `INSERT INTO documents (tenant, resource, activity, learner_pid, registration, address, document, content_type, content, stored)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       ON CONFLICT (tenant, address) DO UPDATE SET content_type = excluded.content_type, content = excluded.content,
         stored = excluded.stored`,
      [...ownerParameters(tenant, owner), address, id, contentType, kept, now],
    );
  }

  /** The owner's data key; null where the owner is nobody; `nobody` where the identity is not kept. */
  private async keyOf(
    db: Queryable,
    tenant: string,
    owner: DocumentOwner,
    lock: '' | 'FOR KEY SHARE',
  ): Promise<KeyObject | null | 'nobody'> {
    if (owner.resource === 'activity-profile') return null;
    const [row] = await db.query<{ wrapped: Buffer }>(
      `SELECT wrapped_key AS wrapped FROM identities WHERE tenant = $1 AND learner_pid = $2 ${lock}`,
      [tenant, owner.pid],
    );
    return row === undefined ? 'nobody' : dataKeyOf(this.keyring, tenant, owner.pid, row.wrapped);
  }
}

interface Place {
  readonly tenant: string;
  readonly owner: DocumentOwner;
  readonly id: string;
  readonly now: Date;
  readonly key: KeyObject | null;
}

/** Condition on `documents`, over the parameters of `ownerParameters`. */
const ofOwner = `tenant = $1 AND resource = $2 AND ($3::text IS NULL OR activity = $3)
  AND ($4::text IS NULL AND learner_pid IS NULL OR learner_pid = $4)
  AND ($5::uuid IS NULL OR registration = $5)`;

function ownerParameters(tenant: string, owner: DocumentOwner): unknown[] {
  const activity = 'activity' in owner ? owner.activity : null;
  const pid = 'pid' in owner ? owner.pid : null;
  return [tenant, owner.resource, activity, pid, owner.resource === 'state' ? owner.registration : null];
}

function addressOf(owner: DocumentOwner, id: string): Buffer {
  return hash('sha256', JSON.stringify([...ownerParameters('', owner), id]), 'buffer');
}

function contextOf(tenant: string, owner: DocumentOwner, address: Buffer): string {
  const pid = 'pid' in owner ? owner.pid : '';
  return `${sealedContext('document', tenant, pid)}\0${address.toString('hex')}`;
}
