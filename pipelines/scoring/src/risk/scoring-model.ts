import type { RiskModel } from '#libs/models';

export interface ScoringModel {
  readonly version: string;
  readonly model: RiskModel;
}
