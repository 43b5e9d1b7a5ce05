import { describe, expect, it } from '@jest/globals';
import type { ModelCard } from '#libs/contracts';
import { cardHtml } from './card-html.js';

const card: ModelCard = {
  kind: 'risk',
  version: 'risk-0123456789',
  status: 'active',
  origin: 'trained',
  createdAt: '2026-11-24T03:00:00.000Z',
  trainedOn: ['htn-2026-03', 't2d-2026-03'],
  dataFrom: '2026-03-02',
  dataTo: '2026-11-24',
  seed: 1,
  parameters: { target: 'notcompleted', hazard: { num_leaves: '6' } },
  features: [{ name: 'clicks_7', version: '01234567' }],
  metrics: { learners: 120, departures: 31 },
  note: null,
  promotions: [
    {
      version: 'risk-0123456789',
      previous: 'risk-9876543210',
      at: '2026-11-24T04:00:00.000Z',
      actorKind: 'user',
      actor: 'admin',
      why: { zh: '这里更好', en: 'better <here>' },
      reason: null,
    },
  ],
  trials: [
    {
      at: '2026-11-24T03:00:00.000Z',
      champion: 'risk-9876543210',
      challenger: 'risk-1111111111',
      heldOut: 'rdu-2026-06',
      trainedOn: ['htn-2026-03'],
      decision: 'proposed',
      successor: 'risk-0123456789',
      reason: { zh: '新模型更好', en: 'the new one is better' },
      figures: [
        {
          horizon: 'end',
          learners: 200,
          positives: 60,
          logLossGain: { value: 0.05, lower: 0.02, upper: 0.08 },
          aucGain: { value: 0.03, lower: -0.01, upper: 0.06 },
          champion: { logLoss: 0.55, auc: 0.71 },
          challenger: { logLoss: 0.5, auc: 0.74 },
        },
      ],
    },
  ],
};

describe('the card of a model, as a page', () => {
  it.each([
    ['its data window', '2026-03-02 – 2026-11-24'],
    ['who promoted it, instead of which, why', 'risk-9876543210'],
    ['a reason as text, not as markup', 'better &lt;here&gt;'],
    ['what it was held against', '0.0200 – 0.0800'],
    ['what its figures were counted by', '01234567'],
    ['its parameters', 'num_leaves'],
  ])('says %s', (_what, text) => {
    expect(cardHtml(card, 'en')).toContain(text);
  });

  it('says of the shipped baseline that it is one, in both languages', () => {
    const shipped = { ...card, origin: 'baseline' } as const;
    expect(cardHtml(shipped, 'en')).toContain('The shipped baseline');
    expect(cardHtml(shipped, 'zh')).toContain('随程序提供的基线模型');
    expect(cardHtml(card, 'en')).not.toContain('baseline');
  });
});
