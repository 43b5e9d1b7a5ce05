import { describe, expect, it } from '@jest/globals';
import { riskBars, riskLevel } from './risk-level.js';

describe('level of a chance', () => {
  it('is contact from four times, watch from two times the usual chance of the run', () => {
    const bars = riskBars(0.05);
    expect([0.2, 0.199, 0.1, 0.099].map((chance) => riskLevel(chance, bars))).toEqual([
      'contact',
      'watch',
      'watch',
      'none',
    ]);
  });

  it('makes no emergency of four times next to nothing', () => {
    expect(riskLevel(0.004, riskBars(0.001))).toBe('none');
    expect(riskBars(0.001)).toEqual({ contact: 0.05, watch: 0.025 });
    expect(riskBars(null)).toEqual(riskBars(0));
  });

  it('still calls somebody where most leave', () => {
    expect(riskBars(0.6)).toEqual({ contact: 0.5, watch: 0.25 });
  });
});
