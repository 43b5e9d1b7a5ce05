import type { GbdtModel } from '../gbdt/tree.js';
import type { BoostedLine } from './boosted-line.js';
import type { RiskModel } from './hazard.js';

interface LineParameters {
  readonly lambda: number;
  readonly trees: GbdtModel['parameters'] | null;
}

/** What a risk model was trained with, for registry and card; null for what it has not learnt. */
export function riskParameters({ hazard, end }: Pick<RiskModel, 'hazard' | 'end'>): {
  readonly hazard: LineParameters | null;
  readonly end: LineParameters | null;
} {
  return { hazard: hazard && parametersOf(hazard), end: end && parametersOf(end.model) };
}

function parametersOf({ line, trees }: BoostedLine): LineParameters {
  return { lambda: line.lambda, trees: trees?.parameters ?? null };
}
