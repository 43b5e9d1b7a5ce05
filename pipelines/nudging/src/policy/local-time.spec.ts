import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dayMs, dayName, dayNumber, startOfDay, zoneOffset } from './local-time.js';

const start = (day: string, zone: string): string => startOfDay(Date.parse(day) / dayMs, zone).toISOString();

describe('the calendar of a zone', () => {
  it('knows offsets, before 1970 and of half hours too', () => {
    expect(zoneOffset(Date.parse('2026-11-24T00:00:00.500Z'), 'Asia/Shanghai')).toBe(8 * 3_600_000);
    expect(zoneOffset(Date.parse('2026-11-24T00:00:00Z'), 'Asia/Kolkata')).toBe(5.5 * 3_600_000);
    expect(zoneOffset(-1, 'Europe/London')).toBe(3_600_000);
  });

  it('names the day on which an instant falls', () => {
    const lateEvening = new Date('2026-11-23T16:30:00Z');
    expect(dayName(dayNumber(lateEvening, 'Asia/Shanghai'))).toBe('2026-11-24');
    expect(dayName(dayNumber(lateEvening, 'UTC'))).toBe('2026-11-23');
  });

  it('begins a day at its midnight', () => {
    expect(start('2026-11-24', 'Asia/Shanghai')).toBe('2026-11-23T16:00:00.000Z');
    expect(start('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(start('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(start('2026-10-26', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
  });

  it('begins a day without midnight when the clock has jumped over it', () => {
    // Cairo, 2026-04-24: 00:00 becomes 01:00
    expect(start('2026-04-24', 'Africa/Cairo')).toBe('2026-04-23T22:00:00.000Z');
  });

  it('every day holds its begin and not the moment before', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 25_000 }),
        fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland'),
        (day, zone) => {
          const begin = startOfDay(day, zone);
          expect(dayNumber(begin, zone)).toBe(day);
          expect(dayNumber(new Date(begin.getTime() - 1), zone)).toBe(day - 1);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
  });
});
