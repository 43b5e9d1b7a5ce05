import type { TrialFigure } from '#libs/contracts';
import { predictRisk, recalibrateRisk, type DriftReference, type LandmarkTable } from '#libs/models';
import { compareModels } from '../challenge/compare-models.js';
import { verdictOf, type Verdict } from '../challenge/verdict.js';
import { versionOf } from '../train-risk.js';
import { watchedHorizon, type WatchedModel } from '../watch/reference-of.js';

/** Plain data: it may be done in another process. Landmarks of the runs that drift, since they do. */
export interface RecalibrationTask {
  readonly champion: WatchedModel;
  /** Of the champion's version: those of its recalibrations begin alike. */
  readonly version: string;
  /** What was known on a day. */
  readonly before: LandmarkTable;
  /** Landmarks of that day and later ones. */
  readonly after: LandmarkTable;
  /** All that is known by now. */
  readonly whole: LandmarkTable;
  readonly seed: number;
}

export interface Recalibrated {
  readonly version: string;
  readonly model: WatchedModel;
}

export interface RecalibrationAnswer extends Verdict {
  /** Set right on what was known on the day, which alone is judged. */
  readonly challenger: Recalibrated;
  /** Set right on all that is known. */
  readonly successor: Recalibrated;
  readonly figures: readonly TrialFigure[];
}

/** Sets a model's chances right on what was known on a day, and holds it against the model on what came after it. */
export function recalibrate({
  champion,
  version,
  before,
  after,
  whole,
  seed,
}: RecalibrationTask): RecalibrationAnswer {
  const setRight = (table: LandmarkTable): Recalibrated => {
    const model = withReference(recalibrateRisk(champion, table), champion, table);
    return { version: versionOf(version.split('-')[0]!, { ...model, reference: null }), model };
  };
  const challenger = setRight(before);
  // what is not set right, the chance of not completing, is alike in both
  const figures = compareModels(champion, challenger.model, after, seed).filter(
    ({ horizon }) => horizon !== 'end',
  );
  return { challenger, successor: setRight(whole), figures, ...verdictOf(figures, true) };
}

/** Later chances are compared with the same learners as before: what was said of them moves as the chances did. */
function withReference(
  model: WatchedModel,
  champion: WatchedModel,
  { features }: LandmarkTable,
): WatchedModel {
  const { reference } = champion;
  if (reference === undefined) return model;
  const horizon = watchedHorizon(champion);
  const [said, says] = [champion, model].map((one) => predictRisk(one, features)[horizon]?.p);
  if (said === undefined || says === undefined) return model;
  const scores: DriftReference['scores'] = {
    ...reference.scores,
    cuts: movedAlong(reference.scores.cuts, said, says),
  };
  return { ...model, reference: { ...reference, scores } };
}

/** Where points of one scale lie on another, by rows that have both; straight between them. */
function movedAlong(points: readonly number[], from: Float64Array, to: Float64Array): number[] {
  const pairs = Array.from(from, (chance, row) => ({ was: chance, is: to[row]! })).sort(
    (a, b) => a.was - b.was,
  );
  return points.map((point) => {
    const above = pairs.findIndex(({ was }) => was >= point);
    const [low, high] = [pairs[Math.max(0, above - 1)]!, pairs.at(above)!];
    const share = high.was > low.was ? (point - low.was) / (high.was - low.was) : 0;
    return low.is + Math.min(Math.max(share, 0), 1) * (high.is - low.is);
  });
}
