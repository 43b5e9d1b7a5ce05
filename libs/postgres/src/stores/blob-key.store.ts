import type { KeyObject } from 'node:crypto';
import type { LearnerPid } from '#libs/contracts';
import { type Keyring, unwrapKey, wrapKey } from '#libs/privacy';
import type { Postgres, Queryable } from '../postgres.js';
import { recordset } from './rows.js';
import { dataKeyOf, hex, sealedContext } from './sealed-context.js';

/** Whose statement carries a file; null = of a statement that is nobody's. */
export type BlobOwner = LearnerPid | null;

export interface NewBlob {
  /** Hash of the plain bytes, lower-case hexadecimal. */
  readonly sha2: string;
  /** What the file was written with. */
  readonly key: KeyObject;
  readonly owners: readonly BlobOwner[];
  /** Whether a file of this hash lies in its place. */
  readonly isThere: () => Promise<boolean>;
  /** Puts the file into its place, over one that was there. */
  readonly place: () => Promise<void>;
}

/**
 * Writer of `blob_keys`: the key of each attachment's file, once for every person whose statement carries it, under
 * that person's own key. A file can be read for as long as one of them is not erased.
 */
export class BlobKeyStore {
  constructor(
    private readonly postgres: Postgres,
    private readonly keyring: Keyring,
  ) {}

  /**
   * Keeps a file for its owners; where it is known, its key goes to those who do not have it yet. False, and nothing
   * is kept, where all of them were erased.
   */
  keep(tenant: string, { sha2, key, owners, isThere, place }: NewBlob): Promise<boolean> {
    return this.postgres.transaction(async (tx) => {
      await lockBlob(tx, tenant, sha2);
      const wrapping = await this.wrappingKeys(tx, tenant, owners);
      if (wrapping.size === 0) return false;
      let fileKey = (await this.keysOf(tenant, [sha2], tx)).get(sha2);
      if (fileKey === undefined || !(await isThere())) {
        // a key whose file is lost (a copy that was put back in part) opens nothing any more
        await tx.query(`DELETE FROM blob_keys WHERE tenant = $1 AND sha2 = $2`, [tenant, sha2]);
        await place();
        fileKey = key;
      }
      const rows = [...wrapping].map(([pid, own]) => ({
        pid,
        wrapped: hex(wrapKey(own, fileKey, contextOf(tenant, pid, sha2))),
      }));
      await tx.query(
        `INSERT INTO blob_keys (tenant, sha2, learner_pid, wrapped)
         SELECT $1, $2, pid, decode(wrapped, 'hex') FROM jsonb_to_recordset($3::jsonb) AS said(pid text, wrapped text)
         ON CONFLICT DO NOTHING`,
        [tenant, sha2, recordset(rows)],
      );
      return true;
    });
  }

  /** Keys of files by hash; what nobody is left to read is absent. */
  async keysOf(
    tenant: string,
    sha2s: readonly string[],
    db: Queryable = this.postgres,
  ): Promise<Map<string, KeyObject>> {
    const rows = await db.query<{ sha2: string; pid: BlobOwner; wrapped: Buffer; own: Buffer | null }>(
      `SELECT DISTINCT ON (k.sha2) k.sha2, k.learner_pid AS pid, k.wrapped, i.wrapped_key AS own FROM blob_keys k
       LEFT JOIN identities i ON i.tenant = k.tenant AND i.learner_pid = k.learner_pid
       WHERE k.tenant = $1 AND k.sha2 = ANY ($2) ORDER BY k.sha2, k.learner_pid`,
      [tenant, sha2s],
    );
    return new Map(
      rows.map(({ sha2, pid, wrapped, own }) => [
        sha2,
        unwrapKey(this.wrappingKey(tenant, pid, own), wrapped, contextOf(tenant, pid, sha2)),
      ]),
    );
  }

  /**
   * Removes the files that nobody's key opens any more.
   * @returns how many
   */
  async removeUnreadable(
    tenant: string,
    sha2s: readonly string[],
    remove: (sha2: string) => Promise<void>,
  ): Promise<number> {
    let removed = 0;
    for (const sha2 of new Set(sha2s))
      await this.postgres.transaction(async (tx) => {
        // whoever brings the same file meanwhile waits, and then writes it anew
        await lockBlob(tx, tenant, sha2);
        if ((await this.keysOf(tenant, [sha2], tx)).has(sha2)) return;
        await remove(sha2);
        removed++;
      });
    return removed;
  }

  /** The key of each owner, held until the transaction ends: an erasure waits, and then takes the rows along. */
  private async wrappingKeys(
    tx: Queryable,
    tenant: string,
    owners: readonly BlobOwner[],
  ): Promise<Map<BlobOwner, KeyObject>> {
    const rows = await tx.query<{ pid: LearnerPid; own: Buffer }>(
      `SELECT learner_pid AS pid, wrapped_key AS own FROM identities WHERE tenant = $1 AND learner_pid = ANY ($2)
       ORDER BY learner_pid COLLATE "C" FOR KEY SHARE`,
      [tenant, owners.filter((owner) => owner !== null)],
    );
    const keys = new Map<BlobOwner, KeyObject>(
      rows.map(({ pid, own }) => [pid, this.wrappingKey(tenant, pid, own)]),
    );
    if (owners.includes(null)) keys.set(null, this.wrappingKey(tenant, null, null));
    return keys;
  }

  private wrappingKey(tenant: string, pid: BlobOwner, own: Buffer | null): KeyObject {
    return pid === null || own === null
      ? this.keyring.tenant(tenant).vault
      : dataKeyOf(this.keyring, tenant, pid, own);
  }
}

function lockBlob(tx: Queryable, tenant: string, sha2: string): Promise<unknown> {
  return tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`blob ${tenant} ${sha2}`]);
}

const contextOf = (tenant: string, pid: BlobOwner, sha2: string): string =>
  `${sealedContext('blob', tenant, pid ?? '')}\0${sha2}`;
