import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calendarDay } from './calendar-day.js';

describe('the calendar day', () => {
  it.each([
    ['2026-03-01T15:59:59.999Z', 'Asia/Shanghai', '2026-03-01'],
    ['2026-03-01T16:00:00.000Z', 'Asia/Shanghai', '2026-03-02'],
    ['2026-03-01T23:59:59.999Z', 'UTC', '2026-03-01'],
    ['2026-03-29T22:30:00.000Z', 'Europe/London', '2026-03-29'], // clocks went on at 01:00 that day
    ['2026-03-29T23:30:00.000Z', 'Europe/London', '2026-03-30'],
    ['2026-10-25T23:30:00.000Z', 'Europe/London', '2026-10-25'], // and back
    ['2011-12-30T09:59:59.000Z', 'Pacific/Apia', '2011-12-29'], // Samoa left out the 30th
    ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31'],
    ['1988-09-10T15:30:00.000Z', 'Asia/Shanghai', '1988-09-11'], // China's summer time
    ['1969-12-31T23:00:00.000Z', 'Asia/Kolkata', '1970-01-01'],
    ['0001-01-01T12:00:00.000Z', 'Asia/Shanghai', '0001-01-01'],
    ['9999-06-01T20:00:00.000Z', 'Asia/Shanghai', '9999-06-02'],
  ])('%s in %s is %s', (instant, timeZone, day) => {
    expect(calendarDay(Date.parse(instant), timeZone)).toBe(day);
  });

  it('is what Intl says, in any zone at any instant of two centuries', () => {
    const zones = [
      'Asia/Shanghai',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Pacific/Apia',
      'Asia/Kathmandu',
    ];
    const formats = new Map(
      zones.map((timeZone) => [timeZone, new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' })]),
    );
    const dates = fc.date({ min: new Date('1900-01-02'), max: new Date('2099-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.constantFrom(...zones), (date, timeZone) => {
        expect(calendarDay(date.getTime(), timeZone)).toBe(formats.get(timeZone)?.format(date));
      }),
    );
  });

  it('of an unheard-of zone throws', () => {
    expect(() => calendarDay(0, 'Asia/Snowlight')).toThrow(RangeError);
  });
});
