import { describe, expect, it } from '@jest/globals';
import type { LandmarkOutcome } from '#libs/models';
import { labelOf } from './target.js';

const outcome = (leftAfterDays: number | null, observedDays: number): LandmarkOutcome => ({
  ...{ group: 'run', learner: 'one', landmarkDay: 28, completed: null },
  leftAfterDays,
  observedDays,
});

describe('what a chance of leaving within two weeks is judged by', () => {
  it.each([
    ['left in time, all of it seen', outcome(9, 20), 1],
    ['left later', outcome(14, 20), 0],
    ['stayed', outcome(null, 14), 0],
    ['stayed as long as was seen', outcome(null, 13), null],
    // whoever stays is not known yet, so that departures alone would count
    ['left, but others are not known yet', outcome(9, 13), null],
  ])('%s', (_, seen, label) => expect(labelOf('14', seen)).toBe(label));
});
