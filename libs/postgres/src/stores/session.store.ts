import { createHmac, randomBytes, type KeyObject } from 'node:crypto';
import type { Queryable } from '../postgres.js';
import type { Clock } from './clock.js';
import { type User, userColumns } from './user.store.js';

export interface Session {
  readonly user: User;
  /** To be sent back with every write. */
  readonly csrf: string;
  readonly expiresAt: Date;
}
export interface NewSession {
  /** For the cookie alone: only its hash is kept. */
  readonly token: string;
  readonly csrf: string;
  readonly expiresAt: Date;
}

/** A working day; then one signs in again. */
const hours = 12;

/** Writer of `sessions`. */
export class SessionStore {
  constructor(
    private readonly db: Queryable,
    /** `Keyring.session`. */
    private readonly key: KeyObject,
    private readonly clock: Clock,
  ) {}

  async open(userId: string): Promise<NewSession> {
    const now = this.clock();
    const token = randomBytes(32).toString('base64url');
    const csrf = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now.getTime() + hours * 3_600_000);
    await this.db.query(
      `INSERT INTO sessions (token_hash, user_id, csrf, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
      [this.hashOf(token), userId, csrf, now, expiresAt],
    );
    return { token, csrf, expiresAt };
  }

  /** null where the token is of no session, of one that has run out, or of a user who may no longer sign in. */
  async find(token: string): Promise<Session | null> {
    const rows = await this.db.query<User & { csrf: string; expiresAt: Date }>(
      `SELECT ${userColumns}, s.csrf, s.expires_at AS "expiresAt" FROM sessions s JOIN users u ON u.id = s.user_id
       WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.disabled_at IS NULL`,
      [this.hashOf(token), this.clock()],
    );
    const row = rows[0];
    if (row === undefined) return null;
    const { csrf, expiresAt, ...user } = row;
    return { user, csrf, expiresAt };
  }

  async close(token: string): Promise<void> {
    await this.db.query(`DELETE FROM sessions WHERE token_hash = $1`, [this.hashOf(token)]);
  }

  /** Ends every session of a user: after a new password, or when they leave. */
  async closeAll(userId: string): Promise<void> {
    await this.db.query(`DELETE FROM sessions WHERE user_id = $1`, [userId]);
  }

  /** Housekeeping. Returns how many have run out and were deleted. */
  async purge(): Promise<number> {
    const gone = await this.db.query(`DELETE FROM sessions WHERE expires_at <= $1 RETURNING user_id`, [
      this.clock(),
    ]);
    return gone.length;
  }

  private hashOf(token: string): Buffer {
    return createHmac('sha256', this.key).update(token).digest();
  }
}
