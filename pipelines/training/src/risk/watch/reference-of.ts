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

/** The horizon whose chances are watched: the one that managers act on, or the only one that was learnt. */
export const watchedHorizon = ({ hazard }: RiskModel): '14' | 'end' => (hazard === null ? 'end' : '14');

/** What the stages of a reference are made of: within one it does not vary. */
export const STAGE_FEATURE = 'elapsed_days';

/** @param table what the model has learnt from */
export function referenceOf(model: RiskModel, { features, rows }: LandmarkTable): DriftReference {
  const names = model.featureNames.filter((name) => name !== STAGE_FEATURE);
  const compared = createFeatureMatrix(
    names,
    names.map((name) => features.columns[features.names.indexOf(name)]!),
  );
  const people = rows.map(({ group, learner, landmarkDay }) => ({
    learner: JSON.stringify([group, learner]),
    day: landmarkDay,
  }));
  return driftReference(compared, people, predictRisk(model, features)[watchedHorizon(model)]!.p);
}
