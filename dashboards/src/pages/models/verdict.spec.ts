import { describe, expect, it } from '@jest/globals';
import { verdictOf } from './verdict.js';

const about = (value: number, half: number) => ({ value, lower: value - half, upper: value + half });
const figures = {
  learners: 702,
  left: 119,
  auc: about(0.78, 0.02),
  calibrationError: 0.011,
  calibrationErrorByChance: 0.012,
  listed: about(0.52, 0.06),
  listedByRule: 0.38,
  beyondRule: about(0.14, 0.05),
  leadDays: 11,
};
const said = (more: Partial<typeof figures>) =>
  verdictOf({
    status: 'active',
    watched: { watchedOn: '2026-11-23', horizon: '14', figures: { ...figures, ...more } },
  }).en;

describe('whether a model can be trusted here', () => {
  it.each([
    ['better than the rule', {}, 'Finds more of those who stop than the 7-day rule; its chances hold'],
    ['no better, as far as is known', { beyondRule: about(0.04, 0.05) }, /^Not shown to find more/],
    ['worse', { beyondRule: about(-0.14, 0.05) }, /^Finds fewer/],
    ['no order at all, whatever the list', { auc: about(0.52, 0.03) }, /^Not shown to order/],
    ['chances that are off beyond chance', { calibrationError: 0.019 }, /its chances are 1\.9 points off$/],
  ])('says %s', (_what, more, sentence) => {
    if (typeof sentence === 'string') expect(said(more)).toBe(sentence);
    else expect(said(more)).toMatch(sentence);
  });

  it('says of how little is known rather than guess', () => {
    const few = { watchedOn: '2026-11-23', horizon: '14' as const, figures: null };
    expect(verdictOf({ status: 'retired', watched: few }).en).toMatch(/^Too few outcomes/);
    expect(verdictOf({ status: 'candidate', watched: null }).en).toBe('Has not been used here');
  });
});
