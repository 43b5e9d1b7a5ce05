import { describe, expect, it } from '@jest/globals';
import { bandPath, linePath, sparklinePoints, unbroken } from './sparkline-path.js';

const box = { width: 74, height: 24, top: 0.5, inset: 2 };

describe('sparkline', () => {
  it('leaves a hole where there was no estimate', () => {
    expect(unbroken([null, 1, 2, null, 3, null])).toEqual([[1, 2], [3]]);
    expect(unbroken([])).toEqual([]);
  });

  it('spreads eight weeks over the width, zero at the bottom, a half at the top', () => {
    const points = sparklinePoints([0, 0.5, null, 0.25, 0, 0, 0, 0], box);
    expect(points.slice(0, 4)).toEqual([{ x: 2, y: 22 }, { x: 12, y: 2 }, null, { x: 32, y: 12 }]);
    expect(points.at(-1)).toEqual({ x: 72, y: 22 });
  });

  it('keeps a chance above a half inside the box', () => {
    expect(sparklinePoints([0.9], box)).toEqual([{ x: 2, y: 2 }]);
  });

  it('draws lines and closed bands', () => {
    const upper = [
      { x: 0, y: 1 },
      { x: 5.04, y: 2 },
    ];
    const lower = [
      { x: 0, y: 3 },
      { x: 5.04, y: 4 },
    ];
    expect(linePath(upper)).toBe('M0 1L5 2');
    expect(bandPath(upper, lower)).toBe('M0 1L5 2L5 4L0 3Z');
    expect(bandPath([], [])).toBe('');
  });
});
