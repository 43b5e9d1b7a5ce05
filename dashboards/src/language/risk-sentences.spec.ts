import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chanceBrief, chanceSentence, peopleOf } from './risk-sentences.js';

const chance = (probability: number, lower: number, upper: number) => ({
  probability,
  lower,
  upper,
  horizonDays: 14,
});

describe('risk language', () => {
  it('tells a chance of 30 % as people of 10, with the range', () => {
    expect(chanceSentence(chance(0.3, 0.2, 0.4))).toEqual({
      zh: '像这样的 10 位学员,约 3 位会在 14 天内中断学习(2–4 位)。',
      en: 'Of 10 learners like this, about 3 stop within 14 days (2 to 4).',
    });
  });

  it('turns to people of 100 below 10 %', () => {
    expect(chanceSentence(chance(0.063, 0.041, 0.088)).en).toBe(
      'Of 100 learners like this, about 6 stop within 14 days (4 to 9).',
    );
    expect(peopleOf(chance(0.1, 0.07, 0.14)).of).toBe(10);
  });

  it('does not say "about" of a wide range', () => {
    expect(chanceSentence(chance(0.3, 0.1, 0.5))).toEqual({
      zh: '把握不大:10 位中 1–5 位,请先看依据。',
      en: 'Uncertain: 1 to 5 of 10. See the reasons first.',
    });
  });

  it('never calls a small chance zero', () => {
    expect(chanceSentence(chance(0.003, 0.001, 0.008))).toEqual({
      zh: '像这样的 100 位学员,不到 1 位会在 14 天内中断学习(0–1 位)。',
      en: 'Of 100 learners like this, fewer than 1 stops within 14 days (0 to 1).',
    });
    expect(chanceBrief(chance(0.003, 0.001, 0.008)).zh).toBe('100 位中不到 1 位(0–1)');
  });

  it('names the end of the run where the chance has no horizon in days', () => {
    expect(chanceSentence({ ...chance(0.5, 0.4, 0.6), horizonDays: null }).en).toBe(
      'Of 10 learners like this, about 5 stop before the end (4 to 6).',
    );
  });

  it('tells whole people in a range that contains the computed one', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, share, (a, b, c) => {
        const [lower, probability, upper] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const people = peopleOf({ probability, lower, upper });
        expect([people.about, people.low, people.high].every(Number.isInteger)).toBe(true);
        expect(people.low).toBeLessThanOrEqual(people.about);
        expect(people.about).toBeLessThanOrEqual(people.high);
        expect(people.low / people.of).toBeLessThanOrEqual(lower + 1e-6);
        expect(people.high / people.of).toBeGreaterThanOrEqual(upper - 1e-6);
      }),
    );
  });

  it('never uses a decimal or a forbidden word', () => {
    const forbidden = /高危|差生|作弊|刷课|必然|failing|cheater|will drop out|AI says|because|\d\.\d/;
    for (let p = 0; p <= 1; p += 0.013) {
      const told = chanceSentence(chance(p, p / 2, Math.min(1, p * 1.3)));
      expect(`${told.zh} ${told.en}`).not.toMatch(forbidden);
    }
  });
});
