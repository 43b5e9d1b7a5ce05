import type { ClickHouse } from '#libs/clickhouse';
import { addDays, type Horizon, type Reason } from '#libs/contracts';
import { landmarkQuery, usualFigures, type FeatureRow } from '#libs/features';
import type { Unlikeness } from '#libs/models';
import { scoreRows, type ScoringModel } from './score-row.js';
import { unlikeOf } from './unlike-of.js';

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
  landmarks: readonly FeatureRow[],
  { run, code }: PredictedRun,
  asof: string,
  day: number,
  { tenant, horizons, unlearnt }: PredictionRequest,
): LandmarkPrediction[] {
  if (landmarks.length === 0) return [];
  const moment = { tenant, run, code, asof, scoredAt: `${asof}T00:00:00.000Z` };
  const unlike = unlikeOf(model, landmarks);
  return scoreRows(model, landmarks, moment, {
    usual: usualFigures(landmarks),
    weekBefore: new Map(),
    silences: new Map(),
    unlike,
  })
    .filter(({ horizon }) => horizons.includes(horizon))
    .map((row): LandmarkPrediction => {
      const abstained =
        row.abstained === '' && unlearnt[row.horizon] !== undefined ? ('no-signal' as const) : row.abstained;
      const says = abstained === '';
      return {
        run,
        learnerPid: row.learner_pid,
        day,
        horizon: row.horizon,
        probability: says ? row.probability : null,
        lower: says ? row.lower : null,
        upper: says ? row.upper : null,
        abstained,
        unlike: abstained === 'unlike-course' ? unlike[row.horizon] : [],
        reasons: says ? (JSON.parse(row.reasons) as Reason[]) : [],
      };
    });
}
