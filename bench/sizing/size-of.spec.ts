import { describe, expect, it } from '@jest/globals';
import { engineRate, sizeOf, workerRate } from './size-of.js';
import { arrivalsAt, sizingCases, type SizingCase } from './sizing-case.js';

const [province, doctors, mooc] = sizingCases as readonly [SizingCase, SizingCase, SizingCase];

describe('by hand', () => {
  it('a province: 100,000 learners, a quarter of them active with 20 statements', () => {
    const sizing = sizeOf(province);
    expect(sizing.statementsPerDay).toBe(500_000);
    expect(sizing.meanRate).toBeCloseTo(5.787, 3);
    // 30,000 come in the exam's hour with 60 each: 500 a second, and the evening's own
    expect(sizing.peakRate).toBeGreaterThan(500);
    expect(sizing.peakRate).toBeLessThan(520);
    // 365 days of 500,000 x 361 B, 25,000 x 35 B, 60,000 x 218 B
    expect(sizing.analyticsPerYear).toBeCloseTo(365 * (0.1805 + 0.000875 + 0.01308), 1);
    // a week of 500,000 messages of 1,881 B, three times, two thirds full
    expect(sizing.brokerDisk).toBeCloseTo((500_000 * 7 * 1881 * 3) / 0.65 / 1e9, 6);
  });

  it('a worker: 34.5 µs for a statement, and three fifths of that rate', () => {
    expect(workerRate).toBeCloseTo((1e6 / 34.5) * 0.6, 6);
  });

  it('ClickHouse: 571 µs for a statement beside 386 for each that comes in', () => {
    expect(engineRate({ shards: 1, coresPerServer: 4 }, 0)).toBeCloseTo(4e6 / 571, 6);
    expect(engineRate({ shards: 1, coresPerServer: 4 }, 4e6 / 386)).toBeCloseTo(0, 6);
  });
});

describe.each(sizingCases)('$name', (given) => {
  const sizing = sizeOf(given);

  it('bears its busiest hour with two fifths to spare, in every part', () => {
    expect(sizing.ingestRate).toBeGreaterThan(sizing.peakRate / 0.6);
    expect(sizing.apiProcesses).toBeGreaterThanOrEqual(sizing.work.api / 0.6);
    expect(sizing.shards * sizing.coresPerServer).toBeGreaterThanOrEqual(sizing.work.engine / 0.6);
  });

  it('has a partition for each worker, and no part but once', () => {
    expect(sizing.partitions).toBeGreaterThanOrEqual(sizing.ingestWorkers);
    expect(sizing.rolledPartitions).toBeGreaterThanOrEqual(sizing.scoringWorkers);
    expect(Math.min(sizing.apiProcesses, sizing.ingestWorkers, sizing.scoringWorkers)).toBeGreaterThan(1);
  });

  it('grows with its learners, in nothing less than before', () => {
    const larger = sizeOf({ ...given, learners: given.learners * 3 });
    for (const part of [
      'apiProcesses',
      'ingestWorkers',
      'brokers',
      'shards',
      'postgresDisk',
      'costPerYear',
    ] as const)
      expect([part, larger[part]]).toEqual([part, expect.any(Number)]);
    expect(larger.costPerYear).toBeGreaterThan(sizing.costPerYear);
    expect(larger.shards).toBeGreaterThanOrEqual(sizing.shards);
    expect(larger.ingestWorkers).toBeGreaterThanOrEqual(sizing.ingestWorkers);
  });
});

it('a day’s hours together are the day’s statements, the exam on top', () => {
  const day = Array.from({ length: 1440 }, (_, minute) => arrivalsAt(doctors, minute)).reduce(
    (a, b) => a + b,
    0,
  );
  expect(day).toBeCloseTo(5_500_000 + 1_100_000 * 0.3 * 60, 3);
});

it('the more learners share what is there, the less each costs', () => {
  const costs = [province, doctors, mooc].map((given) => sizeOf(given).costPerMillionLearners);
  expect([...costs].sort((a, b) => b - a)).toEqual(costs);
});
