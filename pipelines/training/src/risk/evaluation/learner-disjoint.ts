import type { BilingualText, Horizon } from '#libs/contracts';
import {
  figuresOf,
  nestedResamples,
  percentileInterval,
  rankOutcomes,
  type LandmarkTable,
  type RiskModel,
} from '#libs/models';
import { filterLandmarks } from '../join-landmarks.js';
import { learnRisk } from '../train-risk.js';
import { snowlight } from './contestants.js';
import { entriesOf, REPLICATES, type Entry, type Rows } from './judge-cell.js';
import type {
  DisjointCell,
  DisjointChange,
  DisjointFigures,
  DisjointPart,
  Estimate,
  LearnerDisjoint,
} from './report.js';
import { horizonName } from './split.js';
import { LEAST_GROUP } from './subgroups.js';

/** What the headline tested, and the chances that it gave. */
export interface Headline {
  readonly cell: Rows;
  readonly entry: Entry;
}

/**
 * How much of the headline remains of a model that has met none of the people whom it is tested on. The rows of whoever
 * is in both are left out of training, and the model is learnt anew by the same rule.
 *
 * Left out of training, and not of the test: who comes again is another population than who is new (other courses, other
 * chances to leave), so that a test without them would change by who is tested as much as by who is known. Here the same
 * rows are tested twice, and differences are taken over the same resamples. They hold what a smaller training set costs, too;
 * how much that is, those who are new tell, whom the first model did not know either: what knowing the learners was worth is
 * the change of those who are in both minus theirs (difference in differences).
 */
export function learnerDisjoint(
  training: LandmarkTable,
  test: LandmarkTable,
  headlines: readonly Headline[],
  seed: number,
): LearnerDisjoint {
  const tested = peopleOf(test);
  const known = new Set([...peopleOf(training)].filter((learner) => tested.has(learner)));
  const kept = filterLandmarks(training, ({ learner }) => !known.has(learner));
  const learners = { train: peopleOf(training).size, test: tested.size, both: known.size };
  const model = learners.both === 0 ? disjointAlready : learntFrom(kept, seed);
  if (!('featureNames' in model)) return { learners, unjudged: [model], cells: [] };
  const contestant = snowlight(model);
  const judged = headlines.map(({ cell, entry }): DisjointCell | Horizon => {
    const [anew] = entriesOf([contestant], cell);
    return anew === undefined ? cell.horizon : compared(cell, [entry.chances, anew.chances], known, seed);
  });
  return {
    learners,
    unjudged: [...new Set(judged.filter((one) => typeof one === 'string'))].map(notLearnt),
    cells: judged.filter((one) => typeof one !== 'string'),
  };
}

const peopleOf = ({ rows }: LandmarkTable): Set<string> => new Set(rows.map(({ learner }) => learner));

const disjointAlready: BilingualText = {
  zh: '没有学员既在训练数据又在测试数据里:上面的结果本身就是学员不重叠的检验',
  en: 'no learner is in both: what stands above is a learner-disjoint test already',
};

const notLearnt = (horizon: Horizon): BilingualText => {
  const { zh, en } = horizonName(horizon);
  return { zh: `${zh}:没有这些学员就未能学得`, en: `${en}: not learnt without them` };
};

/** Why, where nothing can be learnt. */
function learntFrom(kept: LandmarkTable, seed: number): RiskModel | BilingualText {
  if (kept.rows.length === 0)
    return {
      zh: '训练数据里的学员全都在测试数据里:去掉他们就无从训练',
      en: 'everybody who was learnt from is tested: without them there is nothing to learn from',
    };
  try {
    return learnRisk(kept, seed).model;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { zh: `去掉他们后不足以训练:${error.message}`, en: `without them: ${error.message}` };
  }
}

type Chances = readonly [headline: Float64Array, disjoint: Float64Array];

function compared(cell: Rows, chances: Chances, known: ReadonlySet<string>, seed: number): DisjointCell {
  const { day, horizon, learners } = cell;
  const everybody = [...cell.labels.keys()];
  const isKnown = (row: number): boolean => known.has(learners[row]!.learner);
  const all = partOf(cell, chances, everybody);
  const [ofKnown, ofNew] = [isKnown, (row: number) => !isKnown(row)].map((is) =>
    partOf(cell, chances, everybody.filter(is)),
  );
  const drawn = [...nestedResamples(learners, { seed, replicates: REPLICATES })];
  const said = (part: Part): DisjointPart => ({ ...part.figures, change: estimated(part.change, drawn) });
  return {
    day,
    horizon,
    all: said(all),
    // both or neither: of two parts one gives the other away
    parts:
      tells(ofKnown!) && tells(ofNew!)
        ? {
            known: said(ofKnown!),
            new: said(ofNew!),
            knowing: estimated((weights) => minus(ofKnown!.change(weights), ofNew!.change(weights)), drawn),
          }
        : null,
  };
}

interface Part {
  readonly figures: Omit<DisjointPart, 'change'>;
  /** `weights`: how often each row of the cell counts; once where left out. */
  readonly change: (weights?: Float64Array) => DisjointFigures;
}

function partOf(cell: Rows, chances: Chances, rows: readonly number[]): Part {
  const labels = rows.map((row) => cell.labels[row]!);
  const [headline, disjoint] = chances.map((of) =>
    judgedBy(
      labels,
      rows.map((row) => of[row]!),
    ),
  );
  return {
    figures: {
      learners: labels.length,
      positives: labels.filter((label) => label === 1).length,
      headline: headline!(),
      disjoint: disjoint!(),
    },
    change(weights) {
      const own = weights && Float64Array.from(rows, (row) => weights[row]!);
      return minus(disjoint!(own), headline!(own));
    },
  };
}

const tells = ({ figures: { learners, positives } }: Part): boolean =>
  Math.min(positives, learners - positives) >= LEAST_GROUP;

const minus = (a: DisjointFigures, b: DisjointFigures): DisjointFigures => ({
  auc: a.auc - b.auc,
  brier: a.brier - b.brier,
  calibrationError: a.calibrationError - b.calibrationError,
});

function estimated(of: Part['change'], drawn: readonly Float64Array[]): DisjointChange {
  const whole = of();
  const resampled = drawn.map(of);
  const estimate = (name: keyof DisjointChange): Estimate => ({
    value: whole[name],
    ...percentileInterval(resampled.map((one) => one[name])),
  });
  return { auc: estimate('auc'), brier: estimate('brier') };
}

/** Ranked once; without the calibration line, which would be fitted anew for each resample. */
function judgedBy(
  labels: readonly number[],
  chances: readonly number[],
): (weights?: Float64Array) => DisjointFigures {
  const ranked = { ...rankOutcomes(labels, chances), lines: null };
  return (weights) => {
    const { auc, brier, calibrationError } = figuresOf(ranked, [], weights);
    return { auc, brier, calibrationError };
  };
}
