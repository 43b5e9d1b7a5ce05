import { describe, expect, it } from '@jest/globals';
import { whatIfText } from './what-if.service.js';

const act = { zh: '补交 2 次到期作业后', en: 'With the 2 overdue assessments handed in' };

describe('what if, in words', () => {
  it('counts both estimates in as many people, with a range, and promises nothing', () => {
    const now = { probability: 0.61, lower: 0.52, upper: 0.7 };
    expect(whatIfText(act, now, { probability: 0.34, lower: 0.27, upper: 0.42 })).toEqual({
      zh: '补交 2 次到期作业后，模型的估计是 10 位中约 3 位（2–5），现在约 6 位。这是估计，不是承诺。',
      en: 'With the 2 overdue assessments handed in, the model’s estimate is about 3 of 10 (2 to 5) instead of 6: an estimate, not a promise.',
    });
    expect(whatIfText(act, now, { probability: 0.02, lower: 0.01, upper: 0.05 }).zh).toContain(
      '10 位中不到 1 位（0–1）',
    );
  });
});
