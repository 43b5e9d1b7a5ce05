import { describe, expect, it } from '@jest/globals';
import { newtonMinimum, type LossThere } from './newton-minimum.js';

/** (x - 3)^2 + (y + 1)^2 + x y */
const bowl = (at: Float64Array): LossThere => {
  const [x, y] = [at[0]!, at[1]!];
  return {
    loss: (x - 3) ** 2 + (y + 1) ** 2 + x * y,
    quadratic: () => ({
      gradient: Float64Array.of(2 * (x - 3) + y, 2 * (y + 1) + x),
      hessian: Float64Array.of(2, 1, 1, 2),
    }),
  };
};

describe('newtonMinimum', () => {
  it('is where the gradient is 0', () => {
    // 2x + y = 6, x + 2y = -2
    const [x, y] = newtonMinimum(bowl, new Float64Array(2), new Float64Array(2));
    expect(x).toBeCloseTo(14 / 3, 6);
    expect(y).toBeCloseTo(-10 / 3, 6);
  });

  it('keeps signs, and is then the least of what is left', () => {
    const [x, y] = newtonMinimum(bowl, new Float64Array(2), Float64Array.of(0, 1));
    expect(y).toBe(0);
    expect(x).toBeCloseTo(3, 6);
    expect([...newtonMinimum(bowl, new Float64Array(2), Float64Array.of(-1, 0))]).toEqual([0, -1]);
  });

  it('halves steps that would lead uphill', () => {
    // log cosh: from 3 a whole step leads to -98
    const steep = ([x]: Float64Array): LossThere => ({
      loss: Math.log(Math.cosh(x!)),
      quadratic: () => ({
        gradient: Float64Array.of(Math.tanh(x!)),
        hessian: Float64Array.of(1 / Math.cosh(x!) ** 2),
      }),
    });
    expect(newtonMinimum(steep, Float64Array.of(3), new Float64Array(1))[0]).toBeCloseTo(0, 6);
  });
});
