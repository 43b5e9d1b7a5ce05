import { describe, expect, it } from '@jest/globals';
import { Roster } from '#libs/contracts';
import { createKeyring } from '#libs/privacy';
import { applyRoster, pidFor, type RosterOwner } from './seed-province.js';

const keyring = createKeyring('s'.repeat(64));
const account = (name: string) => ({ homePage: 'https://lms.example.org', name });
const roster = Roster.parse({
  duties: ['wang', 'li'].map((name) => ({
    account: account(name),
    kind: 'duty',
    from: '2026-11-20',
    to: '2026-11-26',
  })),
});

/** A store that refuses rows of duties, and knows who was erased. */
function refusing(rows: readonly number[], erased: readonly string[]): RosterOwner {
  const pidOf = pidFor({ keyring });
  const problems = rows.map((index) => ({ part: 'duties' as const, index, field: 'account', message: 'no' }));
  const gone = new Set(erased.map((name) => pidOf(account(name))));
  return {
    keyring,
    stores: {
      roster: { apply: () => Promise.resolve({ counts: {} as never, problems }) },
      vault: { erased: (_, pids) => Promise.resolve(new Set(pids.filter((pid) => gone.has(pid)))) },
    },
  };
}

describe('the roster of a demo', () => {
  it('goes in without the people who were erased', async () => {
    await expect(applyRoster(refusing([1], ['li']), roster)).resolves.toBeUndefined();
  });

  it('is refused where a row of somebody else is', async () => {
    await expect(applyRoster(refusing([1, 0], ['li']), roster)).rejects.toThrow('"index":0');
  });
});
