import { describe, expect, it } from '@jest/globals';
import { offlineStretches } from './offline-stretches.js';

const day = (day: string, events: number, late: number) => ({ day, events, late });

describe('stretches without a network', () => {
  it('joins days whose events all came late, over days without any', () => {
    expect(
      offlineStretches([
        day('2026-11-01', 3, 0),
        day('2026-11-03', 2, 2),
        day('2026-11-06', 4, 4),
        day('2026-11-07', 1, 0),
      ]),
    ).toEqual([{ from: '2026-11-03', to: '2026-11-07' }]);
  });

  it('ends at a day on which something arrived in time', () => {
    expect(
      offlineStretches([day('2026-11-03', 2, 2), day('2026-11-04', 2, 1), day('2026-11-05', 2, 2)]),
    ).toEqual([
      { from: '2026-11-03', to: '2026-11-04' },
      { from: '2026-11-05', to: '2026-11-06' },
    ]);
  });

  it('ends with a pause of over seven days', () => {
    expect(offlineStretches([day('2026-11-01', 1, 1), day('2026-11-10', 1, 1)])).toHaveLength(2);
    expect(offlineStretches([day('2026-11-01', 1, 1), day('2026-11-09', 1, 1)])).toHaveLength(1);
  });

  it('is empty where everything arrived in time', () => {
    expect(offlineStretches([day('2026-11-01', 5, 0)])).toEqual([]);
  });
});
