import { describe, expect, it } from '@jest/globals';
import { ClickHouseQueryError, ClickHouseTimeout } from '#libs/clickhouse';
import type { Batch } from '#libs/event-bus';
import { createCountAgain } from './count-again.js';

const batchOf = (learners: number): Batch => ({
  topic: 'touched',
  token: 't',
  records: Array.from({ length: learners }, (_, offset) => {
    const learnerPid = `l${String(offset).padStart(5, '0')}`;
    const value = { v: 1, tenant: 'a', run: 'r', learnerPid, days: ['2026-03-01', '2026-03-02'] };
    return { partition: 0, offset, life: 'x', key: `a:${learnerPid}`, value };
  }),
});

/** An engine that counts so many days at once and no more. */
function engineOf(most: number, refusal: Error) {
  const counted: string[] = [];
  const asked: number[] = [];
  return {
    counted,
    asked,
    clickhouse: {
      command: (_name: string, _sql: string, params: Readonly<Record<string, unknown>> = {}) => {
        const { learners, days } = params as { learners: string[]; days: string[] };
        asked.push(days.length);
        if (days.length > most) return Promise.reject(refusal);
        counted.push(...days.map((day, index) => `${learners[index]!} ${day}`));
        return Promise.resolve();
      },
    },
  };
}

const tooLong = new ClickHouseTimeout('count', 'took too long', 159, 'TIMEOUT_EXCEEDED');

describe('learner-days counted again', () => {
  it('are counted in parts as large as the engine takes, each once, and announced once', async () => {
    const { clickhouse, counted, asked } = engineOf(700, tooLong);
    const announced: number[] = [];
    const publish = (_topic: string, records: readonly unknown[]) => {
      announced.push(records.length);
      return Promise.resolve({ handled: Promise.resolve() });
    };
    await createCountAgain({ clickhouse, bus: { publish } })(batchOf(4000), new AbortController().signal);
    expect(counted).toHaveLength(8000);
    expect(new Set(counted).size).toBe(8000);
    // those of a learner lie together in the store
    expect(counted).toEqual([...counted].sort());
    expect(announced).toEqual([4000]);
    expect(asked[0]).toBe(5000);
  });

  it('fail where the engine refuses a single day, or for another reason', async () => {
    const publish = () => Promise.reject(new Error('nothing is to be announced'));
    const signal = new AbortController().signal;
    const none = engineOf(0, tooLong);
    await expect(createCountAgain({ ...none, bus: { publish } })(batchOf(10), signal)).rejects.toBe(tooLong);
    const wrong = new ClickHouseQueryError('count', 'no such table', 60, 'UNKNOWN_TABLE');
    const broken = engineOf(0, wrong);
    await expect(createCountAgain({ ...broken, bus: { publish } })(batchOf(10), signal)).rejects.toBe(wrong);
    expect(broken.asked).toHaveLength(1);
  });
});
