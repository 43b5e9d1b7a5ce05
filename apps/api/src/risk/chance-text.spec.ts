import { describe, expect, it } from '@jest/globals';
import type { Chance } from '#libs/contracts';
import { chanceText, peopleOf } from './chance-text.js';

const chance = (
  probability: number,
  lower: number,
  upper: number,
  horizonDays: number | null = 14,
): Chance => ({
  horizonDays,
  probability,
  lower,
  upper,
  level: 'none',
  model: 'm1',
  scoredAt: '2026-11-23T06:00:00.000Z',
});

describe('a chance in words', () => {
  it('speaks of 10 from 10 % on, with a range of whole people rounded outwards', () => {
    expect(chanceText(chance(0.29, 0.21, 0.38))).toEqual({
      zh: '像这样的 10 位学员，约 3 位会在 14 天内中断学习（2–4 位）。',
      en: 'Of 10 learners like this, about 3 stop within 14 days (2 to 4).',
    });
  });

  it('speaks of 100 below 10 %', () => {
    expect(chanceText(chance(0.013, 0.01, 0.02)).en).toBe(
      'Of 100 learners like this, about 1 stops within 14 days (1 to 2).',
    );
  });

  it('says so where the range is wide', () => {
    expect(chanceText(chance(0.3, 0.1, 0.5))).toEqual({
      zh: '把握不大：10 位中 1–5 位，请先看依据。',
      en: 'Uncertain: 1 to 5 of 10. See the reasons first.',
    });
  });

  it('speaks of completing at the horizon without days', () => {
    expect(chanceText(chance(0.42, 0.35, 0.5, null)).zh).toBe(
      '像这样的 10 位学员，约 4 位不会完成课程（3–5 位）。',
    );
  });

  it('keeps the range around the number', () => {
    expect(peopleOf(chance(0.1, 0.1, 0.1))).toEqual({ of: 10, about: 1, low: 1, high: 1 });
  });
});
