import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  KeyStore,
  lockout,
  migratePostgres,
  RegionStore,
  SessionStore,
  scopeOf,
  TenantStore,
  type User,
  UserStore,
} from '#libs/postgres';
import { createKeyring } from '#libs/privacy';
import { openTestPostgres } from '../support/postgres.js';

const keyring = createKeyring('a root secret for the staff specs.');
const minutes = (n: number) => n * 60_000;

describe('staff and machines', () => {
  let postgres: Awaited<ReturnType<typeof openTestPostgres>>;
  let now = Date.parse('2026-11-24T04:00:00Z');
  const clock = () => new Date(now);
  let users: UserStore;
  let sessions: SessionStore;
  let keys: KeyStore;
  let count = 0;

  async function newUser(): Promise<User> {
    const user = await users.create({
      tenant: 'default',
      account: `Manager${String(++count)}@Example.org`,
      password: 'correct horse',
      displayName: 'Manager',
      roles: [
        { role: 'manager', region: 'gz' },
        { role: 'researcher', region: null },
      ],
    });
    if (user === null) throw new Error('the account was taken');
    return user;
  }

  beforeAll(async () => {
    postgres = await openTestPostgres();
    await new TenantStore(postgres, clock).ensure({ id: 'default', name: { zh: '默认', en: 'Default' } });
    await new RegionStore(postgres).put(postgres, 'default', [
      {
        code: 'gz',
        parent: null,
        level: 'province',
        name: { zh: '贵州', en: 'Guizhou' },
        validFrom: '1970-01-01',
        validTo: null,
      },
    ]);
  }, 60_000);
  afterAll(() => postgres.stop());
  beforeEach(() => {
    users = new UserStore(postgres, clock);
    sessions = new SessionStore(postgres, keyring.session, clock);
    keys = new KeyStore(postgres, keyring.credential, clock);
  });

  describe('a password', () => {
    it('signs in its account, however that is written', async () => {
      const user = await newUser();
      expect(user.account).toBe(`manager${String(count)}@example.org`);
      expect(await users.signIn(` MANAGER${String(count)}@example.ORG `, 'correct horse')).toEqual({
        outcome: 'ok',
        user,
      });
      expect(await users.signIn(user.account, 'Correct horse')).toEqual({ outcome: 'wrong' });
      expect(await users.signIn('nobody', 'correct horse')).toEqual({ outcome: 'wrong' });
    });

    it('is kept as argon2id alone', async () => {
      const { id } = await newUser();
      const [row] = await postgres.query<{ text: string }>(
        `SELECT u::text AS text FROM users u WHERE id = $1`,
        [id],
      );
      expect(row?.text).toContain('$argon2id$');
      expect(row?.text).not.toContain('correct horse');
    });

    it('is refused when short, and an account is of one person', async () => {
      const { account } = await newUser();
      const again = { tenant: 'default', account, displayName: 'x', roles: [] };
      expect(await users.create({ ...again, password: 'another password' })).toBeNull();
      await expect(users.create({ ...again, password: 'short' })).rejects.toThrow(RangeError);
    });

    it('locks its account after five failures, until a quarter of an hour after the last', async () => {
      const { account } = await newUser();
      for (let i = 0; i < lockout.failures; i++) {
        now += 1000;
        expect(await users.signIn(account, 'wrong password')).toEqual({ outcome: 'wrong' });
      }
      const until = new Date(now + minutes(lockout.minutes));
      now += minutes(lockout.minutes) - 1;
      // refused attempts, even right ones, do not prolong it
      expect(await users.signIn(account, 'correct horse')).toEqual({ outcome: 'locked', until });
      expect(await users.signIn(account, 'correct horse')).toEqual({ outcome: 'locked', until });
      now += 1;
      expect(await users.signIn(account, 'correct horse')).toMatchObject({ outcome: 'ok' });
    });

    it('cannot be guessed by many attempts at once', async () => {
      const { account } = await newUser();
      const results = await Promise.all(
        Array.from({ length: 20 }, () => users.signIn(account, 'wrong password')),
      );
      expect(results.filter(({ outcome }) => outcome === 'wrong')).toHaveLength(lockout.failures);
      expect(await users.signIn(account, 'correct horse')).toMatchObject({ outcome: 'locked' });
    });

    it('that is right clears the failures before it; unknown accounts lock as known ones do', async () => {
      const { account } = await newUser();
      for (let round = 0; round < 3; round++) {
        for (let i = 1; i < lockout.failures; i++) await users.signIn(account, 'wrong password');
        expect(await users.signIn(account, 'correct horse')).toMatchObject({ outcome: 'ok' });
      }
      for (let i = 0; i < lockout.failures; i++) await users.signIn('no such account', 'x');
      expect(await users.signIn('no such account', 'x')).toMatchObject({ outcome: 'locked' });
    });
  });

  describe('a session', () => {
    it('knows its user with roles and scope', async () => {
      const user = await newUser();
      const { token, csrf } = await sessions.open(user.id);
      const session = await sessions.find(token);
      expect(session).toMatchObject({ user, csrf });
      const managing = session?.user.roles.filter(({ role }) => role === 'manager') ?? [];
      expect(scopeOf(managing)).toEqual({ kind: 'subtrees', roots: ['gz'] });
      expect(scopeOf(session?.user.roles ?? [])).toEqual({ kind: 'tenant' });
      expect(scopeOf([])).toEqual({ kind: 'subtrees', roots: [] });
    });

    it('runs out after twelve hours, and is then purged', async () => {
      const { id } = await newUser();
      const { token, expiresAt } = await sessions.open(id);
      expect(expiresAt.getTime() - now).toBe(minutes(12 * 60));
      now = expiresAt.getTime() - 1;
      expect(await sessions.find(token)).not.toBeNull();
      now = expiresAt.getTime();
      expect(await sessions.find(token)).toBeNull();
      expect(await sessions.purge()).toBeGreaterThanOrEqual(1);
    });

    it('ends by sign-out, by ending all, and with its user', async () => {
      const { id, tenant } = await newUser();
      const open = async () => (await sessions.open(id)).token;
      const [first, second] = [await open(), await open()];
      await sessions.close(first);
      expect(await sessions.find(first)).toBeNull();
      expect(await sessions.find(second)).not.toBeNull();
      await sessions.closeAll(id);
      expect(await sessions.find(second)).toBeNull();
      const third = await open();
      await users.disable(tenant, id);
      expect(await sessions.find(third)).toBeNull();
    });

    it('is stored as a hash: the table opens no session', async () => {
      const { id } = await newUser();
      const { token } = await sessions.open(id);
      const [row] = await postgres.query<{ hash: Buffer }>(
        `SELECT token_hash AS hash FROM sessions WHERE user_id = $1`,
        [id],
      );
      expect(await sessions.find(row?.hash.toString('base64url') ?? '')).toBeNull();
      expect(row?.hash.toString('base64url')).not.toBe(token);
    });
  });

  describe('a key', () => {
    it('opens with its secret alone', async () => {
      const { id, secret } = await keys.create('default', 'moodle', ['xapi:write']);
      expect(await keys.verify(id, secret)).toEqual({
        keyId: id,
        name: 'moodle',
        tenant: 'default',
        scopes: ['xapi:write'],
        timeZone: 'Asia/Shanghai',
        defaultXapiVersion: '1.0.3',
      });
      const other = await keys.create('default', 'other', []);
      expect(await keys.verify(id, other.secret)).toBeNull();
      expect(await keys.verify(id, '')).toBeNull();
      expect(await keys.verify('nobody', secret)).toBeNull();
    });

    it('that the operator chose may be short, and is made once', async () => {
      const chosen = { key: 'ci', secret: 's' };
      expect(await keys.bootstrap('default', 'bootstrap', ['admin'], chosen)).toBe(true);
      expect(await keys.bootstrap('default', 'bootstrap', ['admin'], { ...chosen, secret: 'other' })).toBe(
        false,
      );
      expect(await keys.verify('ci', 's')).toMatchObject({ scopes: ['admin'] });
      expect(await keys.verify('ci', 'other')).toBeNull();
    });

    it('that expires is taken until the end of its last day where its tenant is, and then said to be over', async () => {
      const { id, secret } = await keys.create('default', 'pilot', [], '2026-12-31');
      const at = (instant: string) => {
        now = Date.parse(instant);
        return keys.verify(id, secret);
      };
      // Shanghai is eight hours ahead
      expect(await at('2026-12-31T15:59:59.999Z')).toMatchObject({ keyId: id });
      expect(await at('2026-12-31T16:00:00.000Z')).toEqual({ expiredAfter: '2026-12-31' });
      // of the id alone nobody learns as much
      expect(await keys.verify(id, 'wrong')).toBeNull();
      expect(await keys.list('default')).toContainEqual(
        expect.objectContaining({ id, lastDay: '2026-12-31', revokedAt: null }),
      );
    });

    it('that is revoked is refused at once here, and elsewhere within ten seconds', async () => {
      const { id, secret } = await keys.create('default', 'old', []);
      const elsewhere = new KeyStore(postgres, keyring.credential, clock);
      expect(await elsewhere.verify(id, secret)).not.toBeNull();
      expect(await keys.revoke('default', id)).toBe(true);
      expect(await keys.verify(id, secret)).toBeNull();
      now += 10_000;
      expect(await elsewhere.verify(id, secret)).toBeNull();
      expect(await keys.revoke('default', id)).toBe(false);
    });

    it('that is revoked is refused elsewhere also where the clock is set back meanwhile', async () => {
      const { id, secret } = await keys.create('default', 'older', []);
      const elsewhere = new KeyStore(postgres, keyring.credential, clock);
      expect(await elsewhere.verify(id, secret)).not.toBeNull();
      await keys.revoke('default', id);
      now -= 3_600_000;
      expect(await elsewhere.verify(id, secret)).toBeNull();
      now += 3_600_000;
    });
  });

  it('survives a second migration, which finds nothing to do', async () => {
    expect(await migratePostgres(postgres)).toEqual([]);
  });
});
