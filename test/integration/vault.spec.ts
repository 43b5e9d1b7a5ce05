import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ErasureStore, type Postgres, TenantStore, VaultStore } from '#libs/postgres';
import { createKeyring, EnvelopeError, pseudonym, type VaultEntry } from '#libs/privacy';
import { openTestPostgres } from '../support/postgres.js';

const keyring = createKeyring('a root secret for the vault specs.');
const clock = () => new Date('2026-11-24T04:00:00Z');

/** Counts the round trips of a PostgreSQL. */
function counting(postgres: Postgres): Postgres & { calls: number } {
  return Object.assign(Object.create(postgres) as Postgres, {
    calls: 0,
    query<Row>(this: { calls: number }, sql: string, params?: readonly unknown[]) {
      this.calls++;
      return postgres.query<Row>(sql, params);
    },
  });
}

describe('the identity vault', () => {
  let postgres: Awaited<ReturnType<typeof openTestPostgres>>;
  let counted: ReturnType<typeof counting>;
  let vault: VaultStore;
  let erasures: ErasureStore;

  function entry(tenant: string, name: string): VaultEntry {
    const identifier = `mbox:${name}@example.org`;
    return {
      pid: pseudonym(keyring.tenant(tenant), identifier),
      identifier,
      agent: { objectType: 'Agent', mbox: `mailto:${name}@example.org` },
    };
  }

  beforeAll(async () => {
    postgres = await openTestPostgres();
    const tenants = new TenantStore(postgres, clock);
    for (const id of ['a', 'b']) await tenants.ensure({ id, name: { zh: id, en: id } });
  }, 60_000);
  afterAll(() => postgres.stop());
  beforeEach(() => {
    counted = counting(postgres);
    vault = new VaultStore(counted, keyring);
    erasures = new ErasureStore(postgres, clock);
  });

  it('gives back the agent of a pseudonym, in its own tenant alone', async () => {
    const wang = entry('a', 'wang');
    await vault.remember('a', [wang, entry('a', 'li')]);
    expect(await vault.reveal('a', [wang.pid])).toEqual(
      new Map([[wang.pid, '{"objectType":"Agent","mbox":"mailto:wang@example.org"}']]),
    );
    expect(await vault.reveal('b', [wang.pid])).toEqual(new Map());
  });

  it('asks PostgreSQL once for a batch, and not at all for people it has seen', async () => {
    const batch = Array.from({ length: 50 }, (_, i) => entry('a', `doctor${String(i % 40)}`));
    await vault.remember('a', batch);
    expect(counted.calls).toBe(1);
    await vault.remember('a', batch);
    expect(counted.calls).toBe(1);
    await vault.remember('a', [...batch, entry('a', 'newcomer')]);
    expect(counted.calls).toBe(2);
    // the same pid in another tenant is another person
    await vault.remember('b', [entry('b', 'doctor1')]);
    expect(counted.calls).toBe(3);
  });

  it('keeps who was first met, by whichever process', async () => {
    const first = entry('a', 'shared');
    await vault.remember('a', [first]);
    await new VaultStore(postgres, keyring).remember('a', [
      { ...first, agent: { mbox: 'mailto:x@y.example' } },
    ]);
    expect((await vault.reveal('a', [first.pid])).get(first.pid)).toContain('shared@example.org');
  });

  describe('the forms of a person', () => {
    const as = (name: string, more: object): VaultEntry => ({
      ...entry('a', name),
      agent: { ...entry('a', name).agent, ...more },
    });

    it('are numbered as they are met, and given back to the letter', async () => {
      const zhou = ['周医生', 'Zhou', 'Dr Zhou'].map((name) => as('zhou', { name }));
      expect(await vault.remember('a', zhou)).toEqual([0, 1, 2]);
      expect(await vault.remember('a', [...zhou].reverse())).toEqual([2, 1, 0]);
      // and by a process that has seen none of them
      const other = new VaultStore(postgres, keyring);
      expect(await other.remember('a', [...zhou].reverse())).toEqual([2, 1, 0]);
      const { pid } = zhou[0]!;
      const told = await vault.revealForms(
        'a',
        [2, 0, 7].map((form) => ({ pid, form })),
      );
      // a form that was never kept is the first
      expect(
        told.map(({ form, agent }) => [form, (JSON.parse(agent) as { name: string }).name]).sort(),
      ).toEqual([
        [0, '周医生'],
        [2, 'Dr Zhou'],
        [7, '周医生'],
      ]);
      expect(await vault.revealForms('b', [{ pid, form: 1 }])).toEqual([]);
    });

    it('cost no round trip once they are known', async () => {
      const forms = [as('wu', {}), as('wu', { name: 'Wu' })];
      await vault.remember('a', forms);
      counted.calls = 0;
      expect(await vault.remember('a', forms)).toEqual([0, 1]);
      expect(counted.calls).toBe(0);
    });

    it('get one number each, whoever brings them at once', async () => {
      await vault.remember('a', [as('zheng', {})]);
      const names = Array.from({ length: 12 }, (_, i) => as('zheng', { name: `name ${String(i)}` }));
      const numbers = await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          new VaultStore(postgres, keyring).remember('a', i % 2 === 0 ? names : names.toReversed()),
        ),
      );
      const inOrder = numbers.map((given, i) => (i % 2 === 0 ? given : given.toReversed()));
      for (const given of inOrder) expect(given).toEqual(inOrder[0]);
      expect(inOrder[0]?.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    });

    it('go with an erased person, and none is taken in again', async () => {
      const forms = [as('feng', {}), as('feng', { name: 'Feng' })];
      const { pid } = forms[0]!;
      await vault.remember('a', forms);
      await erasures.erase('a', [pid], 'asked for it');
      vault.forget('a', [pid]);
      expect(await new VaultStore(postgres, keyring).remember('a', forms)).toEqual([0, 0]);
      expect(await vault.revealForms('a', [{ pid, form: 1 }])).toEqual([]);
      const rows = await postgres.query(
        `SELECT FROM identity_forms WHERE tenant = 'a' AND learner_pid = $1`,
        [pid],
      );
      expect(rows).toEqual([]);
    });
  });

  it('takes one person in many batches at once', async () => {
    const people = Array.from({ length: 200 }, (_, i) => entry('a', `parallel${String(i)}`));
    const stores = Array.from({ length: 6 }, () => new VaultStore(postgres, keyring));
    await Promise.all(
      stores.map((store, i) => store.remember('a', i % 2 === 0 ? people : people.toReversed())),
    );
    expect(
      (
        await vault.reveal(
          'a',
          people.map(({ pid }) => pid),
        )
      ).size,
    ).toBe(200);
  });

  it('is not taken for having kept what PostgreSQL refused', async () => {
    const nobody = entry('no such tenant', 'lost');
    await expect(vault.remember('no such tenant', [nobody])).rejects.toThrow();
    await expect(vault.remember('no such tenant', [nobody])).rejects.toThrow();
  });

  it('notices a row that was put in the place of another', async () => {
    const [zhao, qian] = [entry('a', 'zhao'), entry('a', 'qian')];
    await vault.remember('a', [zhao, qian]);
    await postgres.query(
      `UPDATE identities i SET agent = o.agent, wrapped_key = o.wrapped_key FROM identities o
       WHERE i.tenant = 'a' AND i.learner_pid = $1 AND o.tenant = 'a' AND o.learner_pid = $2`,
      [zhao.pid, qian.pid],
    );
    const failure = vault.reveal('a', [zhao.pid]);
    await expect(failure).rejects.toBeInstanceOf(EnvelopeError);
    await expect(failure).rejects.not.toThrow(/zhao|qian|example/);
  });

  it('forgets an erased person for good, also against batches that come at the same time', async () => {
    const sun = entry('a', 'sun');
    await vault.remember('a', [sun]);
    const others = Array.from({ length: 8 }, () => new VaultStore(postgres, keyring));
    await Promise.all([
      erasures.erase('a', [sun.pid], 'asked for it'),
      ...others.map((other) => other.remember('a', [sun])),
    ]);
    await new VaultStore(postgres, keyring).remember('a', [sun]);
    expect(await vault.reveal('a', [sun.pid])).toEqual(new Map());
    expect(await vault.erased('a', [sun.pid])).toEqual(new Set([sun.pid]));
    const again = await erasures.erase('a', [sun.pid], 'asked twice');
    expect(again.rows).toMatchObject([{ reason: 'asked for it', erased: { identities: 1, forms: 0 } }]);
  });

  it('forgets an erased person in memory too, at once', async () => {
    const wei = entry('a', 'wei');
    await vault.remember('a', [wei, entry('a', 'shen')]);
    await erasures.erase('a', [wei.pid], 'asked for it');
    vault.forget('a', [wei.pid]);
    expect(inspect(vault, { depth: 6, showHidden: true, maxArrayLength: null })).not.toContain('wei@');
    await vault.remember('a', [wei]);
    expect(inspect(vault, { depth: 6, showHidden: true, maxArrayLength: null })).not.toContain('wei@');
    expect(inspect(vault, { depth: 6, showHidden: true, maxArrayLength: null })).toContain('shen@');
  });

  it('finds people by name, and stores no name', async () => {
    const li = entry('a', 'lixiuying');
    await vault.remember('a', [li]);
    await vault.keepContacts(postgres, 'a', [{ pid: li.pid, name: '李秀英', phone: null }]);
    expect(await vault.findByName('a', 'lxy')).toEqual([li.pid]);
    await vault.keepContacts(postgres, 'a', [{ pid: li.pid, name: '李秀兰', phone: '1' }]);
    expect(await vault.findByName('a', '李秀英')).toEqual([]);
    expect(await vault.contacts('a', [li.pid])).toEqual(new Map([[li.pid, { name: '李秀兰', phone: '1' }]]));
    expect(await vault.contacts('a', ['unknown'])).toEqual(new Map());
  });
});
