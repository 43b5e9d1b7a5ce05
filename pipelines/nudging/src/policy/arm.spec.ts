import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { armOf } from './arm.js';

const learners = Array.from({ length: 10_000 }, (_, i) => `learner-${String(i)}`);

describe('arm of a learner', () => {
  it('a share of 0 holds nobody out', () => {
    expect(learners.some((pid) => armOf('salt', 'rule', pid, 0) === 'holdout')).toBe(false);
  });

  it('a share of 15 % holds out 15 % of 10,000, within four standard errors', () => {
    const held = learners.filter((pid) => armOf('salt', 'rule', pid, 0.15) === 'holdout').length;
    expect(Math.abs(held - 1500)).toBeLessThan(4 * Math.sqrt(10_000 * 0.15 * 0.85));
  });

  it('two rules hold out different people, and so do two salts', () => {
    const held = (salt: string, rule: string) =>
      new Set(learners.filter((pid) => armOf(salt, rule, pid, 0.15) === 'holdout'));
    const [first, rule, salt] = [held('a', 'r'), held('a', 's'), held('b', 'r')];
    // independent draws share 15 % of 15 % = 225 of 10,000
    for (const other of [rule, salt]) {
      const shared = [...first].filter((pid) => other.has(pid)).length;
      expect(Math.abs(shared - 225)).toBeLessThan(60);
    }
  });

  it('raising the share lets nobody back in', () => {
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 0.99, noNaN: true }), (pid, share) => {
        if (armOf('salt', 'rule', pid, share) === 'holdout')
          expect(armOf('salt', 'rule', pid, Math.min(1, share + 0.01))).toBe('holdout');
      }),
      { seed: 3 },
    );
  });
});
