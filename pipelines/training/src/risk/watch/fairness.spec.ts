import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '#libs/models';
import { auditFairness } from './fairness.js';
import type { FirstSaid } from './first-said.js';

interface Planted {
  readonly size: number;
  /** What is said of a true chance. */
  readonly said?: (truth: number, random: SeededRandom) => number;
  /** Chance of leaving of everybody; left out = anything. */
  readonly leaves?: number;
}

function audit(groups: Readonly<Record<string, Planted>>, drawnFrom = 3) {
  const random = new SeededRandom(drawnFrom);
  const rows = Object.entries(groups).flatMap(([group, { size, said = (truth: number) => truth, leaves }]) =>
    Array.from({ length: size }, (_, i): FirstSaid & { group: string } => {
      const truth = leaves ?? 0.05 + 0.6 * random.uniform();
      const label = random.bernoulli(truth) ? 1 : 0;
      return {
        run: 'r',
        learner: `${group} ${String(i)}`,
        horizon: '28',
        chance: said(truth, random),
        label,
        group,
      };
    }),
  );
  const of = new Map(rows.map(({ learner, group }) => [learner, group]));
  const fairness = auditFairness(rows, (_, learner) => ({ sex: of.get(learner)! }), 1);
  return new Map(fairness?.audits[0]?.groups.map((group) => [group.group, group]));
}

describe('an audit of what was said first', () => {
  it('finds a group that is ranked worse', () => {
    const found = audit({
      F: { size: 500 },
      M: { size: 400, said: (_, random) => 0.05 + 0.6 * random.uniform() },
    });
    expect(found.get('F')).toMatchObject({ verdict: 'reference', gap: null });
    expect(found.get('M')).toMatchObject({ verdict: 'ranked-worse' });
    expect(found.get('M')!.gap!.abroca).toBeGreaterThan(found.get('M')!.gap!.byChance);
  });

  it.each([
    ['much', (truth: number) => Math.min(0.99, truth + 0.2), 'said-too-much'],
    ['little', (truth: number) => truth / 2, 'said-too-little'],
  ])('finds a group of which too %s is said', (_, said, verdict) => {
    expect(audit({ F: { size: 500 }, M: { size: 300, said } }).get('M')).toMatchObject({ verdict });
  });

  it('rarely finds anything where the chances are right, however many groups there are', () => {
    const groups = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`g${String(i)}`, { size: 80 }] as const),
    );
    const alarming = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter((drawnFrom) =>
      [...audit(groups, drawnFrom).values()].some(({ verdict }) => /worse|much|little/.test(verdict)),
    );
    // one audit in ten at most: two kinds of verdicts, each of which errs in one of twenty
    expect(alarming.length).toBeLessThanOrEqual(2);
  });

  it('cannot tell of a group in which fewer than five left, nor, of few in all, of the one after it', () => {
    const small = audit({ F: { size: 150 }, M: { size: 60 }, X: { size: 40, leaves: 0.02 } });
    expect([...small.values()].map(({ group, verdict }) => [group, verdict])).toEqual([
      ['F', 'reference'],
      ['M', 'cannot-tell'],
      ['X', 'cannot-tell'],
    ]);
    const large = audit({ F: { size: 500 }, M: { size: 300 }, X: { size: 40, leaves: 0.02 } });
    expect([...large.values()].map(({ verdict }) => verdict)).toEqual([
      'reference',
      'no-difference',
      'cannot-tell',
    ]);
  });

  it('says nothing where fewer than twenty left or stayed', () => {
    expect(audit({ F: { size: 60, leaves: 0.05 }, M: { size: 60, leaves: 0.05 } }).size).toBe(0);
  });
});
