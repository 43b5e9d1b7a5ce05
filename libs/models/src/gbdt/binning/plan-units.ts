import type { Mapper } from './mapper.js';

/** Packed columns below this share of unusual rows are quicker to count one entry at a time. */
const SPARSE_BELOW = 0.2;
const SPARSE_UNIT_BINS = 65_536;
/** Entries of a mean row in a unit: fewer, and finding the row's entries takes longer than counting them. */
const SPARSE_UNIT_ENTRIES = 4;

export interface UnitPlan {
  readonly kind: 'packed' | 'wide' | 'sparse';
  readonly features: readonly number[];
}

/** Which features are stored together; those of a single bin are left out, nothing can be split on them. */
export function planUnits(mappers: readonly Mapper[]): UnitPlan[] {
  const packed: number[] = [];
  const sparse: number[] = [];
  const plan: UnitPlan[] = [];
  mappers.forEach(({ numBins, unusual }, feature) => {
    if (numBins < 2) return;
    if (unusual < SPARSE_BELOW) sparse.push(feature);
    else if (numBins > 256) plan.push({ kind: 'wide', features: [feature] });
    else packed.push(feature);
  });
  for (let i = 0; i < packed.length; i += 4) plan.push({ kind: 'packed', features: packed.slice(i, i + 4) });
  let features: number[] = [];
  let bins = 0;
  let entries = 0;
  for (const feature of sparse) {
    const { numBins, unusual } = mappers[feature]!;
    if (entries >= SPARSE_UNIT_ENTRIES || bins + numBins > SPARSE_UNIT_BINS) {
      plan.push({ kind: 'sparse', features });
      features = [];
      bins = 0;
      entries = 0;
    }
    features.push(feature);
    bins += numBins;
    entries += unusual;
  }
  if (features.length > 0) plan.push({ kind: 'sparse', features });
  return plan;
}
