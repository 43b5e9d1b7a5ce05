import type { FeatureColumn } from '../../feature-matrix.js';
import type { Arena } from '../arena.js';
import type { SparseUnit, Unit } from './binned-table.js';
import { binColumn, type Mapper } from './mapper.js';
import type { UnitPlan } from './plan-units.js';

/** Bins the columns of a unit into its storage. `begin`: its first bin in the histogram. */
export function storeUnit(
  { kind, features: numbers }: UnitPlan,
  columns: readonly FeatureColumn[],
  mappers: readonly Mapper[],
  begin: number,
  arena: Arena,
): Unit {
  const rows = columns[numbers[0]!]!.length;
  const end = numbers.reduce((sum, feature) => sum + mappers[feature]!.numBins, begin);
  const place = { features: Int32Array.from(numbers), begin, end };
  if (kind === 'sparse') return { kind, ...place, ...sparseEntries(numbers, columns, mappers, arena) };
  if (kind === 'wide') {
    const bins = arena.uint16(rows);
    binColumn(mappers[numbers[0]!]!, columns[numbers[0]!]!, bins);
    return { kind, ...place, bins };
  }
  const words = arena.uint32(rows);
  const bins = new Uint16Array(rows);
  numbers.forEach((feature, i) => {
    binColumn(mappers[feature]!, columns[feature]!, bins);
    const shift = 8 * i;
    for (let row = 0; row < rows; row++) words[row] = words[row]! | (bins[row]! << shift);
  });
  return { kind, ...place, words };
}

function sparseEntries(
  features: readonly number[],
  columns: readonly FeatureColumn[],
  mappers: readonly Mapper[],
  arena: Arena,
): Omit<SparseUnit, 'kind' | 'features'> {
  const rows = columns[features[0]!]!.length;
  const binned = features.map((feature) => {
    const bins = new Uint16Array(rows);
    binColumn(mappers[feature]!, columns[feature]!, bins);
    return { bins, usualBin: mappers[feature]!.usualBin, numBins: mappers[feature]!.numBins };
  });
  const start = arena.uint32(rows + 1);
  for (const { bins, usualBin } of binned) {
    for (let row = 0; row < rows; row++) if (bins[row] !== usualBin) start[row + 1]! += 1;
  }
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row]!;
  const entries = arena.uint16(start[rows]!);
  const columnStart = arena.uint32(features.length + 1);
  const columnRows = arena.int32(entries.length);
  const columnBins = arena.uint16(entries.length);
  const next = start.slice(0, rows);
  let offset = 0;
  let at = 0;
  binned.forEach(({ bins, usualBin, numBins }, i) => {
    for (let row = 0; row < rows; row++) {
      const bin = bins[row]!;
      if (bin === usualBin) continue;
      entries[next[row]!] = offset + bin;
      next[row]! += 1;
      columnRows[at] = row;
      columnBins[at++] = bin;
    }
    columnStart[i + 1] = at;
    offset += numBins;
  });
  return { start, entries, columnStart, columnRows, columnBins };
}
