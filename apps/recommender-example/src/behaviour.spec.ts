import { describe, expect, it } from '@jest/globals';
import { stepsFor } from './behaviour.js';

const last = (seed: string, id: number) => stepsFor(seed, String(id), 2).at(-1)?.status;

describe('how learners answer', () => {
  it('is decided by seed and id', () => {
    expect(stepsFor('1', 'a', 2)).toEqual(stepsFor('1', 'a', 2));
    const differ = Array.from({ length: 100 }, (_, id) => last('1', id) !== last('2', id));
    expect(differ.filter(Boolean).length).toBeGreaterThan(30);
  });

  it('has the stated shares among 5,000, within four standard errors', () => {
    const counts = new Map<string | undefined, number>();
    for (let id = 0; id < 5_000; id++) counts.set(last('1', id), (counts.get(last('1', id)) ?? 0) + 1);
    for (const [status, share] of [
      ['declined', 0.08],
      ['failed', 0.04],
      ['delivered', 0.26],
      ['opened', 0.22],
      ['acted', 0.4],
    ] as const)
      expect(Math.abs((counts.get(status) ?? 0) - 5_000 * share)).toBeLessThan(
        4 * Math.sqrt(5_000 * share * (1 - share)),
      );
  });

  it('comes in steps of the delay, in the order of life', () => {
    const acted = Array.from({ length: 100 }, (_, id) => stepsFor('1', String(id), 2)).find(
      (steps) => steps.length === 4,
    );
    expect(acted?.map(({ status, after }) => [status, after])).toEqual([
      ['accepted', 2],
      ['delivered', 4],
      ['opened', 6],
      ['acted', 8],
    ]);
  });
});
