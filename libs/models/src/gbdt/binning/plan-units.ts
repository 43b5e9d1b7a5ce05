import type { Mapper } from './mapper.js';

/** Packed columns below this share of unusual rows are quicker to count one entry at a time. */
const SPARSE_BELOW = 0.2;
const SPARSE_UNIT_BINS = 65_536;
/** Entries of a mean row in a unit: with fewer, finding the row's entries takes longer than counting them. */
const SPARSE_UNIT_ENTRIES = 4;
const PACKED_UNIT_FEATURES = 4;

export interface UnitPlan {
  readonly kind: 'packed' | 'wide' | 'sparse';
  readonly features: readonly number[];
}

/**
 * Which features are stored together; those of a single bin are left out, nothing can be split on them. Units of a kind
 * are as many as give each thread the same work, for they are what threads share: models do not depend on it.
 */
export function planUnits(mappers: readonly Mapper[], threads: number): UnitPlan[] {
  const packed: number[] = [];
  const sparse: number[] = [];
  const plan: UnitPlan[] = [];
  mappers.forEach(({ numBins, unusual }, feature) => {
    if (numBins < 2) return;
    if (unusual < SPARSE_BELOW) sparse.push(feature);
    else if (numBins > 256) plan.push({ kind: 'wide', features: [feature] });
    else packed.push(feature);
  });
  return [...plan, ...planPacked(packed, threads), ...planSparse(sparse, mappers, threads)];
}

const forAll = (units: number, threads: number): number => Math.ceil(units / threads) * threads;

function planPacked(features: readonly number[], threads: number): UnitPlan[] {
  const full = Math.ceil(features.length / PACKED_UNIT_FEATURES);
  const units = Math.min(features.length, forAll(full, threads));
  // One thread has full ones: where it counts without the kernels, others take longer.
  const width = threads === 1 ? PACKED_UNIT_FEATURES : features.length / units;
  const firstOf = (unit: number): number => Math.ceil(unit * width);
  return Array.from({ length: units }, (_, unit) => ({
    kind: 'packed',
    features: features.slice(firstOf(unit), firstOf(unit + 1)),
  }));
}

function planSparse(sparse: readonly number[], mappers: readonly Mapper[], threads: number): UnitPlan[] {
  const plan: UnitPlan[] = [];
  const total = sparse.reduce((sum, feature) => sum + mappers[feature]!.unusual, 0);
  const perUnit = total / forAll(Math.max(1, Math.round(total / SPARSE_UNIT_ENTRIES)), threads);
  let features: number[] = [];
  let bins = 0;
  let entries = 0;
  for (const feature of sparse) {
    const { numBins, unusual } = mappers[feature]!;
    if (features.length > 0 && (entries >= perUnit || bins + numBins > SPARSE_UNIT_BINS)) {
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
