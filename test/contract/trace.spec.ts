import { describe, expect, it } from '@jest/globals';
import { parseTraceparent, traceparentOf } from '#libs/contracts';

const id = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';

describe('traceparent', () => {
  it.each([
    [`00-${id}-${parent}-01`, true],
    [`00-${id}-${parent}-00`, false],
    // flags that are not known yet stand beside the one that is
    [`00-${id}-${parent}-03`, true],
    [`00-${id}-${parent}-02`, false],
    // a later version may have more
    [`cc-${id}-${parent}-01-what-the-future-will-be-like`, true],
  ])('%s is read', (header, isSampled) => {
    expect(parseTraceparent(header)).toEqual({ id, parent, isSampled });
  });

  it.each([
    '',
    `00-${id}-${parent}`,
    `00-${id}-${parent}-01-more`,
    `ff-${id}-${parent}-01`,
    `00-${'0'.repeat(32)}-${parent}-01`,
    `00-${id}-${'0'.repeat(16)}-01`,
    `00-${id.toUpperCase()}-${parent}-01`,
    `00-${id}-${parent}-1`,
    `00-${id.slice(1)}-${parent}-01`,
  ])('%p is none', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
  });

  it('is written as it is read', () => {
    for (const isSampled of [true, false]) {
      const trace = { id, parent, isSampled };
      expect(parseTraceparent(traceparentOf(trace))).toEqual(trace);
    }
  });
});
