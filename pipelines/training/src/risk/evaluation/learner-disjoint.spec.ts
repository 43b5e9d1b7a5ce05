import { describe, expect, it } from '@jest/globals';
import {
  createFeatureMatrix,
  SeededRandom,
  type LandmarkOutcome,
  type LandmarkTable,
  type RiskModel,
} from '#libs/models';
import { learnRisk } from '../train-risk.js';
import { snowlight } from './contestants.js';
import { cellOf, entriesOf } from './judge-cell.js';
import { learnerDisjoint } from './learner-disjoint.js';
import type { DisjointCell } from './report.js';

const HABITS = 25;
const DAYS = [7, 14, 21, 28];
const SEED = 1;

interface Person {
  readonly name: string;
  readonly habits: readonly number[];
  readonly completes: boolean;
}

/** The first habit tells of everybody who completes; the others tell of nobody, but a person keeps them. */
function people(from: number, count: number): Person[] {
  const random = new SeededRandom(1000 + from);
  return Array.from({ length: count }, (_, index) => {
    const habits = Array.from({ length: HABITS }, () => random.normal());
    return again({ name: `person-${String(from + index)}`, habits, completes: false }, random);
  });
}

/** The same person in a run in which luck is drawn anew. */
const again = (one: Person, random: SeededRandom): Person => ({
  ...one,
  completes: random.bernoulli(1 / (1 + Math.exp(-1.5 * one.habits[0]!))),
});

/** Each of them in one run, with every landmark alike. */
function runOf(group: string, of: readonly Person[]): LandmarkTable {
  const rows = of.flatMap((one) => DAYS.map((landmarkDay) => ({ one, landmarkDay })));
  return {
    features: createFeatureMatrix(
      ['days_since_last', ...Array.from({ length: HABITS }, (_, habit) => `habit_${String(habit)}`)],
      [
        new Float64Array(rows.length),
        ...Array.from({ length: HABITS }, (_, habit) =>
          Float64Array.from(rows, ({ one }) => one.habits[habit]!),
        ),
      ],
    ),
    rows: rows.map(({ one: { name, completes }, landmarkDay }): LandmarkOutcome => ({
      group,
      learner: name,
      landmarkDay,
      leftAfterDays: null,
      observedDays: 35 - landmarkDay,
      completed: completes,
    })),
  };
}

function learnt(from: readonly Person[]): { readonly training: LandmarkTable; readonly model: RiskModel } {
  const training = runOf('past', from);
  return { training, model: learnRisk(training, SEED).model };
}

function checked(
  { training, model }: ReturnType<typeof learnt>,
  later: readonly Person[],
): ReturnType<typeof learnerDisjoint> {
  const test = runOf('later', later);
  const cell = cellOf(test, 'end', 14)!;
  const [entry] = entriesOf([snowlight(model)], cell);
  return learnerDisjoint(training, test, [{ cell, entry: entry! }], SEED);
}

const oncePast = people(0, 300);
const inBoth = people(400, 120);
const newcomers = people(600, 120);
const past = learnt([...oncePast, ...inBoth]);

describe('learnerDisjoint', () => {
  it('shows what a headline owes to knowing the learners, and that new ones owe nothing', () => {
    // whoever completed the first time does so again: learnt by heart, habits foretell it
    const { learners, cells, unjudged } = checked(past, [...inBoth, ...newcomers]);
    expect(learners).toEqual({ train: 420, test: 240, both: 120 });
    expect(unjudged).toEqual([]);
    const [{ all, parts }] = cells as [DisjointCell];
    const { known, new: fresh, knowing } = parts!;
    expect([all.learners, known.learners, fresh.learners]).toEqual([240, 120, 120]);
    expect(known.positives + fresh.positives).toBe(all.positives);
    expect(known.headline.auc).toBeGreaterThan(0.8);
    expect(known.change.auc.upper).toBeLessThan(-0.05);
    expect(known.change.brier.lower).toBeGreaterThan(0);
    expect(knowing.auc.upper).toBeLessThan(0);
    expect(knowing.auc.value).toBeCloseTo(known.change.auc.value - fresh.change.auc.value, 12);
    expect(all.change.auc.upper).toBeLessThan(0);
    expect(all.change.auc.value).toBeCloseTo(all.disjoint.auc - all.headline.auc, 12);
  });

  it('shows nothing of the kind where a person comes again with other luck', () => {
    const random = new SeededRandom(7);
    const { cells } = checked(past, [...inBoth.map((one) => again(one, random)), ...newcomers]);
    const [{ parts }] = cells as [DisjointCell];
    for (const { lower, upper } of Object.values(parts!.knowing)) {
      expect(lower).toBeLessThan(0);
      expect(upper).toBeGreaterThan(0);
    }
  });

  it('says that a test of people who are all new is one already', () => {
    const { learners, cells, unjudged } = checked(past, newcomers);
    expect(learners.both).toBe(0);
    expect(cells).toEqual([]);
    expect(unjudged.map(({ en }) => en)).toEqual([expect.stringContaining('learner-disjoint test already')]);
  });

  it('says where nobody is left to learn from, or too few', () => {
    const everybody = checked(learnt(inBoth), [...inBoth, ...newcomers]);
    expect(everybody).toMatchObject({ learners: { both: 120 }, cells: [] });
    expect(everybody.unjudged[0]!.en).toContain('nothing to learn from');
    const few = checked(learnt([...oncePast.slice(0, 12), ...inBoth]), [...inBoth, ...newcomers]);
    expect(few.cells).toEqual([]);
    expect(few.unjudged[0]!.en).toContain('without them: ');
  });

  it('tells no small part from the rest, since one gives the other away', () => {
    const { learners, cells } = checked(past, [...inBoth.slice(0, 12), ...newcomers]);
    expect(learners.both).toBe(12);
    expect(cells.map(({ parts }) => parts)).toEqual([null]);
  });
});
