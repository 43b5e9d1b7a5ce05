import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFeatureMatrix, featureMatrixFromRows, selectRows } from '../feature-matrix.js';
import { expectedCalibrationError } from '../metrics/probability.js';
import { areaUnderRoc } from '../metrics/ranking.js';
import { logistic } from '../numeric.js';
import { SeededRandom } from '../random.js';
import { boostedScores } from './boosted-line.js';
import { explainRisk, riskContributions } from './explain/explain-risk.js';
import { predictRisk, recalibrateRisk, type RiskModel, trainRiskModel } from './hazard.js';
import type { LandmarkOutcome, LandmarkTable } from './landmark-table.js';

const WEEKS = 20;

/** Learners with a constant trait and a weekly mood that is seen at each landmark; both drive a known weekly hazard. */
function simulate(learners: number, seed: number, runs = 1): LandmarkTable & { truth: Float64Array } {
  const random = new SeededRandom(seed);
  const [trait, mood, noise]: [number[], number[], number[]] = [[], [], []];
  const rows: LandmarkOutcome[] = [];
  const truth: number[] = [];
  for (let learner = 0; learner < learners; learner++) {
    const drive = random.normal();
    const moods: number[] = [];
    let leftDay: number | null = null;
    for (let week = 0; week < WEEKS && leftDay === null; week++) {
      moods.push(0.7 * (moods.at(-1) ?? 0) + random.normal());
      if (random.bernoulli(logistic(-3.2 + 0.8 * drive + 0.6 * moods[week]!)))
        leftDay = week * 7 + random.integer(7);
    }
    const completed = leftDay === null && random.bernoulli(0.9);
    moods.forEach((value, week) => {
      trait.push(drive);
      mood.push(value);
      noise.push(random.normal());
      truth.push(logistic(-3.2 + 0.8 * drive + 0.6 * value));
      rows.push({
        group: `run-${String(learner % runs)}`,
        learner: `learner-${String(learner)}`,
        landmarkDay: week * 7,
        leftAfterDays: leftDay === null ? null : leftDay - week * 7,
        observedDays: (WEEKS - week) * 7,
        completed,
      });
    });
  }
  const columns = [trait, mood, noise].map((values) => Float64Array.from(values));
  return {
    features: createFeatureMatrix(['trait', 'mood', 'noise'], columns),
    rows,
    truth: Float64Array.from(truth),
  };
}

describe('the risk model', () => {
  const gbdt = { numIterations: 30, numLeaves: 8, learningRate: 0.1 };
  const test = simulate(500, 2);
  let model: RiskModel;
  beforeAll(() => {
    model = trainRiskModel(simulate(500, 1), { seed: 1, gbdt });
  });

  it('holds a feature to its direction, for every horizon', () => {
    // the town's trait raises the chance: held the other way it may move nothing, and never up
    const held = trainRiskModel(simulate(300, 1), { seed: 1, gbdt, directions: { trait: -1, mood: 1 } });
    const at = (trait: number, mood: number): number[] => {
      const chances = predictRisk(
        held,
        featureMatrixFromRows(['trait', 'mood', 'noise'], [[trait, mood, 0]]),
      );
      return [chances['7'], chances['28'], chances.end].map((one) => one!.p[0]!);
    };
    const steps = [-3, -1, 0, 1, 3];
    for (let step = 1; step < steps.length; step++)
      for (let horizon = 0; horizon < 3; horizon++) {
        const [before, after] = [steps[step - 1]!, steps[step]!];
        expect(at(after, 0)[horizon]).toBeLessThanOrEqual(at(before, 0)[horizon]!);
        expect(at(0, after)[horizon]).toBeGreaterThanOrEqual(at(0, before)[horizon]!);
      }
    expect(at(0, 3)[0]).toBeGreaterThan(at(0, -3)[0]!);
  });

  it('finds the true weekly hazard', () => {
    const { p } = predictRisk(model, test.features)['7']!;
    const error = p.reduce((sum, value, row) => sum + Math.abs(value - test.truth[row]!), 0) / p.length;
    expect(error).toBeLessThan(0.02);
  });

  it.each(['7', '14', '28'] as const)(
    'is calibrated and ranks on unseen learners, %s days ahead',
    (horizon) => {
      const days = Number(horizon);
      const followed = [...test.rows.keys()].filter((row) => test.rows[row]!.observedDays >= days);
      const labels = followed.map((row) => Number((test.rows[row]!.leftAfterDays ?? Infinity) < days));
      const { p } = predictRisk(model, test.features)[horizon]!;
      const chances = followed.map((row) => p[row]!);
      expect(expectedCalibrationError(labels, chances)).toBeLessThan(0.03);
      expect(areaUnderRoc(labels, chances)).toBeGreaterThan(0.68);
    },
  );

  it('never lets a chance fall with the horizon and keeps lower <= p <= upper', () => {
    const prediction = predictRisk(model, test.features);
    const [week, fortnight, month] = [prediction['7']!, prediction['14']!, prediction['28']!];
    const wrong = [...test.rows.keys()].filter((row) => {
      const inOrder = (['p', 'lower', 'upper'] as const).every(
        (name) => week[name][row]! <= fortnight[name][row]! && fortnight[name][row]! <= month[name][row]!,
      );
      const bounded = [week, fortnight, month, prediction.end!].every(
        ({ p, lower, upper }) =>
          0 <= lower[row]! && lower[row]! <= p[row]! && p[row]! <= upper[row]! && upper[row]! <= 1,
      );
      return !inOrder || !bounded;
    });
    expect(wrong).toEqual([]);
  });

  it('learns who does not complete', () => {
    const labels = test.rows.map(({ completed }) => Number(completed === false));
    expect(areaUnderRoc(labels, predictRisk(model, test.features).end!.p)).toBeGreaterThan(0.65);
  });

  it('explains the mean weekly log-odds of the horizon, additively', () => {
    const row = 5;
    const hazards = [1, 2].map((week) => {
      const values = test.features.columns.map((column) => column[row]!);
      const asked = featureMatrixFromRows([...test.features.names, 'week_ahead'], [[...values, week]]);
      return boostedScores(model.hazard!, asked)[0]!;
    });
    const { rawScore, baseValue, contributions } = explainRisk(model, test.features, row, '14');
    expect(rawScore).toBeCloseTo((hazards[0]! + hazards[1]!) / 2, 9);
    expect(contributions.reduce((sum, { contribution }) => sum + contribution, baseValue)).toBeCloseTo(
      rawScore,
      12,
    );
    expect(contributions.map(({ feature }) => feature).sort()).toEqual(['mood', 'noise', 'trait']);
  });

  it('explains many rows at once as each alone', () => {
    for (const horizon of ['28', 'end'] as const) {
      const all = riskContributions(model, test.features, horizon);
      for (const row of [0, 7, test.rows.length - 1]) {
        const { baseValue, contributions } = explainRisk(model, test.features, row, horizon);
        expect(all.baseValues[row]).toBeCloseTo(baseValue, 12);
        for (const { feature, contribution } of contributions)
          expect(all.contributions[model.featureNames.indexOf(feature)]![row]).toBeCloseTo(contribution, 12);
      }
    }
  });

  it('names the features that matter, with their direction and value', () => {
    const matrix = featureMatrixFromRows(['noise', 'mood', 'trait'], [[0, 0, 2.5]]);
    for (const horizon of ['7', '28', 'end'] as const) {
      const [first] = explainRisk(model, matrix, 0, horizon).contributions;
      expect(first).toMatchObject({ feature: 'trait', value: 2.5 });
      expect(first!.contribution).toBeGreaterThan(0);
    }
  });

  it('says the same after a trip through JSON', () => {
    const loaded = JSON.parse(JSON.stringify(model)) as RiskModel;
    expect(predictRisk(loaded, test.features)).toEqual(predictRisk(model, test.features));
  });

  it('counts what it was trained on', () => {
    expect(model.trainedOn).toMatchObject({ learners: 500, groups: 1 });
    expect(model.trainedOn.departures).toBeGreaterThan(200);
  });
});

describe('tables that cannot be learnt from', () => {
  it('are refused where nobody left and nobody is known to have completed', () => {
    const { features, rows } = simulate(60, 3);
    const staying = rows.map((row) => ({ ...row, leftAfterDays: null, completed: null }));
    expect(() => trainRiskModel({ features, rows: staying }, { seed: 1 })).toThrow('nothing can be learnt');
  });

  it('are refused with fewer runs than folds, where runs are to be kept apart', () => {
    expect(() => trainRiskModel(simulate(60, 3), { seed: 1, foldBy: 'group' })).toThrow(
      '4 folds need as many groups, there are 1',
    );
  });

  it('are refused with fewer than ten learners who left, and learnt from with ten', () => {
    const { features, rows } = simulate(200, 3);
    const leavers = [
      ...new Set(rows.filter((row) => row.leftAfterDays !== null).map(({ learner }) => learner)),
    ];
    const withLeavers = (most: number) => {
      const left = new Set(leavers.slice(most));
      const kept = Int32Array.from(rows.keys()).filter((row) => !left.has(rows[row]!.learner));
      return {
        features: selectRows(features, kept),
        rows: Array.from(kept, (row) => ({ ...rows[row]!, completed: null })),
      };
    };
    expect(() => trainRiskModel(withLeavers(9), { seed: 1 })).toThrow(
      'fewer than 10 learners were seen to leave',
    );
    const learnt = trainRiskModel(withLeavers(10), { seed: 1 });
    expect(learnt.trainedOn.departures).toBe(10);
    expect(learnt.hazard).not.toBeNull();
  });

  it('give a chance of completing alone where no day of leaving is known', () => {
    const { features, rows } = simulate(200, 4, 5);
    const undated = rows.map((row) => ({ ...row, leftAfterDays: null }));
    const model = trainRiskModel({ features, rows: undated }, { seed: 1, gbdt: { numIterations: 5 } });
    expect(model.hazard).toBeNull();
    expect(predictRisk(model, features)).toMatchObject({ '7': null, '14': null, '28': null });
    expect(predictRisk(model, features).end?.p).toHaveLength(rows.length);
    expect(() => explainRisk(model, features, 0, '14')).toThrow('has not learnt who leaves when');
  });

  it('give no chance of a horizon that nobody was followed for', () => {
    const { features, rows } = simulate(200, 4, 5);
    const short = rows.map((row) => ({
      ...row,
      observedDays: Math.min(row.observedDays, 20),
      leftAfterDays: row.leftAfterDays !== null && row.leftAfterDays <= 20 ? row.leftAfterDays : null,
    }));
    const model = trainRiskModel({ features, rows: short }, { seed: 1, gbdt: { numIterations: 5 } });
    const prediction = predictRisk(model, features);
    expect(prediction['14']).not.toBeNull();
    expect(prediction['28']).toBeNull();
  });

  it('give no chance of completing where completion is not known', () => {
    const { features, rows } = simulate(200, 4, 5);
    const unknown = rows.map((row) => ({ ...row, completed: null }));
    const model = trainRiskModel({ features, rows: unknown }, { seed: 1, gbdt: { numIterations: 5 } });
    expect(predictRisk(model, features).end).toBeNull();
    expect(() => explainRisk(model, features, 0, 'end')).toThrow('has not learnt who completes');
  });
});

describe('a risk model that is recalibrated', () => {
  const gbdt = { numIterations: 10, numLeaves: 4 };
  const model = trainRiskModel(simulate(500, 1), { seed: 1, gbdt });
  const later = simulate(400, 3);
  const everySecond = (learner: string): boolean => Number(learner.slice('learner-'.length)) % 2 === 0;
  /** Of those who left, every second one stays: half as many leave, whatever their figures. */
  const drifted = {
    ...later,
    rows: later.rows.map((row) => (everySecond(row.learner) ? { ...row, leftAfterDays: null } : row)),
  };

  it('says what came of later learners, in the order that it had', () => {
    const fresh = recalibrateRisk(model, drifted);
    const followed = [...drifted.rows.keys()].filter((row) => drifted.rows[row]!.observedDays >= 14);
    const labels = followed.map((row) => Number((drifted.rows[row]!.leftAfterDays ?? Infinity) < 14));
    const [was, is] = [model, fresh].map((one) => {
      const { p } = predictRisk(one, drifted.features)['14']!;
      return followed.map((row) => p[row]!);
    });
    expect(expectedCalibrationError(labels, was!)).toBeGreaterThan(0.04);
    expect(expectedCalibrationError(labels, is!)).toBeLessThan(0.02);
    expect(areaUnderRoc(labels, is!)).toBeCloseTo(areaUnderRoc(labels, was!), 3);
    expect(fresh.end).toBe(model.end);
  });

  it('keeps a horizon of which too little has been seen', () => {
    const seenFor = (days: number) => ({
      ...drifted,
      rows: drifted.rows.map((row) => ({ ...row, observedDays: Math.min(row.observedDays, days) })),
    });
    const { calibration } = recalibrateRisk(model, seenFor(14));
    expect(calibration['28']).toBe(model.calibration['28']);
    expect(calibration['14']).not.toEqual(model.calibration['14']);
    expect(recalibrateRisk(model, seenFor(0))).toEqual(model);
  });
});
