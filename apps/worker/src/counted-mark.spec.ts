import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CountedMark } from './counted-mark.js';

describe('the mark up to which statements are counted', () => {
  it('follows the clock where nothing waits', () => {
    const mark = new CountedMark(0);
    expect([10, 20, 30].map((now) => mark.look(now, null, null))).toEqual([10, 20, 30]);
  });

  it('stays behind what waits to be stored', () => {
    const mark = new CountedMark(0);
    expect(mark.look(10, 7, null)).toBe(7);
    expect(mark.look(20, 7, null)).toBe(7);
    expect(mark.look(30, null, null)).toBe(30);
  });

  it('stays behind the storing of what waits to be counted, however lately it came there', () => {
    const mark = new CountedMark(0);
    // stored at 12, but for want of room announced at 60 only
    expect(mark.look(10, 10, null)).toBe(10);
    expect(mark.look(50, 10, null)).toBe(10);
    expect(mark.look(70, null, 60)).toBe(10);
    expect(mark.look(80, null, 60)).toBe(10);
    expect(mark.look(90, null, null)).toBe(90);
  });

  it('does not move while what was announced again after a kill waits to be counted', () => {
    const mark = new CountedMark(5);
    expect(mark.look(1000, null, 998)).toBe(5);
    expect(mark.look(2000, null, 998)).toBe(5);
    expect(mark.look(3000, null, null)).toBe(3000);
  });

  it('is never later than the storing of a statement that is not counted, whatever the delays', () => {
    const statement = fc.record({
      arrives: fc.integer({ min: 1, max: 500 }),
      untilStored: fc.nat(40),
      untilAnnounced: fc.nat(60),
      untilCounted: fc.nat(80),
    });
    fc.assert(
      fc.property(
        fc.array(statement, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 50 }),
        (all, pause) => {
          const mark = new CountedMark(0);
          const times = all.map(({ arrives, untilStored, untilAnnounced, untilCounted }) => {
            const stored = arrives + untilStored;
            const announced = stored + untilAnnounced;
            return { arrives, stored, announced, counted: announced + untilCounted };
          });
          const oldest = (of: number[]): number | null => (of.length === 0 ? null : Math.min(...of));
          for (let now = 0; now < 700; now += pause) {
            const waiting = times.filter(({ arrives, announced }) => arrives <= now && now < announced);
            const toCount = times.filter(({ announced, counted }) => announced <= now && now < counted);
            const at = mark.look(
              now,
              oldest(waiting.map(({ arrives }) => arrives)),
              oldest(toCount.map(({ announced }) => announced)),
            );
            for (const { stored, counted } of times)
              if (stored <= now && now < counted) expect(at).toBeLessThanOrEqual(stored);
          }
        },
      ),
    );
  });
});
