import { describe, expect, it } from '@jest/globals';
import type { LearnerRisk, Reason } from '#libs/contracts';
import { reasonsOverTime } from './reasons-over-time.js';

const reason = (group: string, contribution: number): Reason => ({
  feature: `${group}_28`,
  group,
  direction: contribution > 0 ? 'raises' : 'lowers',
  contribution,
  change: null,
  text: { zh: group, en: group },
  figure: null,
  evidence: null,
});
const point = (
  asOf: string,
  reasons: Reason[],
  probability: number | null = 0.2,
): LearnerRisk['history'][number] => ({
  asOf,
  probability,
  lower: probability,
  upper: probability,
  model: 'm1',
  reasons,
});

describe('reasons over time', () => {
  it('stand a column a week, newest first, a row a group, the strongest now first', () => {
    const { days, rows } = reasonsOverTime([
      point('2026-11-09', [reason('video', 0.2)]),
      point('2026-11-15', [reason('people', 0.2)]),
      point('2026-11-16', [], null),
      point('2026-11-23', [reason('recency', 0.9), reason('people', -0.3)]),
    ]);
    expect(days).toEqual(['2026-11-23', '2026-11-16', '2026-11-09']);
    expect(rows.map(({ group, weights }) => [group, weights])).toEqual([
      ['recency', ['raises-much', null, 'none']],
      ['people', ['lowers', null, 'none']],
      ['video', ['none', null, 'raises']],
    ]);
  });

  it('are nothing before the first score', () => {
    expect(reasonsOverTime([])).toEqual({ days: [], rows: [] });
  });
});
