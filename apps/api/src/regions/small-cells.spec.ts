import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { protectColumn, protectCount, smallestShown } from './small-cells.js';

describe('small cells', () => {
  it('hides one to four people and shows nobody and five', () => {
    expect([0, 1, 4, 5].map(protectCount)).toEqual([0, null, null, 5]);
  });

  it('hides a second cell, the smallest, where the total would give the first away', () => {
    expect(protectColumn([120, 3, 17], 140)).toEqual({ cells: [120, null, null], total: 140 });
  });

  it('leaves the neighbours alone where two small cells cover each other', () => {
    expect(protectColumn([2, 3, 40], 45)).toEqual({ cells: [null, null, 40], total: 45 });
  });

  it('hides one more where the sum says that each hidden cell is 1, or that each is 4', () => {
    expect(protectColumn([1, 1, 40, 50], 92)).toEqual({ cells: [null, null, null, 50], total: 92 });
    expect(protectColumn([4, 4, 40, 50], 98)).toEqual({ cells: [null, null, null, 50], total: 98 });
  });

  it('hides no second cell where no total is shown', () => {
    expect(protectColumn([120, 3, 17], null)).toEqual({ cells: [120, null, 17], total: null });
  });

  it('hides the total where nothing else is left to hide', () => {
    expect(protectColumn([0, 0, 3], 3).total).toBeNull();
    expect(protectColumn([4, 4], 8)).toEqual({ cells: [null, null], total: null });
  });

  it('never lets the shown numbers pin a small cell down', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(12), { maxLength: 5 }), (cells) => {
        const total = cells.reduce((sum, cell) => sum + cell, 0);
        const shown = protectColumn(cells, total);
        const hidden = cells.flatMap((cell, index) => (shown.cells[index] === null ? [cell] : []));
        expect(shown.cells.every((cell) => cell === null || cell === 0 || cell >= smallestShown)).toBe(true);
        if (shown.total === null || hidden.length === 0) return;
        // An attacker knows the sum of the hidden cells and that at least one of them is small: every hidden
        // cell must have two possible values.
        const rest = hidden.reduce((sum, cell) => sum + cell, 0);
        expect(hidden.length).toBeGreaterThan(1);
        expect(rest).toBeGreaterThan(hidden.length);
      }),
    );
  });
});
