import type { Account, Actor } from './statement.js';

/** One person under every identifier and name that is known (xAPI 1.0.3, Communication 2.4; 2.0, 4.1.6.3). */
export interface Person {
  readonly objectType: 'Person';
  readonly name?: readonly string[];
  readonly mbox?: readonly string[];
  readonly mbox_sha1sum?: readonly string[];
  readonly openid?: readonly string[];
  readonly account?: readonly Account[];
}

/** The agents of one person as one object: each identifier and name once, in the order in which they come. */
export function personOf(agents: readonly Actor[]): Person {
  const texts = (key: 'name' | 'mbox' | 'mbox_sha1sum' | 'openid') => {
    const values = [...new Set(agents.flatMap((agent) => agent[key] ?? []))];
    return values.length === 0 ? {} : { [key]: values };
  };
  const accounts = new Map(
    agents.flatMap(({ account }) => (account === undefined ? [] : [[JSON.stringify(account), account]])),
  );
  return {
    objectType: 'Person',
    ...texts('name'),
    ...texts('mbox'),
    ...texts('mbox_sha1sum'),
    ...texts('openid'),
    ...(accounts.size > 0 && { account: [...accounts.values()] }),
  };
}
