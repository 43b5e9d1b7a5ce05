import { describe, expect, it } from '@jest/globals';
import type { Chance } from '#libs/contracts';
import { riskBars } from '../risk/risk-level.js';
import { changeSince } from './row-change.js';

const bars = riskBars(0.05);
const chance = (probability: number): Chance => ({
  horizonDays: 14,
  probability,
  lower: 0,
  upper: 1,
  level: 'contact',
  model: 'm1',
  scoredAt: '2026-11-23T06:00:00.000Z',
});

describe("what changed since last week's list", () => {
  it('is new where there was no sign, or no estimate', () => {
    expect(changeSince(0.05, chance(0.3), bars, null)?.text.en).toBe('No sign last week.');
    expect(changeSince(null, chance(0.3), bars, null)?.text.zh).toBe('上周还没有判断。');
  });

  it('counts in people of ten', () => {
    expect(changeSince(0.2, chance(0.31), bars, null)).toEqual({
      kind: 'up',
      text: { zh: '上周 10 位中约 2 位，现在约 3 位。', en: 'Last week about 2 of 10, now about 3.' },
    });
    expect(changeSince(0.4, chance(0.31), bars, null)?.kind).toBe('down');
  });

  it('is nothing where the people are the same', () => {
    expect(changeSince(0.29, chance(0.31), bars, null)).toBeNull();
  });

  it('tells a promise before everything else', () => {
    expect(changeSince(null, chance(0.31), bars, '2026-11-24')?.kind).toBe('follow-up');
  });
});
