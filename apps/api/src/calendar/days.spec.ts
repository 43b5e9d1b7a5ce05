import { describe, expect, it } from '@jest/globals';
import { addDays, daysBetween, weekOf } from './days.js';

describe('calendar days', () => {
  it('counts over months and leap days', () => {
    expect(daysBetween('2028-02-27', '2028-03-01')).toBe(3);
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  });

  it('numbers weeks from 1, and 0 before the start', () => {
    expect(
      ['2026-11-01', '2026-11-02', '2026-11-08', '2026-11-09'].map((day) => weekOf('2026-11-02', day)),
    ).toEqual([0, 1, 1, 2]);
  });
});
