import type { BilingualText, Horizon } from '#libs/contracts';
import { selectRows, type LandmarkTable } from '#libs/models';
import { learnRisk } from '../train-risk.js';
import { logisticRegression, sevenDayRule, snowlight, type Contestant } from './contestants.js';
import { cellOf, entriesOf, judgeCell, type Cell, type Entry } from './judge-cell.js';
import type { EvaluationRow, LeaveOneOut, RunFigures } from './report.js';
import { learnersOf } from './split.js';

export interface LeaveOneOutOptions {
  readonly runs: readonly string[];
  readonly horizons: readonly Horizon[];
  readonly atDays: readonly number[];
  /** Days that are learnt from. */
  readonly trainingOffsets: readonly number[];
  readonly seed: number;
}

type Judged = LeaveOneOut['runs'][number];
interface Tested {
  readonly cell: Cell;
  readonly entries: readonly Entry[];
}

/**
 * Each run tested by models that learnt from all others: how far figures go apart from run to run, at the price that
 * later runs teach what is tested earlier. Comparable with papers that group folds by presentation; no headline.
 */
export function leaveOneOut(all: LandmarkTable, options: LeaveOneOutOptions): LeaveOneOut {
  const tested: Tested[] = [];
  const runs = options.runs.map((run): Judged => {
    const own = part(all, ({ group }) => group === run);
    const learners = learnersOf(own);
    const contestants = learntFrom(
      part(all, ({ group, landmarkDay }) => group !== run && options.trainingOffsets.includes(landmarkDay)),
      options.seed,
    );
    if (!Array.isArray(contestants)) return { run, learners, unjudged: contestants, rows: [] };
    const cells = options.atDays.flatMap((day) =>
      options.horizons.flatMap((horizon): Tested[] => {
        const cell = cellOf(own, horizon, day);
        return cell === null ? [] : [{ cell, entries: entriesOf(contestants, cell) }];
      }),
    );
    tested.push(...cells);
    return {
      run,
      learners,
      unjudged:
        cells.length > 0
          ? null
          : {
              zh: '所问各天没有两种结局并存的学员',
              en: 'at no day asked for were there learners of both outcomes',
            },
      rows: cells.flatMap(({ cell, entries }) =>
        judgeCell(cell, entries, options.seed).rows.map(figuresOfRun),
      ),
    };
  });
  return { runs, pooled: pooled(tested, options.seed) };
}

/** Why, where nothing can be learnt. */
function learntFrom(training: LandmarkTable, seed: number): Contestant[] | BilingualText {
  try {
    const { model } = learnRisk(training, seed);
    return [snowlight(model), logisticRegression(training), sevenDayRule(training)];
  } catch (error) {
    if (error instanceof RangeError) return { zh: `其余课程不足以训练:${error.message}`, en: error.message };
    throw error;
  }
}

const figuresOfRun = (row: EvaluationRow): RunFigures => ({
  day: row.day,
  horizon: row.horizon,
  method: row.method,
  learners: row.learners,
  positives: row.positives,
  auc: row.auc,
  averagePrecision: row.averagePrecision,
  brier: row.brier,
  calibrationError: row.calibrationError,
});

function part(
  { features, rows }: LandmarkTable,
  keep: (row: LandmarkTable['rows'][number]) => boolean,
): LandmarkTable {
  const kept = Int32Array.from(rows.keys()).filter((row) => keep(rows[row]!));
  return { features: selectRows(features, kept), rows: Array.from(kept, (row) => rows[row]!) };
}

/** Chances of all runs in one ranking: what a list over all of them would hold. */
function pooled(tested: readonly Tested[], seed: number): EvaluationRow[] {
  const byQuestion = new Map<string, Tested[]>();
  for (const one of tested) {
    const key = `${String(one.cell.day)} ${one.cell.horizon}`;
    byQuestion.set(key, [...(byQuestion.get(key) ?? []), one]);
  }
  return [...byQuestion.values()].flatMap((parts) => {
    const labels = parts.flatMap(({ cell }) => cell.labels);
    const silent = parts.reduce((sum, { cell }) => sum + cell.ruleVolume * cell.labels.length, 0);
    const whole: Cell = {
      day: parts[0]!.cell.day,
      horizon: parts[0]!.cell.horizon,
      labels,
      learners: parts.flatMap(({ cell }) => cell.learners),
      ruleVolume: silent / labels.length,
    };
    // a method that could not learn the horizon without some run has no chances there, and no pooled figure
    const entries = parts[0]!.entries.flatMap(({ method }): Entry[] => {
      const own = parts.map(({ entries: of }) => of.find((one) => one.method === method)?.chances);
      return own.some((chances) => chances === undefined)
        ? []
        : [{ method, chances: Float64Array.from(own.flatMap((chances) => [...chances!])) }];
    });
    return judgeCell(whole, entries, seed).rows;
  });
}
