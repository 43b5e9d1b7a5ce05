import { describe, expect, it } from '@jest/globals';
import { drainMinutes, outageOf, SEED } from '../sizing.bench.js';
import { simulateQueue } from './simulate-queue.js';
import { sizeOf } from './size-of.js';
import { arrivalsAt, sizingCases } from './sizing-case.js';

const never = { from: 0, minutes: 0 };
const [province] = sizingCases;

describe.each(sizingCases)('$name', (given) => {
  const sizing = sizeOf(given);
  const run = simulateQueue(given, sizing, outageOf(given), { seed: SEED, days: 2 });

  it('loses nothing: what has come is stored, or waits', () => {
    const arrived = run.hours.reduce((sum, hour) => sum + hour.arrived, 0);
    const stored = run.hours.reduce((sum, hour) => sum + hour.stored, 0);
    expect(arrived - stored).toBeGreaterThanOrEqual(0);
    expect(arrived - stored).toBeLessThan(arrived * 0.001);
  });

  it('holds an hour without ClickHouse and drains within the next, about when arithmetic says', () => {
    const backlog = arrivalsAt(given, given.peak.hour * 60) * 60;
    expect(run.mostWaiting / backlog).toBeCloseTo(1, 1);
    expect(run.hours[given.peak.hour]?.stored).toBe(0);
    expect(run.drainMinutes).toBeLessThan(60);
    // unlike partitions end one after another: the last of them decides
    const expected = drainMinutes(given, sizing);
    expect(run.drainMinutes).toBeGreaterThanOrEqual(Math.floor(expected));
    expect(run.drainMinutes).toBeLessThan(expected * 1.5 + 2);
  });

  it('has nothing that waits longer than a minute where nothing is away', () => {
    const usual = simulateQueue(given, sizing, never, { seed: SEED });
    expect(usual.hours.every(({ oldestSeconds }) => oldestSeconds <= 60)).toBe(true);
  });

  it('with a fifth of the workers that it needs, never catches up in the hour', () => {
    const few = { ...sizing, ingestWorkers: 1, shards: 1, coresPerServer: 1 };
    const short = simulateQueue(given, few, outageOf(given), { seed: SEED, days: 2 });
    expect(short.drainMinutes).toBeGreaterThan(run.drainMinutes);
  });
});

it('the same seed gives the same day, another seed another', () => {
  const day = (seed: number) => simulateQueue(province!, sizeOf(province!), never, { seed });
  expect(day(1)).toEqual(day(1));
  expect(day(1)).not.toEqual(day(2));
});
