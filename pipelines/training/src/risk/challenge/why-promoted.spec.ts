import { describe, expect, it } from '@jest/globals';
import { whyPromoted } from './why-promoted.js';

describe('why a model was promoted', () => {
  it('is said with its figures in both languages where a rule saw that it is better', () => {
    expect(
      whyPromoted({
        code: 'shown-better',
        horizon: '14',
        learners: 412,
        logLossGain: { value: 0.0482, lower: 0.021, upper: 0.0771 },
        auc: { champion: 0.748, challenger: 0.775 },
      }),
    ).toEqual({
      zh: '证明更好。14 天内中断,412 位学员:对数损失改善 0.048 (0.021 至 0.077),AUC 0.748 → 0.775',
      en: 'shown to be better. leaves within 14 days, 412 learners: gain in log loss 0.048 (0.021 to 0.077), AUC 0.748 -> 0.775',
    });
  });

  it('is said in both languages where there was nothing to compare', () => {
    expect(whyPromoted({ code: 'no-model' })).toEqual({
      zh: '之前没有使用中的模型',
      en: 'there was no model in use',
    });
  });

  it('is what somebody wrote, as it was written, also by rules before reasons were data', () => {
    const written = 'shown to be better. does not complete, 120 learners';
    expect(whyPromoted(written)).toEqual({ zh: written, en: written });
  });
});
