import { describe, expect, it } from '@jest/globals';
import {
  dayNumber,
  dayOf,
  isHoliday,
  isoBeijing,
  isoDay,
  msPerDay,
  newYearDays,
  parseInstant,
  startOfDay,
  weekday,
} from './calendar.js';

describe('calendar', () => {
  it('counts days in Beijing time', () => {
    expect(dayNumber('1970-01-01')).toBe(0);
    expect(new Date(startOfDay(dayNumber('2026-11-23'))).toISOString()).toBe('2026-11-22T16:00:00.000Z');
    expect(isoDay(dayOf(Date.parse('2026-11-22T15:59:59.999Z')))).toBe('2026-11-22');
    expect(isoDay(dayOf(Date.parse('2026-11-22T16:00:00.000Z')))).toBe('2026-11-23');
    expect(isoBeijing(Date.parse('2026-11-22T16:00:00.250Z'))).toBe('2026-11-23T00:00:00.250+08:00');
  });

  it('knows that 23 November 2026 is a Monday and 1 January 1970 was a Thursday', () => {
    expect(weekday(dayNumber('2026-11-23'))).toBe(0);
    expect(weekday(0)).toBe(3);
    expect(weekday(-1)).toBe(2);
  });

  it.each(['2026-02-30', '2026-2-3', 'today', '2026-11-23T00:00Z'])('refuses %s as a day', (text) => {
    expect(() => dayNumber(text)).toThrow(RangeError);
  });

  it.each(['2026-11-23', '2026-11-23T10:00:00', 'now'])('refuses %s as an instant', (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
  });

  it("has the Chinese New Years that ICU's Chinese calendar has, within a day", () => {
    // ICU differs in 2027 and 2030, when the new moon comes some minutes before and after midnight in Beijing.
    const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', {
      month: 'numeric',
      day: 'numeric',
      timeZone: 'UTC',
    });
    const differing = newYearDays.filter((day) => {
      const noon = Date.parse(`${day}T12:00:00Z`);
      return ![-1, 0, 1].some((shift) => chinese.format(noon + shift * msPerDay).startsWith('1/1'));
    });
    expect(differing).toEqual([]);
  });

  it('rests around Spring Festival and in the first week of October', () => {
    const resting = ['2026-02-14', '2026-02-17', '2026-02-25', '2026-10-01', '2026-10-07'];
    const working = ['2026-02-13', '2026-02-26', '2026-09-30', '2026-10-08'];
    expect(resting.filter((day) => !isHoliday(dayNumber(day)))).toEqual([]);
    expect(working.filter((day) => isHoliday(dayNumber(day)))).toEqual([]);
  });
});
