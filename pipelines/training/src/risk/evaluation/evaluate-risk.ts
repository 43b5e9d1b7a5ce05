import { horizons, type BilingualText, type Horizon } from '#libs/contracts';
import type { ClickHouse } from '#libs/clickhouse';
import { resamplingUnit, type LandmarkTable, type RiskModel } from '#libs/models';
import { storeLabels, type LabelRule } from '../outcome.js';
import { findRuns, readLandmarks } from '../read-landmarks.js';
import type { RunFacts } from '../run-facts.query.js';
import { learnRisk, trainingOffsets } from '../train-risk.js';
import { alertHorizonOf, judgeAlerts } from './alerts.js';
import {
  logisticRegression,
  previousModel,
  sevenDayRule,
  snowlight,
  type Contestant,
} from './contestants.js';
import { cellOf, entriesOf, judgeCell, REPLICATES } from './judge-cell.js';
import { learnerDisjoint } from './learner-disjoint.js';
import { leaveOneOut } from './leave-one-out.js';
import type { EvaluationReport, LeaveOneOut } from './report.js';
import { horizonName, learnersOf, periodOf, splitOf, unjudged } from './split.js';
import { auditSubgroups, type DemographicsOfRun } from './subgroups.js';

/** A model that was made before, to stand beside the one that is evaluated. */
export interface PreviousModel {
  readonly version: string;
  readonly model: RiskModel;
  /** Horizons of which it says nothing. */
  readonly unlearnt: readonly Horizon[];
  /** What a reader must know of it: that it has seen what is tested, that figures are counted otherwise by now. */
  readonly notes: readonly BilingualText[];
}

export interface RiskEvaluation {
  readonly tenant: string;
  readonly trainRuns: readonly string[];
  readonly testRuns: readonly string[];
  /** Days of the learner's own clock. */
  readonly atDays: readonly number[];
  readonly today: string;
  readonly seed: number;
  /** All where left out. */
  readonly horizons?: readonly Horizon[];
  /** As in a store that is kept up to date where left out. */
  readonly labels?: LabelRule;
  readonly previous?: PreviousModel | null;
  /** What audits of fairness may know of a run's learners; no model is given it. No audit where left out. */
  readonly demographics?: (run: RunFacts) => Promise<DemographicsOfRun>;
  /** Each run of both lists tested by the others, too. */
  readonly leaveOneOut?: boolean;
}

/**
 * Trains on past runs, tests on others, forward in time: what models.md calls the headline. Population, features and
 * labels are those of live scoring.
 * @throws UnknownRunError, RangeError where there is nothing to learn from, or a run is learnt from and tested on
 */
export async function evaluateRisk(
  clickhouse: Pick<ClickHouse, 'query'>,
  evaluation: RiskEvaluation,
): Promise<EvaluationReport> {
  const { tenant, today, seed, trainRuns, testRuns, atDays, labels = storeLabels } = evaluation;
  const asked = evaluation.horizons ?? horizons;
  const both = trainRuns.filter((run) => testRuns.includes(run));
  if (both.length > 0)
    throw new RangeError(
      `${both.join(', ')}: is to be trained and tested on: a test on what was learnt says nothing`,
    );
  const learntFrom = await findRuns(clickhouse, tenant, trainRuns);
  const testedOn = await findRuns(clickhouse, tenant, testRuns);
  const read = (runs: readonly string[], offsets: readonly number[]): Promise<LandmarkTable> =>
    readLandmarks(clickhouse, { tenant, today, labels, runs, offsets });
  const training = await read(trainRuns, trainingOffsets(learntFrom, today));
  const { model, version, unlearnt } = learnRisk(training, seed);
  // the same data and seed give the same model: it would stand beside itself
  const previous = evaluation.previous?.version === version ? null : (evaluation.previous ?? null);
  const contestants: Contestant[] = [
    snowlight(model),
    ...(previous === null ? [] : [previousModel(previous.model, previous.unlearnt)]),
    logisticRegression(training),
    sevenDayRule(training),
  ];
  const test = await read(testRuns, withDays(trainingOffsets(testedOn, today), atDays));
  const cells = atDays.flatMap((day) =>
    asked.flatMap((horizon) => {
      const cell = cellOf(test, horizon, day);
      return cell === null ? [] : [{ cell, entries: entriesOf(contestants, cell) }];
    }),
  );
  const judged = cells.map(({ cell, entries }) => judgeCell(cell, entries, seed));
  const own = cells.flatMap(({ cell, entries }) => {
    const entry = entries.find(({ method }) => method === 'snowlight');
    return entry === undefined ? [] : [{ cell, entry }];
  });
  const { audits, notes: unaudited } = auditSubgroups(
    own.filter(({ cell }) => cell.horizon === auditedHorizon(own)),
    await demographicsOf(testedOn, evaluation),
    seed,
  );
  const unit = resamplingUnit(test.rows.map(({ group, learner }) => ({ run: group, learner })));
  const alertHorizon = alertHorizonOf(contestants, test);
  return {
    split: splitOf(learntFrom, testedOn),
    seed,
    notes: [
      ...asked.flatMap((horizon) => unlearntNote(horizon, unlearnt[horizon])),
      ...atDays.flatMap((day) => unjudged(day, asked, test)),
      ...unaudited,
      ...(previous?.notes ?? []),
      ...(evaluation.previous?.version === version ? [itself] : []),
    ],
    train: {
      runs: trainRuns,
      learners: learnersOf(training),
      landmarks: training.rows.length,
      ...periodOf(learntFrom),
    },
    test: { runs: testRuns, learners: learnersOf(test), ...periodOf(testedOn) },
    model: { version },
    previous: previous && { version: previous.version },
    intervals: {
      unit,
      units: unit === 'learners' ? learnersOf(test) : new Set(test.rows.map(({ group }) => group)).size,
      replicates: REPLICATES,
    },
    rows: judged.flatMap(({ rows }) => rows),
    differences: judged.flatMap(({ differences }) => differences),
    curves: judged.flatMap(({ curves }) => curves),
    alertHorizon,
    ...judgeAlerts(contestants, test, alertHorizon, seed),
    subgroups: audits,
    learnerDisjoint: learnerDisjoint(training, test, own, seed),
    leaveOneOut: evaluation.leaveOneOut
      ? await leaveEachOut([...learntFrom, ...testedOn], evaluation, asked, read)
      : null,
  };
}

const itself: BilingualText = {
  zh: '上一版模型就是本模型,不另列出',
  en: 'previous model: it is this very one',
};

function unlearntNote(horizon: Horizon, why: string | undefined): BilingualText[] {
  if (why === undefined) return [];
  const { zh, en } = horizonName(horizon);
  return [{ zh: `${zh}:未能学得(${why})`, en: `${en}: ${why}` }];
}

const withDays = (offsets: readonly number[], days: readonly number[]): number[] =>
  [...new Set([...offsets, ...days])].sort((a, b) => a - b);

/** Not completing, where it can be judged: what a reader of an audit asks first; else the longest horizon. */
function auditedHorizon(
  cells: readonly { readonly cell: { readonly horizon: Horizon } }[],
): Horizon | undefined {
  return (['end', '28', '14', '7'] as const).find((horizon) =>
    cells.some(({ cell }) => cell.horizon === horizon),
  );
}

async function demographicsOf(
  runs: readonly RunFacts[],
  { demographics }: RiskEvaluation,
): Promise<Map<string, DemographicsOfRun>> {
  const of = new Map<string, DemographicsOfRun>();
  if (demographics !== undefined) for (const run of runs) of.set(run.code, await demographics(run));
  return of;
}

async function leaveEachOut(
  runs: readonly RunFacts[],
  { today, atDays, seed }: RiskEvaluation,
  asked: readonly Horizon[],
  read: (runs: readonly string[], offsets: readonly number[]) => Promise<LandmarkTable>,
): Promise<LeaveOneOut> {
  const codes = runs.map(({ code }) => code);
  const offsets = trainingOffsets(runs, today);
  return leaveOneOut(await read(codes, withDays(offsets, atDays)), {
    runs: codes,
    horizons: asked,
    atDays,
    trainingOffsets: offsets,
    seed,
  });
}
