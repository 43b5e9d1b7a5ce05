import type { PlayedSegment } from '#libs/contracts';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coverage, parsePlayedSegments } from './played-segments.js';

describe('played segments', () => {
  it.each<[string, string, number | null, PlayedSegment[]]>([
    [
      'as the profile has them',
      '0[.]12[,]12[.]21[,]15[.]22',
      30,
      [
        [0, 12],
        [12, 21],
        [15, 22],
      ],
    ],
    [
      'an unfinished one',
      '0[.]42.608[,]43.168[.]124.692[,]176.4',
      263.24,
      [
        [0, 42.608],
        [43.168, 124.692],
      ],
    ],
    ['none', '', 30, []],
    ['beyond the end', '20[.]45', 30, [[20, 30]]],
    ['wholly beyond the end', '31[.]45', 30, []],
    ['before the start', '-3[.]5', 30, [[0, 5]]],
    ['reversed', '12[.]3', 30, []],
    ['no numbers', 'a[.]b[,]1[.]NaN[,]Infinity[.]Infinity[,][.]3', 30, []],
    ['of unknown length', '0[.]4000', null, [[0, 4000]]],
    ['a moment', '5[.]5', 30, [[5, 5]]],
  ])('%s', (_, text, length, segments) => {
    expect(parsePlayedSegments(text, length)).toEqual(segments);
  });
});

describe('coverage', () => {
  it.each<[string, PlayedSegment[], number, number]>([
    ['nothing', [], 100, 0],
    ['half', [[0, 50]], 100, 0.5],
    [
      'the same half twice',
      [
        [0, 50],
        [0, 50],
      ],
      100,
      0.5,
    ],
    [
      'overlapping, out of order',
      [
        [40, 60],
        [0, 50],
      ],
      100,
      0.6,
    ],
    [
      'one within another',
      [
        [0, 80],
        [10, 20],
      ],
      100,
      0.8,
    ],
    [
      'apart',
      [
        [0, 10],
        [90, 100],
      ],
      100,
      0.2,
    ],
    ['beyond the end', [[50, 200]], 100, 0.5],
    ['no length', [[0, 10]], 0, 0],
  ])('%s', (_, segments, length, share) => {
    expect(coverage(segments, length)).toBeCloseTo(share, 12);
  });

  const segment = fc
    .tuple(fc.double({ min: 0, max: 1000, noNaN: true }), fc.double({ min: 0, max: 1000, noNaN: true }))
    .map(([a, b]): PlayedSegment => (a <= b ? [a, b] : [b, a]));

  it('lies between 0 and 1, does not hang on the order, and never falls by watching more', () => {
    fc.assert(
      fc.property(
        fc.array(segment),
        segment,
        fc.double({ min: 1, max: 1000, noNaN: true }),
        (segments, more, length) => {
          const share = coverage(segments, length);
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(1);
          expect(coverage([...segments].reverse(), length)).toBeCloseTo(share, 9);
          expect(coverage([...segments, more], length)).toBeGreaterThanOrEqual(share - 1e-9);
        },
      ),
    );
  });
});
