import type { Horizon } from '#libs/contracts';
import { featureMatrixFromRows } from '../../feature-matrix.js';
import { predictRisk, type RiskModel } from '../hazard.js';

type Figures = Readonly<Record<string, number | null>>;

export interface ChangedChance {
  readonly probability: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * The chance that the model would give, were the figures others; null where it does not say so with reason: a changed
 * figure lies outside of what was trained on, or the chance does not fall by more than the noise of both estimates (each
 * must lie outside of the other's interval). It is what the model makes of figures, not what an act causes.
 * @throws RangeError naming features that are missing
 */
export function whatIf(
  model: RiskModel,
  before: Figures,
  after: Figures,
  horizon: Horizon,
): ChangedChance | null {
  const changed = model.featureNames.filter((name) => before[name] !== after[name]);
  if (changed.length === 0 || !changed.every((name) => isKnown(model, name, after[name] ?? null, horizon)))
    return null;
  const names = Object.keys(before);
  const rows = [before, after].map((figures) => names.map((name) => figures[name] ?? null));
  const estimates = predictRisk(model, featureMatrixFromRows(names, rows))[horizon];
  if (estimates === null) return null;
  const { p, lower, upper } = estimates;
  const isClear = p[1]! < lower[0]! && p[0]! > upper[1]!;
  return isClear ? { probability: p[1]!, lower: lower[1]!, upper: upper[1]! } : null;
}

/** Whether a figure lies within what was trained on. */
function isKnown(model: RiskModel, name: string, value: number | null, horizon: Horizon): boolean {
  const line = (horizon === 'end' ? model.end?.model : model.hazard)?.line;
  const [least, greatest] = line?.ranges[line.featureNames.indexOf(name)] ?? [Infinity, -Infinity];
  return value !== null && value >= least && value <= greatest;
}
