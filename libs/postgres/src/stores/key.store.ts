import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import type { KeyScope } from '#libs/contracts';
import type { Queryable } from '../postgres.js';
import type { Clock } from './clock.js';
import { one } from './rows.js';
import { dayIn, type XapiVersion } from './tenant.store.js';

/** Whose request it is, and what intake must know of the tenant. */
export interface KeyPrincipal {
  readonly keyId: string;
  readonly name: string;
  readonly tenant: string;
  readonly scopes: readonly KeyScope[];
  readonly timeZone: string;
  readonly defaultXapiVersion: XapiVersion;
}
/** A key with its right secret, after the last day on which it was taken (of the tenant's calendar, real time). */
export interface ExpiredKey {
  readonly expiredAfter: string;
}
export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  /** The last day on which it is taken, YYYY-MM-DD; null = every day. */
  readonly lastDay: string | null;
}

/** How long a key that another process revoked may still be taken here. */
const cacheMs = 10_000;

interface CachedKey {
  readonly principal: KeyPrincipal;
  readonly secretHash: Buffer;
  readonly lastDay: string | null;
  /** When it was read, ms. */
  readonly at: number;
}

/**
 * Writer of `api_keys`. Secrets are kept as HMAC-SHA-256: they are 256 random bits, which need no slow hash, and where
 * an operator chose a shorter one the table alone does not help to guess it. A checked request costs one HMAC.
 */
export class KeyStore {
  private readonly cache = new Map<string, CachedKey>();

  constructor(
    private readonly db: Queryable,
    /** `Keyring.credential`. */
    private readonly key: KeyObject,
    private readonly clock: Clock,
  ) {}

  /**
   * The secret is shown here and never again.
   * @param lastDay on which it is taken, YYYY-MM-DD of the tenant's calendar; null = every day
   */
  async create(
    tenant: string,
    name: string,
    scopes: readonly KeyScope[],
    lastDay: string | null = null,
  ): Promise<{ readonly id: string; readonly secret: string }> {
    const id = randomBytes(12).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    await this.insert(id, secret, tenant, name, scopes, lastDay);
    return { id, secret };
  }

  /** A key that the operator chose (SNOWLIGHT_BOOTSTRAP_KEY). False where a key of this id is there already. */
  async bootstrap(
    tenant: string,
    name: string,
    scopes: readonly KeyScope[],
    chosen: { readonly key: string; readonly secret: string },
  ): Promise<boolean> {
    return this.insert(chosen.key, chosen.secret, tenant, name, scopes, null);
  }

  /** Whose key and secret these are; null where they are nobody's or revoked. */
  async verify(id: string, secret: string): Promise<KeyPrincipal | ExpiredKey | null> {
    const cached = this.cache.get(id);
    const entry = cached !== undefined && this.isBelieved(cached) ? cached : await this.load(id);
    // also for an unknown key, so that the time of an answer does not tell
    const given = this.hashOf(id, secret);
    const isTrue = timingSafeEqual(given, entry?.secretHash ?? Buffer.alloc(given.length));
    if (!isTrue || entry === null) return null;
    const { principal, lastDay } = entry;
    const isOver = lastDay !== null && dayIn(principal.timeZone, this.clock()) > lastDay;
    return isOver ? { expiredAfter: lastDay } : principal;
  }

  /** Newest first, revoked and expired ones too. */
  list(tenant: string): Promise<ApiKey[]> {
    return this.db.query(
      `SELECT id, name, scopes, created_at AS "createdAt", revoked_at AS "revokedAt", last_day::text AS "lastDay"
       FROM api_keys WHERE tenant = $1 ORDER BY created_at DESC, id`,
      [tenant],
    );
  }

  /** Takes effect here at once, in other processes within seconds. False where there is no such key in force. */
  async revoke(tenant: string, id: string): Promise<boolean> {
    const revoked = await this.db.query(
      `UPDATE api_keys SET revoked_at = $3 WHERE tenant = $1 AND id = $2 AND revoked_at IS NULL RETURNING id`,
      [tenant, id, this.clock()],
    );
    this.cache.delete(id);
    return revoked.length > 0;
  }

  private async insert(
    id: string,
    secret: string,
    tenant: string,
    name: string,
    scopes: readonly KeyScope[],
    lastDay: string | null,
  ): Promise<boolean> {
    const rows = await this.db.query(
      `INSERT INTO api_keys (id, tenant, name, secret_hash, scopes, created_at, last_day)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [id, tenant, name, this.hashOf(id, secret), scopes, this.clock(), lastDay],
    );
    return rows.length > 0;
  }

  private async load(id: string): Promise<CachedKey | null> {
    const rows = await this.db.query<KeyPrincipal & Pick<CachedKey, 'secretHash' | 'lastDay'>>(
      `SELECT k.id AS "keyId", k.name, k.tenant, k.scopes, k.secret_hash AS "secretHash",
         k.last_day::text AS "lastDay", t.time_zone AS "timeZone", t.default_xapi_version AS "defaultXapiVersion"
       FROM api_keys k JOIN tenants t ON t.id = k.tenant WHERE k.id = $1 AND k.revoked_at IS NULL`,
      [id],
    );
    // unknown ids are not remembered: anybody can make up many
    this.cache.delete(id);
    if (rows.length === 0) return null;
    const { secretHash, lastDay, ...principal } = one(rows);
    const entry = { principal, secretHash, lastDay, at: this.clock().getTime() };
    this.cache.set(id, entry);
    return entry;
  }

  /** One that was read in the future was read by a clock that was set back since: who knows how long ago. */
  private isBelieved({ at }: CachedKey): boolean {
    return Math.abs(this.clock().getTime() - at) < cacheMs;
  }

  private hashOf(id: string, secret: string): Buffer {
    return createHmac('sha256', this.key).update(`${id}\0${secret}`).digest();
  }
}
