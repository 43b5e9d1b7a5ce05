import { riskParameters } from '#libs/models';
import type { NewModel } from '#libs/postgres';
import { featureVersions } from './feature-version.js';
import type { RunFacts } from './run-facts.query.js';
import { LAST_LANDMARK_DAY, type TrainedRisk } from './train-risk.js';

export interface RiskTrainedOn {
  readonly runs: readonly RunFacts[];
  /** First day of which nothing was known yet, YYYY-MM-DD. */
  readonly today: string;
  readonly seed: number;
  readonly createdAt: Date;
  readonly note?: NewModel['note'];
}

/** A trained risk model as the registry keeps it, with what it takes to train it again. */
export function registeredRisk(
  { version, model }: TrainedRisk,
  { runs, today, seed, createdAt, note = null }: RiskTrainedOn,
): NewModel {
  return {
    version,
    createdAt,
    origin: 'trained',
    trainedOn: runs.map(({ code }) => code),
    metrics: { ...model.trainedOn },
    features: [...model.featureNames],
    dataFrom: runs.map(({ start }) => start).sort()[0] ?? null,
    dataTo: today,
    featureVersions: featureVersions(model.featureNames),
    parameters: {
      target: 'notcompleted',
      landmarks: `weekly to day ${String(LAST_LANDMARK_DAY)}`,
      ...riskParameters(model),
    },
    seed,
    note,
    model,
  };
}
