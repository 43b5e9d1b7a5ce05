import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comparableTimestamp, daysFromCivil, isoInstant, parseTimestamp } from './timestamp.js';

describe('instants', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0, ''],
    ['1969-12-31T23:59:59.999Z', -1, ''],
    ['2026-03-02T08:15:30.5+08:00', Date.UTC(2026, 2, 2, 0, 15, 30, 500), ''],
    ['2026-03-02T08:15:30.1234500Z', Date.UTC(2026, 2, 2, 8, 15, 30, 123), '45'],
    ['2026-03-02T00:15:30-11:30', Date.UTC(2026, 2, 2, 11, 45, 30), ''],
    ['2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1), ''],
    ['2026-03-02T08:15Z', Date.UTC(2026, 2, 2, 8, 15), ''],
    ['20260302T081530,25+08', Date.UTC(2026, 2, 2, 0, 15, 30, 250), ''],
    ['2026-03-02T08:15:30', Date.UTC(2026, 2, 2, 8, 15, 30), ''],
  ])('%s', (text, milliseconds, finer) => {
    expect(parseTimestamp(text)).toEqual({ milliseconds, finer });
  });

  it('agree with Date on every ISO instant', () => {
    const dates = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (date) => {
        expect(parseTimestamp(date.toISOString())?.milliseconds).toBe(date.getTime());
        expect(daysFromCivil(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())).toBe(
          Math.floor(date.getTime() / 86_400_000),
        );
      }),
    );
  });

  it.each([
    '2026-03-02T08:15:30.123Z',
    '2026-03-02t08:15:30.123z',
    '2026-03-02T08:15:30.1Z',
    '2016-12-31T23:59:60.000Z',
    '2026-03-02T08:15:30.123+08:00',
    '20260302T081530.12345678Z',
  ])('%s is written as Date writes it', (text) => {
    const milliseconds = parseTimestamp(text)?.milliseconds ?? NaN;
    expect(isoInstant(text, milliseconds)).toBe(new Date(milliseconds).toISOString());
  });

  it('compare equal exactly where they are', () => {
    expect(comparableTimestamp('2026-03-02T08:15:30.120+08:00')).toBe(
      comparableTimestamp('2026-03-02T00:15:30.12Z'),
    );
    expect(comparableTimestamp('2026-03-02T00:15:30.1201Z')).not.toBe(
      comparableTimestamp('2026-03-02T00:15:30.12Z'),
    );
  });
});
