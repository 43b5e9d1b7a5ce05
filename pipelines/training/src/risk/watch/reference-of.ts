import { behaviourFeatures } from '#libs/features';
import {
  createFeatureMatrix,
  driftReference,
  predictRisk,
  type DriftReference,
  type LandmarkTable,
  type RiskModel,
} from '#libs/models';

/** A risk model with what later learners are compared with; models made before references were kept have none. */
export type WatchedModel = RiskModel & { readonly reference?: DriftReference };

/** The horizon whose chances are watched: the one that managers act on, or, where it was not learnt, completion. */
export const watchedHorizon = ({ hazard, calibration }: RiskModel): '14' | 'end' =>
  hazard === null || calibration['14'] === null ? 'end' : '14';

/** What the stages of a reference are made of. */
export const STAGE_FEATURE = 'elapsed_days';

/**
 * Figures of the calendar are left out: all learners of a run share them on a day, so that each new run would be far
 * from the others, however many learners it has.
 * @param table what the model has learnt from
 */
export function referenceOf(model: RiskModel, { features, rows }: LandmarkTable): DriftReference {
  const names = model.featureNames.filter((name) => behaviourFeatures.includes(name));
  const compared = createFeatureMatrix(
    names,
    names.map((name) => features.columns[features.names.indexOf(name)]!),
  );
  const people = rows.map(({ group, learner, landmarkDay }) => ({
    learner: JSON.stringify([group, learner]),
    day: landmarkDay,
  }));
  const chances = predictRisk(model, features)[watchedHorizon(model)]?.p;
  // a model may have learnt of 7 days alone
  return driftReference(compared, people, chances ?? new Float64Array(rows.length).fill(NaN));
}
