import { describe, expect, it } from '@jest/globals';
import { coverageOf } from './coverage.js';
import { createTown } from './known-town.js';

const town = createTown({ seed: 1, runs: 4, learnersPerRun: 150, runSpread: 0, futures: 20 });
const { rows } = town.table;

describe('createTown', () => {
  it('draws who leaves by the chances that it calls true', () => {
    for (const horizon of ['7', '28'] as const) {
      const followed = [...rows.keys()].filter((row) => rows[row]!.observedDays >= Number(horizon));
      const left = followed.filter((row) => (rows[row]!.leftAfterDays ?? Infinity) < Number(horizon)).length;
      const expected = followed.reduce((sum, row) => sum + town.truth[horizon][row]!, 0);
      expect(Math.abs(left - expected) / expected).toBeLessThan(0.15);
    }
  });

  it('has nobody at a landmark who has left, and no chance that falls with the horizon', () => {
    rows.forEach(({ leftAfterDays }, row) => {
      if (leftAfterDays !== null) expect(leftAfterDays).toBeGreaterThanOrEqual(0);
      expect(town.truth['14'][row]).toBeGreaterThanOrEqual(town.truth['7'][row]!);
    });
  });

  it('is the same for the same seed', () => {
    const again = createTown({ seed: 1, runs: 4, learnersPerRun: 150, runSpread: 0, futures: 20 });
    expect(again.table.rows).toEqual(rows);
  });
});

describe('coverageOf', () => {
  it('tells the mean at a score from the person', () => {
    const p = Float64Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
    const around = (by: number): Float64Array => p.map((one) => one + by);
    // people are .05 above or below what their score says
    const truth = p.map((one, i) => one + (i % 2 ? 0.05 : -0.05));
    const { ofScore, ofPerson, width } = coverageOf({ p, lower: around(-0.02), upper: around(0.02) }, truth);
    expect([ofScore, ofPerson]).toEqual([1, 0]);
    expect(width).toBeCloseTo(0.04, 9);
    expect(coverageOf({ p, lower: around(0.01), upper: around(0.02) }, truth).ofScore).toBe(0);
  });
});
