import { describe, expect, it } from '@jest/globals';
import { eachOf, inSlices } from './in-slices.js';

/** Holds the process for so long. */
function busy(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until;);
}

describe('work in slices', () => {
  it('gives its result, in order', async () => {
    expect(await inSlices(eachOf([1, 2, 3], (value, index) => value * 10 + index))).toEqual([10, 21, 32]);
  });

  it('lets others go on in between when it is long', async () => {
    let others = 0;
    const other = setInterval(() => others++, 1);
    await inSlices(eachOf(Array.from({ length: 30 }), () => busy(4)));
    clearInterval(other);
    expect(others).toBeGreaterThan(3);
  });

  it('is done at once when it is short', async () => {
    const order: string[] = [];
    setImmediate(() => order.push('other'));
    await inSlices(eachOf([1, 2, 3], (value) => order.push(`step ${value}`)));
    expect(order).toEqual(['step 1', 'step 2', 'step 3']);
  });

  it('ends with the error of a step', async () => {
    const failing = inSlices(
      eachOf([1], () => {
        throw new TypeError('a step');
      }),
    );
    await expect(failing).rejects.toThrow('a step');
  });
});
