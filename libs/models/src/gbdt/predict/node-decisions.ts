import type { FeatureColumn } from '../../feature-matrix.js';
import { CATEGORICAL, DEFAULT_LEFT, MISSING_IS_ZERO, type Tree, ZERO } from '../tree.js';

/**
 * Which way `size` rows from `begin` go at a node: 1 = left, into `left[at]` and on. LightGBM's NumericalDecision and
 * CategoricalDecision (include/LightGBM/tree.h).
 */
export function decideNode(
  tree: Tree,
  node: number,
  column: FeatureColumn,
  begin: number,
  size: number,
  left: Uint8Array,
  at: number,
): void {
  const type = tree.decisionType[node]!;
  const threshold = tree.threshold[node]!;
  if ((type & CATEGORICAL) !== 0) {
    const set = new Set(tree.categorySets[threshold]);
    for (let i = 0; i < size; i++) left[at + i] = Number(set.has(Math.trunc(column[begin + i]!)));
    return;
  }
  const missing = type & (3 << 2);
  const missingLeft = Number((type & DEFAULT_LEFT) !== 0);
  const nan = missing === 0 ? Number(threshold >= 0) : missingLeft;
  for (let i = 0; i < size; i++) {
    const value = column[begin + i]!;
    left[at + i] = Number.isNaN(value) ? nan : Number(value <= threshold);
  }
  if (missing !== MISSING_IS_ZERO) return;
  for (let i = 0; i < size; i++) {
    const value = column[begin + i]!;
    if (value >= -ZERO && value <= ZERO) left[at + i] = missingLeft;
  }
}
