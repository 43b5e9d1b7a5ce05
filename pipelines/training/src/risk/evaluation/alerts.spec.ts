import { describe, expect, it } from '@jest/globals';
import { createFeatureMatrix, type LandmarkTable } from '#libs/models';
import { alertedRuns, judgeAlerts } from './alerts.js';

/** Per learner and week: days since the last activity, and the chance that a method gives. */
const weeks: Record<string, readonly (readonly [silent: number, chance: number])[]> = {
  // seen by the method at once, by the rule never; gone on day 25
  early: [
    [1, 0.9],
    [1, 0.9],
    [1, 0.9],
  ],
  // a pause that ends: the rule's one alert
  pauses: [
    [1, 0.1],
    [8, 0.3],
    [1, 0.1],
  ],
  stays: [
    [0, 0.2],
    [0, 0.2],
    [8, 0.2],
  ],
};

const rows = Object.entries(weeks).flatMap(([learner, own]) =>
  own.map(([silent, chance], week) => ({ learner, silent, chance, landmarkDay: 7 * (week + 1) })),
);
const test: LandmarkTable = {
  features: createFeatureMatrix(
    ['days_since_last', 'chance'],
    [Float64Array.from(rows, ({ silent }) => silent), Float64Array.from(rows, ({ chance }) => chance)],
  ),
  rows: rows.map(({ learner, landmarkDay }) => ({
    group: 'r',
    learner,
    landmarkDay,
    leftAfterDays: learner === 'early' ? 25 - landmarkDay : null,
    observedDays: 60,
    completed: learner !== 'early',
  })),
};

describe('alertedRuns', () => {
  it('lists as many at each landmark as the rule does, highest chances first', () => {
    const listed = alertedRuns(test, Float64Array.from(test.features.columns[1]!), 'rule volume');
    // the rule: nobody, one, one
    expect(
      listed.map(({ learner, landmarks }) => [learner, landmarks.map(({ alerted }) => alerted)]),
    ).toEqual([
      ['early', [false, true, true]],
      ['pauses', [false, false, false]],
      ['stays', [false, false, false]],
    ]);
    expect(listed[0]!.departureDay).toBe(25);
  });

  it('lists a share of those who are in, at least one', () => {
    const listed = alertedRuns(test, Float64Array.from(test.features.columns[1]!), 0.05);
    expect(listed[0]!.landmarks.map(({ alerted }) => alerted)).toEqual([true, true, true]);
  });
});

describe('judgeAlerts', () => {
  const judged = judgeAlerts(
    [
      { name: 'snowlight', chances: (_, { columns }) => Float64Array.from(columns[1]!) },
      { name: 'logistic regression', chances: () => null },
      { name: '7-day rule', chances: () => null },
    ],
    test,
    '14',
    1,
  );

  it('gives lead times of each method that has chances, and of the rule', () => {
    expect(judged.leadTimes.map(({ method, lead }) => [method, lead.departures, lead.alerted])).toEqual([
      ['snowlight', 1, 1],
      ['7-day rule', 1, 0],
    ]);
    // first alert on day 14 that was on again on day 21; gone on day 25
    expect(judged.leadTimes[0]!.lead.medianDays).toBe(11);
  });

  it('gives churn at the rule’s volume and at shares, of the rule at its own alone', () => {
    expect(judged.churn.map(({ method, at }) => [method, at])).toEqual([
      ['snowlight', 'rule volume'],
      ['snowlight', 0.05],
      ['snowlight', 0.1],
      ['snowlight', 0.2],
      ['7-day rule', 'rule volume'],
    ]);
    // "pauses" in week 2, "stays" in week 3: both new
    expect(judged.churn.at(-1)!.churn).toEqual({ alerts: 2, changed: 2, share: 1 });
    expect(judged.churn[1]!.churn).toEqual({ alerts: 2, changed: 0, share: 0 });
  });
});
