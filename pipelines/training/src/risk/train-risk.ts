import { createHash } from 'node:crypto';
import type { ClickHouse } from '#libs/clickhouse';
import { trainRiskModel, type RiskModel } from '#libs/models';
import { readLandmarks, weeklyOffsets } from './read-landmarks.js';

export interface RiskTraining {
  readonly tenant: string;
  /** Codes of the runs to learn from. */
  readonly runs: readonly string[];
  readonly today: string;
  readonly seed: number;
}

export interface TrainedRisk {
  /** Names the content: the same data, features and seed give the same version. */
  readonly version: string;
  readonly model: RiskModel;
}

/** Landmarks beyond this day of a run teach little that is new. */
export const LAST_LANDMARK_DAY = 245;

/**
 * Learns a risk model from past runs, weekly landmarks.
 * @throws UnknownRunError, and RangeError where there is nothing to learn from (says what is missing)
 */
export async function trainRisk(
  clickhouse: Pick<ClickHouse, 'query'>,
  training: RiskTraining,
): Promise<TrainedRisk> {
  const table = await readLandmarks(clickhouse, { ...training, offsets: weeklyOffsets(LAST_LANDMARK_DAY) });
  const model = trainRiskModel(table, { seed: training.seed });
  return { version: versionOf('risk', model), model };
}

export function versionOf(kind: string, model: unknown): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(model)).digest('hex').slice(0, 10)}`;
}
