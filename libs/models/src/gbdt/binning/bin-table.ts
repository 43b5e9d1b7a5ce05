import type { FeatureColumn, FeatureMatrix } from '../../feature-matrix.js';
import type { SeededRandom } from '../../random.js';
import type { Arena } from '../arena.js';
import { type BinRules, fitBinMapper, FittingMemory } from './bin-mapper.js';
import type { BinnedTable } from './binned-table.js';
import { fitCategoryMapper } from './category-mapper.js';
import type { Mapper } from './mapper.js';
import { planUnits } from './plan-units.js';
import { storeUnit } from './store-unit.js';

/** Rows that bin boundaries are found from; LightGBM's `bin_construct_sample_cnt`. */
const BIN_SAMPLE = 200_000;

export interface BinnedFeatures {
  readonly table: BinnedTable;
  readonly mappers: readonly Mapper[];
}

/**
 * @param categorical positions of features whose values are categories
 * @param random draws the rows that bins are found from, where there are more than 200,000
 * @param threads that the table's units are evenly shared by
 * @throws RangeError naming the feature and row of an infinite value, or a feature of too many categories
 */
export function binTable(
  matrix: FeatureMatrix,
  rules: BinRules,
  categorical: readonly number[],
  random: SeededRandom,
  arena: Arena,
  threads: number,
): BinnedFeatures {
  const { rows, columns, names } = matrix;
  const sample = rows > BIN_SAMPLE ? drawRows(rows, BIN_SAMPLE, random) : null;
  const isCategorical = new Set(categorical);
  const memory = new FittingMemory();
  const mappers = columns.map((column, feature): Mapper => {
    const hasMissing = checkFinite(column, names[feature]!);
    const sampled = pick(column, sample);
    return isCategorical.has(feature)
      ? fitCategoryMapper(names[feature]!, sampled, rules)
      : fitBinMapper(sampled, hasMissing, rules, memory);
  });

  const binBegin = new Int32Array(columns.length);
  const unitOf = new Int32Array(columns.length).fill(-1);
  let totalBins = 0;
  const units = planUnits(mappers, threads).map((plan, index) => {
    const unit = storeUnit(plan, columns, mappers, totalBins, arena);
    for (const feature of plan.features) {
      unitOf[feature] = index;
      binBegin[feature] = totalBins;
      totalBins += mappers[feature]!.numBins;
    }
    return unit;
  });
  const table: BinnedTable = {
    rows,
    featureCount: columns.length,
    units,
    unitOf,
    binBegin,
    usualBin: Int32Array.from(mappers, ({ usualBin }) => usualBin),
    numBins: Int32Array.from(mappers, ({ numBins }) => numBins),
    missingBin: Int32Array.from(mappers, (mapper) => (mapper.kind === 'numeric' ? mapper.missingBin : 0)),
    categorical: Uint8Array.from(mappers, ({ kind }) => Number(kind === 'categories')),
    totalBins,
  };
  return { table, mappers };
}

/** Whether a column holds NaN. */
function checkFinite(column: FeatureColumn, name: string): boolean {
  let hasMissing = false;
  for (let row = 0; row < column.length; row++) {
    const value = column[row]!;
    if (value - value === 0) continue;
    if (!Number.isNaN(value)) throw new RangeError(`feature "${name}" is infinite in row ${String(row)}`);
    hasMissing = true;
  }
  return hasMissing;
}

function pick(column: FeatureColumn, sample: Int32Array | null): FeatureColumn {
  if (sample === null) return column;
  const picked = new Float64Array(sample.length);
  for (let i = 0; i < sample.length; i++) picked[i] = column[sample[i]!]!;
  return picked;
}

/** `wanted` of `total` row numbers without replacement, ascending (selection sampling, Knuth 3.4.2 S). */
export function drawRows(total: number, wanted: number, random: SeededRandom): Int32Array {
  const drawn = new Int32Array(wanted);
  let taken = 0;
  for (let row = 0; row < total && taken < wanted; row++) {
    if (random.uniform() * (total - row) < wanted - taken) drawn[taken++] = row;
  }
  return drawn;
}
