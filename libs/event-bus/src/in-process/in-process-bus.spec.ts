import { expect, it } from '@jest/globals';
import { InProcessBus } from './in-process-bus.js';

it('does not rest while it closes: what waits is handled first', async () => {
  const bus = new InProcessBus({ epoch: 'first' });
  const handled: number[] = [];
  // rests four times as long
  bus.subscribe('touched', 'features', async ({ records }) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    handled.push(records.length);
  });
  const record = (day: string) => ({
    key: 'a',
    value: { v: 1 as const, tenant: 'a', run: 'r', learnerPid: 'a'.repeat(26), days: [day] },
  });
  await (
    await bus.publish('touched', [record('2026-01-01')])
  ).handled;
  await bus.publish('touched', [record('2026-01-01'), record('2026-01-02')]);
  const began = performance.now();
  await bus.close();
  expect(handled).toEqual([1, 2]);
  expect(performance.now() - began).toBeLessThan(1500);
});
