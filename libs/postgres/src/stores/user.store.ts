import { createHash } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { StaffRole } from '#libs/contracts';
import type { Postgres, Queryable } from '../postgres.js';
import type { Clock } from './clock.js';
import { one, recordset } from './rows.js';

export type Locale = 'zh' | 'en';

export interface UserRole {
  readonly role: StaffRole;
  /** Root of the subtree; null = the whole tenant. */
  readonly region: string | null;
}
export interface User {
  readonly id: string;
  readonly tenant: string;
  readonly account: string;
  readonly displayName: string;
  readonly locale: Locale;
  readonly roles: readonly UserRole[];
}
export interface NewUser {
  readonly tenant: string;
  readonly account: string;
  readonly password: string;
  readonly displayName: string;
  readonly locale?: Locale;
  readonly roles: readonly UserRole[];
}
export type SignInResult =
  | { readonly outcome: 'ok'; readonly user: User }
  | { readonly outcome: 'wrong' }
  | { readonly outcome: 'locked'; readonly until: Date };

/** After so many failures within the span an account rests until the span has passed since the last. */
export const lockout = { failures: 5, minutes: 15 } as const;
const shortestPassword = 8;

/** Columns of user `u`. */
export const userColumns = `u.id, u.tenant, u.account, u.display_name AS "displayName", u.locale,
  COALESCE((SELECT jsonb_agg(jsonb_build_object('role', r.role, 'region', r.region) ORDER BY r.role, r.region)
    FROM user_roles r WHERE r.user_id = u.id), '[]') AS roles`;

/** Writer of `users`, `user_roles` and `login_attempts`. Accounts are of all tenants, and regardless of case. */
export class UserStore {
  private nobodysHash: Promise<string> | undefined;

  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {}

  /** null where the account is taken already. @throws RangeError where the password has under 8 characters. */
  async create(user: NewUser): Promise<User | null> {
    const passwordHash = await passwordHashOf(user.password);
    return this.postgres.transaction(async (tx) => {
      const rows = await tx.query<{ id: string }>(
        `INSERT INTO users (tenant, account, password_hash, display_name, locale) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (account) DO NOTHING RETURNING id`,
        [user.tenant, normalAccount(user.account), passwordHash, user.displayName, user.locale ?? 'zh'],
      );
      const id = rows[0]?.id;
      if (id === undefined) return null;
      await writeRoles(tx, user.tenant, id, user.roles);
      return one(await tx.query<User>(`SELECT ${userColumns} FROM users u WHERE u.id = $1`, [id]));
    });
  }

  async find(account: string): Promise<User | null> {
    const rows = await this.postgres.query<User>(
      `SELECT ${userColumns} FROM users u WHERE u.account = $1 AND u.disabled_at IS NULL`,
      [normalAccount(account)],
    );
    return rows[0] ?? null;
  }

  /** By account. */
  list(tenant: string): Promise<User[]> {
    return this.postgres.query(
      `SELECT ${userColumns} FROM users u WHERE u.tenant = $1 AND u.disabled_at IS NULL ORDER BY u.account`,
      [tenant],
    );
  }

  /** Roles that replace the user's present ones. */
  async setRoles(tenant: string, userId: string, roles: readonly UserRole[]): Promise<void> {
    await this.postgres.transaction(async (tx) => {
      await tx.query(`DELETE FROM user_roles WHERE tenant = $1 AND user_id = $2`, [tenant, userId]);
      await writeRoles(tx, tenant, userId, roles);
    });
  }

  /** The user's sessions go on: `SessionStore.closeAll` ends them. */
  async setPassword(tenant: string, userId: string, password: string): Promise<void> {
    const passwordHash = await passwordHashOf(password);
    await this.postgres.query(`UPDATE users SET password_hash = $3 WHERE tenant = $1 AND id = $2`, [
      tenant,
      userId,
      passwordHash,
    ]);
  }

  async disable(tenant: string, userId: string): Promise<void> {
    await this.postgres.query(`UPDATE users SET disabled_at = $3 WHERE tenant = $1 AND id = $2`, [
      tenant,
      userId,
      this.clock(),
    ]);
  }

  /**
   * Checks a password. The attempt is written down as failed before it is checked, so that many at once are no way
   * round the lockout; attempts on a resting account are refused unread and do not make it rest longer.
   */
  async signIn(account: string, password: string): Promise<SignInResult> {
    const accountHash = createHash('sha256').update(normalAccount(account)).digest();
    const attempt = await this.openAttempt(accountHash);
    if (attempt.lockedUntil !== null) return { outcome: 'locked', until: attempt.lockedUntil };
    const rows = await this.postgres.query<User & { passwordHash: string }>(
      `SELECT ${userColumns}, u.password_hash AS "passwordHash" FROM users u
       WHERE u.account = $1 AND u.disabled_at IS NULL`,
      [normalAccount(account)],
    );
    const found = rows[0];
    // also where there is no such account, so that the time of an answer does not tell
    this.nobodysHash ??= hash('nobody has this password');
    const right = await verify(found?.passwordHash ?? (await this.nobodysHash), password);
    if (found === undefined || !right) return { outcome: 'wrong' };
    await this.postgres.query(`UPDATE login_attempts SET outcome = 'ok' WHERE id = $1`, [attempt.id]);
    const { id, tenant, displayName, locale, roles } = found;
    return { outcome: 'ok', user: { id, tenant, account: found.account, displayName, locale, roles } };
  }

  /** Housekeeping: forgets attempts that no longer count. */
  async purgeAttempts(): Promise<void> {
    await this.postgres.query(`DELETE FROM login_attempts WHERE at < $1`, [
      new Date(this.clock().getTime() - 2 * lockout.minutes * 60_000),
    ]);
  }

  /** Failures since the last success, counted under a lock of the account; below the bar the attempt is added. */
  private openAttempt(
    accountHash: Buffer,
  ): Promise<{ readonly id: string; readonly lockedUntil: null } | { readonly lockedUntil: Date }> {
    const now = this.clock();
    const span = lockout.minutes * 60_000;
    return this.postgres.transaction(async (tx) => {
      await tx.query(
        `SELECT pg_advisory_xact_lock(hashtextextended('login ' || encode($1::bytea, 'hex'), 0))`,
        [accountHash],
      );
      const { failures, last } = one(
        await tx.query<{ failures: number; last: Date | null }>(
          `WITH failed AS (
             SELECT at FROM login_attempts WHERE account_hash = $1 AND outcome = 'failed'
               AND id > COALESCE((SELECT max(id) FROM login_attempts WHERE account_hash = $1 AND outcome = 'ok'), 0)
           ), newest AS (SELECT max(at) AS last FROM failed)
           SELECT last, (SELECT count(*)::int FROM failed WHERE at > last - $2 * interval '1 ms') AS failures
           FROM newest`,
          [accountHash, span],
        ),
      );
      const lockedUntil = new Date((last?.getTime() ?? 0) + span);
      if (failures >= lockout.failures && lockedUntil > now) return { lockedUntil };
      const { id } = one(
        await tx.query<{ id: string }>(
          `INSERT INTO login_attempts (account_hash, at, outcome) VALUES ($1, $2, 'failed') RETURNING id`,
          [accountHash, now],
        ),
      );
      return { id, lockedUntil: null };
    });
  }
}

function normalAccount(account: string): string {
  return account.normalize('NFKC').trim().toLowerCase();
}

function passwordHashOf(password: string): Promise<string> {
  if (password.length < shortestPassword)
    throw new RangeError(`a password has at least ${String(shortestPassword)} characters`);
  return hash(password);
}

async function writeRoles(
  tx: Queryable,
  tenant: string,
  userId: string,
  roles: readonly UserRole[],
): Promise<void> {
  await tx.query(
    `INSERT INTO user_roles (tenant, user_id, role, region)
     SELECT $1, $2, role, region FROM jsonb_to_recordset($3::jsonb) AS said(role text, region text)
     ON CONFLICT DO NOTHING`,
    [tenant, userId, recordset(roles)],
  );
}
