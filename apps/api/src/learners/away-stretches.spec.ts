import { describe, expect, it } from '@jest/globals';
import { awayStretches } from './away-stretches.js';

const span = { from: '2026-11-02', to: '2026-11-25' };
const duty = (from: string, to: string) => ({ kind: 'duty' as const, from, to });

describe('stretches of duty and leave', () => {
  it('end after the last day, which counts', () => {
    expect(awayStretches([{ kind: 'leave', from: '2026-11-09', to: '2026-11-09' }], span)).toEqual([
      { kind: 'leave', from: '2026-11-09', to: '2026-11-10' },
    ]);
  });

  it('are cut to the days that are shown, down to the last of them', () => {
    expect(awayStretches([duty('2026-10-26', '2026-11-03'), duty('2026-11-24', '2026-11-26')], span)).toEqual(
      [duty('2026-11-02', '2026-11-04'), duty('2026-11-24', '2026-11-25')],
    );
    expect(awayStretches([duty('2026-11-20', '2026-11-24')], span)).toEqual([
      duty('2026-11-20', '2026-11-25'),
    ]);
  });

  it('are none where a duty lies outside', () => {
    expect(awayStretches([duty('2026-10-20', '2026-11-01'), duty('2026-11-25', '2026-11-26')], span)).toEqual(
      [],
    );
  });
});
