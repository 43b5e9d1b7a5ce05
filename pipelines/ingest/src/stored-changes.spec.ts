import { describe, expect, it } from '@jest/globals';
import { StoredChanges } from './stored-changes.js';

const row = (stored: string, term = 1n) => ({
  tenant: 'a',
  stored,
  terms: [term],
  authority: 9n,
  reference: '00000000-0000-0000-0000-000000000000',
  voids: false,
});
const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

describe('the stamp of an answer', () => {
  it('changes with its term, with the key that brought a statement, and without a term with any', () => {
    const changes = new StoredChanges();
    const stamps = () => [1n, 2n, 9n, null].map((term) => changes.stampOf('a', term));
    const before = stamps();
    changes.stored([row(at(0))]);
    expect(stamps().map((stamp, i) => stamp === before[i])).toEqual([false, true, false, false]);
    expect(changes.stampOf('b', 1n)).toBe(before[0]);
  });

  it('of a page of the past changes only with what comes late, is found by another term, or changes everything', () => {
    const changes = new StoredChanges();
    expect(changes.stampOfPast('a').before).toBe(-Infinity);
    changes.stored([row(at(1000))]);
    const { stamp, before } = changes.stampOfPast('a');
    expect(before).toBe(Date.parse(at(940)));
    changes.stored([row(at(1001)), row(at(945))]);
    expect(changes.stampOfPast('a').stamp).toBe(stamp);
    changes.stored([row(at(940))]);
    const second = changes.stampOfPast('a').stamp;
    expect(second).not.toBe(stamp);
    changes.inherited('a', 5n);
    const third = changes.stampOfPast('a').stamp;
    expect(third).not.toBe(second);
    changes.everything('a');
    expect(changes.stampOfPast('a').stamp).not.toBe(third);
  });
});
