import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '#libs/models';
import type { Cell } from './judge-cell.js';
import { auditSubgroups, type Demographics } from './subgroups.js';

/** Learners of one run with chances that are right, in groups; of some groups the chances may tell nothing. */
function made(sizes: Readonly<Record<string, number>>, blind: readonly string[] = []) {
  const random = new SeededRandom(7);
  const groups = Object.entries(sizes).flatMap(([group, size]) => Array.from({ length: size }, () => group));
  const truth = groups.map(() => 0.05 + 0.9 * random.uniform());
  const labels = truth.map((p): 0 | 1 => (random.bernoulli(p) ? 1 : 0));
  const cell: Cell = {
    day: 28,
    horizon: 'end',
    labels,
    learners: groups.map((_, i) => ({ run: 'r', learner: `p${String(i)}` })),
    ruleVolume: 0.2,
  };
  const chances = Float64Array.from(truth, (p, i) =>
    blind.includes(groups[i]!) ? 0.5 * random.uniform() + 0.25 : p,
  );
  const people = new Map(groups.map((group, i): [string, Demographics] => [`p${String(i)}`, { sex: group }]));
  return { cell, entry: { method: 'snowlight' as const, chances }, of: new Map([['r', people]]) };
}

const audit = (one: ReturnType<typeof made>) => auditSubgroups([one], one.of, 1);

describe('auditSubgroups', () => {
  it('gives each group its size, rates and gap to the largest', () => {
    const { audits } = audit(made({ F: 600, M: 400 }));
    expect(audits).toHaveLength(1);
    expect(audits[0]).toMatchObject({
      attribute: 'sex',
      day: 28,
      horizon: 'end',
      reference: 'F',
      capacity: 0.1,
    });
    const [women, men] = audits[0]!.groups;
    expect(women).toMatchObject({ group: 'F', learners: 600, gap: null });
    expect(men).toMatchObject({ group: 'M', learners: 400 });
    expect(women!.truePositiveRate! > women!.falsePositiveRate!).toBe(true);
    expect(Math.abs(men!.calibrationInTheLarge!)).toBeLessThan(0.06);
    expect(men!.gap!.abroca).toBeLessThan(0.08);
  });

  it('finds a group whose chances say less', () => {
    const { audits } = audit(made({ F: 600, M: 400 }, ['M']));
    const men = audits[0]!.groups[1]!;
    expect(men.auc!).toBeLessThan(audits[0]!.groups[0]!.auc! - 0.1);
    expect(men.gap!.abroca).toBeGreaterThan(men.gap!.nullUpper);
    expect(men.gap!.pAdjusted).toBeLessThan(0.05);
  });

  it('shows nothing of a group under ten, and hides a second where the sum would betray it', () => {
    const { audits } = audit(made({ F: 300, M: 200, D: 4 }));
    expect(audits[0]!.groups.map(({ group, learners }) => [group, learners])).toEqual([
      ['F', 300],
      ['M', null],
      ['D', null],
    ]);
    expect(audits[0]!.groups[2]).toMatchObject({
      auc: null,
      positives: null,
      truePositiveRate: null,
      gap: null,
    });
    const sizes = (of: Readonly<Record<string, number>>) =>
      audit(made(of)).audits[0]!.groups.map(({ learners }) => learners);
    expect(sizes({ F: 300, M: 200, D: 4, E: 6 })).toEqual([300, 200, null, null]);
    // 500 of 502: one in each of the two
    expect(sizes({ F: 300, M: 200, D: 1, E: 1 })).toEqual([300, null, null, null]);
  });

  it('cannot tell a gap of a group in which nearly nobody left', () => {
    const one = made({ F: 300, M: 40 });
    const labels = one.cell.labels.map((label, i): 0 | 1 => (i >= 300 ? (i < 303 ? 1 : 0) : label));
    const men = audit({ ...one, cell: { ...one.cell, labels } }).audits[0]!.groups[1]!;
    expect(men).toMatchObject({
      learners: 40,
      positives: null,
      auc: null,
      truePositiveRate: null,
      gap: null,
    });
    expect(men.falsePositiveRate).not.toBeNull();
  });

  it('audits no attribute that has one value, or a value for nearly everybody', () => {
    const all = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`v${String(i)}`, 12]));
    expect(audit(made({ F: 50 }))).toEqual({ audits: [], notes: [] });
    const { audits, notes } = audit(made(all));
    expect(audits).toEqual([]);
    expect(notes.map(({ en }) => en)).toEqual(['sex: not audited, it has 30 values (at most 20)']);
  });
});
