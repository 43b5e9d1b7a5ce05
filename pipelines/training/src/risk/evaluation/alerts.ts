import type { Horizon } from '#libs/contracts';
import {
  alertChurn,
  nestedResamples,
  percentileInterval,
  summariseLeadTime,
  type AlertHistory,
  type DepartureAlerts,
  type LandmarkTable,
  type LeadTime,
  type Nested,
} from '#libs/models';
import { isSilent, type Contestant } from './contestants.js';
import { capacities, REPLICATES } from './judge-cell.js';
import type { MethodChurn, MethodLeadTime } from './report.js';

/** Alerts at weekly landmarks: in each run, on each day, the highest chances. */
export interface AlertedRun extends AlertHistory, Nested {
  /** Day of the learner's clock on which the learner left; null = was not seen to leave. */
  readonly departureDay: number | null;
}

/** How lead times and churn are counted: chances of 14 days, or what was learnt in their place. */
export function alertHorizonOf([snowlight]: readonly Contestant[], { features }: LandmarkTable): Horizon {
  return snowlight!.chances('14', features) === null ? 'end' : '14';
}

export interface JudgedAlerts {
  readonly leadTimes: MethodLeadTime[];
  readonly churn: MethodChurn[];
}

/** Lead time of as many alerts as the 7-day rule raises, and how much lists change from week to week. */
export function judgeAlerts(
  contestants: readonly Contestant[],
  test: LandmarkTable,
  horizon: Horizon,
  seed: number,
): JudgedAlerts {
  const judged: JudgedAlerts = { leadTimes: [], churn: [] };
  for (const one of contestants) {
    const isRule = one.name === '7-day rule';
    const chances = isRule
      ? Float64Array.from(isSilent(test.features), Number)
      : one.chances(horizon, test.features);
    if (chances === null) continue;
    // the rule tells two kinds of learners apart: it has its own list and no other
    const lengths = isRule ? (['rule volume'] as const) : ['rule volume' as const, ...capacities];
    for (const at of lengths) {
      const histories = alertedRuns(test, chances, at);
      if (at === 'rule volume') judged.leadTimes.push({ method: one.name, ...leadTimeOf(histories, seed) });
      judged.churn.push({ method: one.name, at, ...churnOf(histories, seed) });
    }
  }
  return judged;
}

/** Every learner of a run with the weekly landmarks of the learner, and whether an alert was on at each. */
export function alertedRuns(test: LandmarkTable, chances: Float64Array, at: MethodChurn['at']): AlertedRun[] {
  const silent = isSilent(test.features);
  const weekly = [...test.rows.keys()].filter((row) => test.rows[row]!.landmarkDay % 7 === 0);
  const alerted = new Set<number>();
  for (const rows of grouped(weekly, (row) => keyOf(test.rows[row]!.group, test.rows[row]!.landmarkDay))) {
    const length =
      at === 'rule volume'
        ? rows.filter((row) => silent[row]).length
        : Math.max(1, Math.round(rows.length * at));
    for (const row of [...rows].sort((a, b) => chances[b]! - chances[a]!).slice(0, length)) alerted.add(row);
  }
  return grouped(weekly, (row) => keyOf(test.rows[row]!.group, test.rows[row]!.learner)).map((rows) => {
    const own = rows.map((row) => test.rows[row]!);
    const left = own.find(({ leftAfterDays }) => leftAfterDays !== null);
    return {
      run: own[0]!.group,
      learner: own[0]!.learner,
      departureDay: left === undefined ? null : left.landmarkDay + left.leftAfterDays!,
      landmarks: rows
        .map((row) => ({ day: test.rows[row]!.landmarkDay, alerted: alerted.has(row) }))
        .sort((a, b) => a.day - b.day),
    };
  });
}

const keyOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

function grouped(rows: readonly number[], key: (row: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const row of rows) {
    const own = groups.get(key(row));
    if (own === undefined) groups.set(key(row), [row]);
    else own.push(row);
  }
  return [...groups.values()];
}

function leadTimeOf(
  histories: readonly AlertedRun[],
  seed: number,
): Pick<MethodLeadTime, 'lead' | 'intervals'> {
  const departures = histories.filter(
    (one): one is AlertedRun & DepartureAlerts => one.departureDay !== null,
  );
  const drawn = Array.from(nestedResamples(departures, { seed, replicates: REPLICATES }), (weights) =>
    summariseLeadTime(departures.flatMap((one, i) => Array<DepartureAlerts>(weights[i]!).fill(one))),
  );
  const interval = (of: (lead: LeadTime) => number) => percentileInterval(drawn.map(of));
  return {
    lead: summariseLeadTime(departures),
    intervals: {
      alertedShare: interval(({ alerted, departures: all }) => alerted / all),
      medianDays: interval(({ medianDays }) => medianDays),
      ahead7: interval(({ aheadShares }) => aheadShares['7']),
      ahead14: interval(({ aheadShares }) => aheadShares['14']),
      ahead28: interval(({ aheadShares }) => aheadShares['28']),
    },
  };
}

function churnOf(histories: readonly AlertedRun[], seed: number): Pick<MethodChurn, 'churn' | 'interval'> {
  return {
    churn: alertChurn(histories),
    interval: percentileInterval(
      Array.from(
        nestedResamples(histories, { seed, replicates: REPLICATES }),
        (weights) => alertChurn(histories, weights).share,
      ),
    ),
  };
}
