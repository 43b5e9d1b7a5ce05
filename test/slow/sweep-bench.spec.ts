import { expect, it } from '@jest/globals';
import { sweepOf } from '../../bench/sweep.bench.js';

it('scores everybody in the runs that are on, and tells where the time went', async () => {
  const [report] = await sweepOf(
    { tenant: 'bench', enrolments: 600, learnersOfRun: 200, pastRuns: 2, today: '2026-11-24' },
    { say: () => undefined },
  );
  const { scored, days, seconds, steps } = report!.figures as {
    scored: number;
    days: number;
    seconds: number;
    steps: { what: string; seconds: number }[];
  };
  expect(scored).toBe(600);
  expect(days).toBeGreaterThan(5000);
  expect(steps.map(({ what }) => what)).toContain('insert into scorings');
  expect(seconds).toBeGreaterThan(0);
  expect(report!.rows[0]![2]).toMatch(/^<= 60 s for a million: (met|MISSED)$/);
}, 60_000);
