import { describe, expect, it } from '@jest/globals';
import { SeededRandom } from '../random.js';
import { alertChurn, type AlertHistory } from './alert-churn.js';

const weekly = (alerts: readonly number[], firstDay = 7): AlertHistory => ({
  landmarks: alerts.map((alert, week) => ({ day: firstDay + week * 7, alerted: alert === 1 })),
});

describe('alertChurn', () => {
  it('is the share of a list that was not on the one of the week before', () => {
    // week 2: a, b on, b new; week 3: b, c on, c new
    const churn = alertChurn([weekly([1, 1, 0]), weekly([0, 1, 1]), weekly([0, 0, 1]), weekly([0, 0, 0])]);
    expect(churn).toEqual({ alerts: 4, changed: 2, share: 0.5 });
  });

  it('counts nobody who was in at one of the two landmarks alone', () => {
    // registered later, alerted at once; and one who left while on the list
    expect(alertChurn([weekly([1], 14), weekly([1])])).toEqual({ alerts: 0, changed: 0, share: NaN });
  });

  it('compares no landmarks that are further apart than a week', () => {
    const apart: AlertHistory = {
      landmarks: [
        { day: 7, alerted: false },
        { day: 35, alerted: true },
      ],
    };
    expect(alertChurn([apart]).alerts).toBe(0);
  });

  it('is 0 for a list that stays, about 1 - capacity for one that is drawn anew', () => {
    const random = new SeededRandom(1);
    const drawn = Array.from({ length: 2000 }, () =>
      weekly(Array.from({ length: 10 }, () => Number(random.bernoulli(0.2)))),
    );
    expect(alertChurn(drawn).share).toBeCloseTo(0.8, 1);
    expect(alertChurn([weekly([1, 1, 1]), weekly([0, 0, 0])]).share).toBe(0);
  });

  it('counts a history as often as it weighs', () => {
    const histories = [weekly([1, 1]), weekly([0, 1])];
    expect(alertChurn(histories, Float64Array.of(3, 1)).share).toBe(0.25);
  });
});
