import { describe, expect, it } from '@jest/globals';
import { levelChanges, type SaidTwice } from './level-changes.js';

const said = (learner: string, now: number | null, then: number | null): SaidTwice => ({
  learner,
  now,
  then,
});
// The usual chance is .05: contact first from .2, watch from .1.
const quiet = (then = 0.05): SaidTwice[] => ['a', 'b', 'c', 'd', 'e'].map((one) => said(one, 0.05, then));

describe('whose level another model changes', () => {
  it('counts by what a level is and would be', () => {
    const run = [...quiet(), said('f', 0.25, 0.04), said('g', 0.05, 0.12), said('h', 0.12, 0.3)];
    expect(levelChanges([run])).toEqual({
      learners: 8,
      changed: 3,
      contactFirst: { now: 1, then: 1 },
      changes: [
        { from: 'contact', to: 'none', learners: 1 },
        { from: 'watch', to: 'contact', learners: 1 },
        { from: 'none', to: 'watch', learners: 1 },
      ],
    });
  });

  it('is nobody where the model says twice as much of everybody', () => {
    const run = [...quiet(0.1), said('f', 0.2, 0.4), said('g', 0.1, 0.2)];
    expect(levelChanges([run])).toMatchObject({ changed: 0, contactFirst: { now: 1, then: 1 }, changes: [] });
  });

  it('counts who loses or gets a chance', () => {
    const run = [...quiet(), said('f', null, 0.05), said('g', 0.3, null)];
    expect(levelChanges([run]).changes).toEqual([
      { from: 'contact', to: 'unknown', learners: 1 },
      { from: 'unknown', to: 'none', learners: 1 },
    ]);
  });

  it('counts a person once, who learns in two runs', () => {
    const run = [...quiet(), said('f', 0.05, 0.3)];
    expect(levelChanges([run, run])).toMatchObject({ learners: 6, changed: 1, contactFirst: { then: 1 } });
  });

  it('is nobody where nobody learns', () => {
    expect(levelChanges([[]])).toEqual({
      learners: 0,
      changed: 0,
      contactFirst: { now: 0, then: 0 },
      changes: [],
    });
  });
});
