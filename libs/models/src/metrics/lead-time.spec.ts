import { describe, expect, it } from '@jest/globals';
import { leadDays, summariseLeadTime } from './lead-time.js';

const weekly = (alerts: readonly number[]): { day: number; alerted: boolean }[] =>
  alerts.map((alert, week) => ({ day: week * 7, alerted: alert === 1 }));

describe('leadDays', () => {
  it('counts from the first of two alerts in a row', () => {
    expect(leadDays({ departureDay: 40, landmarks: weekly([0, 1, 0, 1, 1, 1]) })).toBe(40 - 21);
  });

  it('ignores an alert that went out again and one without a second landmark before the departure', () => {
    expect(leadDays({ departureDay: 40, landmarks: weekly([0, 1, 0, 0, 0, 1]) })).toBeNull();
  });

  it('ignores landmarks from the departure on', () => {
    expect(leadDays({ departureDay: 14, landmarks: weekly([0, 1, 1, 1]) })).toBeNull();
  });
});

describe('summariseLeadTime', () => {
  it('takes shares over all departures, days over the alerted', () => {
    const summary = summariseLeadTime([
      { departureDay: 30, landmarks: weekly([1, 1]) }, // 30
      { departureDay: 17, landmarks: weekly([0, 1, 1]) }, // 10
      { departureDay: 20, landmarks: weekly([0, 0, 0]) },
      { departureDay: 21, landmarks: weekly([1, 1, 0]) }, // 21
    ]);
    expect(summary).toEqual({
      departures: 4,
      alerted: 3,
      medianDays: 21,
      meanDays: 61 / 3,
      aheadShares: { '7': 0.75, '14': 0.5, '28': 0.25 },
    });
  });
});
