import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SendingHours } from '#libs/contracts';
import { nextPermitted } from './sending-hours.js';

const rural: SendingHours = {
  quiet: { from: '22:00', to: '07:00' },
  clinic: [
    { weekdays: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' },
    { weekdays: [1, 2, 3, 4, 5], from: '14:00', to: '17:30' },
  ],
};
const nightUntil = (to: string): SendingHours => ({ quiet: { from: '22:00', to }, clinic: [] });

const next = (instant: string, hours: SendingHours, zone: string): string =>
  nextPermitted(new Date(instant), hours, zone).toISOString();

describe('next permitted instant in Shanghai (UTC+8 all year), 2026-11-23 being a Monday', () => {
  it.each([
    ['Monday noon break: at once', '2026-11-23T12:30:15.250+08:00', '2026-11-23T12:30:15.250+08:00'],
    ['Monday morning clinic: at noon', '2026-11-23T09:00:00+08:00', '2026-11-23T12:00:00+08:00'],
    ['the end of a clinic is permitted itself', '2026-11-23T12:00:00+08:00', '2026-11-23T12:00:00+08:00'],
    ['the begin of a clinic is not', '2026-11-23T14:00:00+08:00', '2026-11-23T17:30:00+08:00'],
    ['Monday 23:00: Tuesday 07:00', '2026-11-23T23:00:00+08:00', '2026-11-24T07:00:00+08:00'],
    [
      'midnight is in the night that began before it',
      '2026-11-24T00:00:00+08:00',
      '2026-11-24T07:00:00+08:00',
    ],
    [
      'the last millisecond before the clinic',
      '2026-11-24T07:59:59.999+08:00',
      '2026-11-24T07:59:59.999+08:00',
    ],
    ['Saturday morning has no clinic', '2026-11-28T09:00:00+08:00', '2026-11-28T09:00:00+08:00'],
    ['Sunday night: Monday 07:00', '2026-11-29T22:00:00+08:00', '2026-11-30T07:00:00+08:00'],
  ])('%s', (_scenario, at, expected) => {
    expect(next(at, rural, 'Asia/Shanghai')).toBe(new Date(expected).toISOString());
  });
});

describe('next permitted instant where clocks change', () => {
  it('the night is an hour shorter when Berlin goes to summer time', () => {
    expect(next('2026-03-28T22:00:00Z', nightUntil('07:00'), 'Europe/Berlin')).toBe(
      '2026-03-29T05:00:00.000Z',
    );
  });

  it('the night is an hour longer when Berlin goes back', () => {
    expect(next('2026-10-24T21:00:00Z', nightUntil('07:00'), 'Europe/Berlin')).toBe(
      '2026-10-25T06:00:00.000Z',
    );
  });

  it('an end that the clock jumps over is the moment of the jump', () => {
    expect(next('2026-03-28T22:00:00Z', nightUntil('02:30'), 'Europe/Berlin')).toBe(
      '2026-03-29T01:00:00.000Z',
    );
  });

  it('an end that comes twice lets go the first time, and holds again when the hour repeats', () => {
    expect(next('2026-10-24T21:00:00Z', nightUntil('02:30'), 'Europe/Berlin')).toBe(
      '2026-10-25T00:30:00.000Z',
    );
    expect(next('2026-10-25T01:10:00Z', nightUntil('02:30'), 'Europe/Berlin')).toBe(
      '2026-10-25T01:30:00.000Z',
    );
  });

  it('a zone of quarter hours', () => {
    expect(next('2026-11-23T01:16:00Z', nightUntil('07:02'), 'Asia/Kathmandu')).toBe(
      '2026-11-23T01:17:00.000Z',
    );
  });
});

it('hours that permit nothing are refused', () => {
  const always: SendingHours = {
    quiet: { from: '12:00', to: '11:00' },
    clinic: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: '11:00', to: '12:00' }],
  };
  expect(() => next('2026-11-23T00:00:00Z', always, 'Asia/Shanghai')).toThrow(RangeError);
});

it('never goes back, is permitted itself, and nothing between is', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }),
      fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (from, zone, share) => {
        const found = nextPermitted(from, rural, zone);
        expect(found >= from).toBe(true);
        expect(nextPermitted(found, rural, zone)).toEqual(found);
        const between = new Date(from.getTime() + Math.floor(share * (found.getTime() - from.getTime())));
        expect(nextPermitted(between, rural, zone)).toEqual(found);
      },
    ),
    { seed: 20261123, numRuns: 300 },
  );
});
