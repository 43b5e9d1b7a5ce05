import { beforeAll, describe, expect, it } from '@jest/globals';
import { createFeatureMatrix } from '../feature-matrix.js';
import { SeededRandom } from '../random.js';
import { type Cohort, RUN_LENGTH, seenCourses, unlikeAnySeen } from './familiarity.js';
import { type RiskModel, trainRiskModel } from './hazard.js';
import type { LandmarkOutcome } from './landmark-table.js';

const names = ['clicks', 'handed_in', 'noise'];

/** Learners of one run at one landmark: who hands in completes; some have no assessment due yet. */
function cohort(random: SeededRandom, { learners = 60, day = 28, runDays = 84, clicks = 1, due = 0.8 } = {}) {
  const columns: number[][] = [[], [], []];
  const completed: boolean[] = [];
  for (let learner = 0; learner < learners; learner++) {
    const diligence = random.uniform();
    columns[0]!.push(random.bernoulli(0.2) ? 0 : clicks * (5 + 40 * diligence));
    columns[1]!.push(random.bernoulli(due) ? diligence : NaN);
    columns[2]!.push(random.normal());
    completed.push(random.bernoulli(diligence));
  }
  const features = createFeatureMatrix(
    names,
    columns.map((column) => Float64Array.from(column)),
  );
  return { features, day: completed.map(() => day), runDays: completed.map(() => runDays), completed };
}

describe('a course unlike any seen', () => {
  let model: RiskModel;
  const asked = new SeededRandom(2);
  beforeAll(() => {
    const random = new SeededRandom(1);
    const runs = [70, 84, 98].flatMap((runDays, run) =>
      [14, 28, 56].map((day) => ({
        group: `run-${String(run)}`,
        landmarkDay: day,
        ...cohort(random, { day, runDays }),
      })),
    );
    const rows = runs.flatMap(({ group, landmarkDay, completed }) =>
      completed.map((one, i): LandmarkOutcome => ({
        group,
        learner: `${group}-${String(i)}`,
        landmarkDay,
        leftAfterDays: null,
        observedDays: 28,
        completed: one,
      })),
    );
    const all: Cohort = {
      features: createFeatureMatrix(
        names,
        names.map((_, column) =>
          Float64Array.from(runs.flatMap(({ features }) => [...features.columns[column]!])),
        ),
      ),
      day: rows.map(({ landmarkDay }) => landmarkDay),
      runDays: runs.flatMap(({ runDays }) => runDays),
    };
    model = {
      ...trainRiskModel({ features: all.features, rows }, { seed: 1, gbdt: { numIterations: 30 } }),
      seen: seenCourses(
        all,
        rows.map(({ group }) => group),
        ['clicks'],
      ),
    };
  });

  const why = (one: Cohort): string[] => unlikeAnySeen(model, one).end.map(({ what }) => what);

  it.each([
    ['of the same kind', {}],
    ['on a day that no landmark was on', { day: 40 }],
    ['with four times the clicks, and half as long', { clicks: 4, runDays: 40 }],
    ['with somewhat fewer assessments due', { due: 0.6 }],
  ])('is none %s', (_what, shape) => {
    expect(why(cohort(asked, shape))).toEqual([]);
  });

  it.each([
    ['a hundred times as many clicks', { clicks: 100 }, ['clicks']],
    ['a calendar ten times as long', { runDays: 840 }, [RUN_LENGTH]],
    ['a calendar ten times as short', { runDays: 8 }, [RUN_LENGTH]],
    ['none of the events that it leans on', { due: 0 }, ['handed_in']],
  ])('is one with %s', (_what, shape, figures) => {
    expect(why(cohort(asked, shape))).toEqual(figures);
  });

  it('says how far it lies off', () => {
    const [clicks] = unlikeAnySeen(model, cohort(asked, { clicks: 100 })).end;
    expect(clicks?.times).toBeGreaterThan(80);
    expect(clicks?.times).toBeLessThan(125);
    const [handedIn] = unlikeAnySeen(model, cohort(asked, { due: 0, learners: 400 })).end;
    expect(handedIn?.missing).toBeCloseTo(0.7, 1);
  });

  it('is judged by horizon: what is not asked for does not count', () => {
    // nobody's day of leaving is known: there is nothing that could be unlike
    expect(unlikeAnySeen(model, cohort(asked, { clicks: 100 }))['14']).toEqual([]);
  });

  it('is never said of few learners, nor by a model that has not kept what it saw', () => {
    expect(why(cohort(asked, { clicks: 100, learners: 19 }))).toEqual([]);
    const { hazard, end } = model;
    expect(unlikeAnySeen({ hazard, end }, cohort(asked, { clicks: 100 })).end).toEqual([]);
  });

  it('does not hang on the order of learners, and says the same after a trip through JSON', () => {
    const { features, day, runDays } = cohort(asked, { clicks: 100, due: 0 });
    const turned = {
      features: createFeatureMatrix(
        names,
        features.columns.map((column) => column.toReversed()),
      ),
      day,
      runDays,
    };
    const loaded = JSON.parse(JSON.stringify(model)) as RiskModel;
    expect(unlikeAnySeen(loaded, turned)).toEqual(unlikeAnySeen(model, { features, day, runDays }));
  });
});
