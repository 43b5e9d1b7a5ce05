import type { ClickHouse } from '#libs/clickhouse';
import { addDays, horizons as allHorizons, type Horizon, type Reason } from '#libs/contracts';
import { featureNames, featureVector, landmarkQuery, toldReasons, type FeatureRow } from '#libs/features';
import { featureMatrixFromRows, type Unlikeness } from '#libs/models';
import { readerOf, scoresOf } from './score-row.js';
import type { ScoringModel } from './scoring-model.js';
import { toldOf } from './told-of-run.js';

export interface PredictedRun {
  /** IRI. */
  readonly run: string;
  readonly code: string;
  /** YYYY-MM-DD; the end is exclusive, null = not known. */
  readonly start: string;
  readonly end: string | null;
}

export interface PredictionRequest {
  readonly tenant: string;
  readonly runs: readonly PredictedRun[];
  /** Days of the run. */
  readonly atDays: readonly number[];
  readonly horizons: readonly Horizon[];
  /** Horizons of which the model may say nothing. */
  readonly unlearnt: Readonly<Record<string, string>>;
  /** Landmarks after this day are left out, YYYY-MM-DD. */
  readonly lastDay: string;
}

/** A chance, or why there is none. */
export interface LandmarkPrediction {
  readonly run: string;
  readonly learnerPid: string;
  readonly day: number;
  readonly horizon: Horizon;
  readonly probability: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  /** Empty where there is a chance. */
  readonly abstained: string;
  /** Where the course is unlike all that the model has learnt from: in what. */
  readonly unlike: readonly Unlikeness[];
  readonly reasons: readonly Reason[];
}

/**
 * Chances of everybody who is still in at a day of each run, by the features, the model and the words of live scoring.
 * Resolves run by run; a day that lies after the run's end or after `lastDay` has nobody.
 */
export async function* predictLandmarks(
  clickhouse: Pick<ClickHouse, 'query'>,
  model: ScoringModel,
  request: PredictionRequest,
): AsyncGenerator<readonly LandmarkPrediction[]> {
  for (const run of request.runs) {
    const days = request.atDays.filter((day) => {
      const asof = addDays(run.start, day);
      return asof <= request.lastDay && (run.end === null || asof < run.end);
    });
    if (days.length === 0) continue;
    const landmarks = await clickhouse.query(landmarkQuery, {
      tenant: request.tenant,
      run: run.run,
      asof: run.start,
      offsets: days,
      learners: [],
    });
    const predictions: LandmarkPrediction[] = [];
    for (const day of days) {
      const asof = addDays(run.start, day);
      const rows = landmarks.filter((row) => row.asof === asof);
      predictions.push(...predictionsAt(model, rows, run, asof, day, request));
    }
    yield predictions;
  }
}

function predictionsAt(
  model: ScoringModel,
  rows: readonly FeatureRow[],
  { run, code }: PredictedRun,
  asof: string,
  day: number,
  { horizons, unlearnt }: PredictionRequest,
): LandmarkPrediction[] {
  if (rows.length === 0) return [];
  const landmarks = {
    run,
    learners: rows.map(({ learner_pid }) => learner_pid),
    figures: featureMatrixFromRows(featureNames, rows.map(featureVector)),
  };
  const told = toldOf(model, landmarks);
  const valuesOf = readerOf(landmarks.figures);
  return scoresOf(model, landmarks, { ...told, weekBefore: new Map() }).flatMap((score) =>
    allHorizons.flatMap((horizon, at): LandmarkPrediction | never[] => {
      if (!horizons.includes(horizon)) return [];
      const isUnlearnt = score.abstained[at] === '' && unlearnt[horizon] !== undefined;
      const abstained = isUnlearnt ? 'no-signal' : score.abstained[at]!;
      const says = abstained === '';
      const learnerPid = landmarks.learners[score.row]!;
      return {
        run,
        learnerPid,
        day,
        horizon,
        probability: says ? score.probability[at]! : null,
        lower: says ? score.lower[at]! : null,
        upper: says ? score.upper[at]! : null,
        abstained,
        unlike: abstained === 'unlike-course' ? told.unlike[horizon] : [],
        reasons: says
          ? toldReasons(score.reasons, valuesOf(score.row), { learner: learnerPid, run: code, asof })
          : [],
      };
    }),
  );
}
