import { describe, expect, it } from '@jest/globals';
import { type Candidate, makeList } from './make-list.js';

const candidate = (learnerPid: string, probability: number, followUpOn: string | null = null): Candidate => ({
  run: 'urn:run',
  learnerPid,
  shown: {
    madeAt: '2026-11-24T00:00:00.000Z',
    followUpOn,
    chance: {
      horizonDays: 14,
      probability,
      lower: 0,
      upper: 1,
      level: 'contact',
      model: 'm1',
      scoredAt: '2026-11-23T22:00:00.000Z',
    },
    reasons: [],
  },
});
const rest = new Date('2026-11-21T00:00:00Z');
const pids = (items: readonly Candidate[]) => items.map(({ learnerPid }) => learnerPid);

describe("a day's list", () => {
  it('puts promised calls first, however small the chance', () => {
    const list = makeList(
      [candidate('promised', 0.01, '2026-11-24')],
      [candidate('low', 0.2), candidate('high', 0.5)],
      new Map(),
      rest,
    );
    expect(pids(list)).toEqual(['promised', 'high', 'low']);
    expect(list.map(({ position }) => position)).toEqual([1, 2, 3]);
  });

  it('names a learner with a promise once', () => {
    const list = makeList([candidate('a', 0.1, '2026-11-23')], [candidate('a', 0.6)], new Map(), rest);
    expect(list).toHaveLength(1);
    expect(list[0]?.shown.followUpOn).toBe('2026-11-23');
  });

  it('lets those rest who were tried lately, unless a call was promised', () => {
    const tried = new Map([
      ['yesterday', new Date('2026-11-23T10:00:00Z')],
      ['long ago', new Date('2026-11-10T10:00:00Z')],
      ['promised', new Date('2026-11-23T10:00:00Z')],
    ]);
    const list = makeList(
      [candidate('promised', 0.2, '2026-11-24')],
      [candidate('yesterday', 0.9), candidate('long ago', 0.3)],
      tried,
      rest,
    );
    expect(pids(list)).toEqual(['promised', 'long ago']);
  });
});
