import { describe, expect, it } from '@jest/globals';
import { stretchesOf } from './stretches.js';

describe('stretches of days on which silence says nothing', () => {
  it('are those offline and those away, by their first day, each with its last', () => {
    expect(
      stretchesOf({
        offline: [{ from: '2026-11-09', to: '2026-11-12' }],
        away: [
          { kind: 'duty', from: '2026-11-02', to: '2026-11-03' },
          { kind: 'leave', from: '2026-11-16', to: '2026-11-18' },
        ],
      }).map(({ kind, from, lastDay }) => [kind, from, lastDay]),
    ).toEqual([
      ['duty', '2026-11-02', '2026-11-02'],
      ['offline', '2026-11-09', '2026-11-11'],
      ['leave', '2026-11-16', '2026-11-17'],
    ]);
  });
});
