import { describe, expect, it } from '@jest/globals';
import { changeOf, comparison } from './reason-words.js';

const figure = {
  label: { zh: '距上次学习天数', en: 'days since the last activity' },
  unit: 'days' as const,
  own: 9,
  usual: 2,
  weekBefore: 3,
};

describe('a reason against last week', () => {
  it.each([
    [0.8, 0.78, 'new'],
    [0.8, 1.1, 'new'],
    [0.8, 0.3, 'stronger'],
    [-0.8, -0.3, 'stronger'],
    [0.4, -0.3, 'weaker'],
    [-0.4, 0.3, 'weaker'],
    [0.4, 0.04, null],
    [0.4, null, null],
  ])('of %d, changed by %p, is %p', (contribution, change, said) => {
    expect(changeOf({ contribution, change })).toBe(said);
  });
});

describe('what stands below a reason', () => {
  it('tells what is usual, the own figure of last week, and the change', () => {
    expect(comparison({ contribution: 0.8, change: 0.3, figure })).toEqual({
      zh: '同期学员多为 2 天 · 上周 3 天 · 比上周更明显',
      en: 'usual in this run: 2 days · last week: 3 days · stronger than last week',
    });
  });

  it('repeats nothing that has not changed, and tells no ratios', () => {
    expect(comparison({ contribution: 0.8, change: 0, figure: { ...figure, weekBefore: 9 } })?.en).toBe(
      'usual in this run: 2 days',
    );
    expect(comparison({ contribution: 0.8, change: 0, figure: { ...figure, unit: 'ratio' } })).toBeNull();
  });

  it('is nothing of a score that was given before figures were kept', () => {
    expect(comparison({ contribution: 0.8, change: null, figure: null })).toBeNull();
  });

  it('tells shares in per cent, and fractions of small figures', () => {
    const told = (unit: 'share' | 'minutes' | 'days', usual: number) =>
      comparison({ contribution: 1, change: null, figure: { ...figure, unit, usual, weekBefore: null } })?.en;
    expect(told('share', 0.756)).toBe('usual in this run: 76%');
    expect(told('days', 1)).toBe('usual in this run: 1 day');
    expect(told('minutes', 2.345)).toBe('usual in this run: 2.3 min');
  });
});
