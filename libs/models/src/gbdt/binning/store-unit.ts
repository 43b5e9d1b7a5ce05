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
  const bins = new Uint16Array(rows);
  const unusual = features.map((feature) => {
    const mapper = mappers[feature]!;
    binColumn(mapper, columns[feature]!, bins);
    return unusualEntries(bins, mapper.usualBin);
  });
  const columnStart = arena.uint32(features.length + 1);
  unusual.forEach((own, i) => (columnStart[i + 1] = columnStart[i]! + own.rows.length));
  const columnRows = arena.int32(columnStart[features.length]!);
  const columnBins = arena.uint16(columnRows.length);
  unusual.forEach((own, i) => {
    columnRows.set(own.rows, columnStart[i]);
    columnBins.set(own.bins, columnStart[i]);
  });
  const start = arena.uint32(rows + 1);
  const { length } = columnRows;
  for (let at = 0; at < length; at++) start[columnRows[at]! + 1]! += 1;
  for (let row = 0; row < rows; row++) start[row + 1]! += start[row]!;
  const entries = arena.uint16(length);
  const next = start.slice(0, rows);
  let offset = 0;
  features.forEach((feature, i) => {
    for (let at = columnStart[i]!; at < columnStart[i + 1]!; at++) {
      const row = columnRows[at]!;
      entries[next[row]!] = offset + columnBins[at]!;
      next[row]! += 1;
    }
    offset += mappers[feature]!.numBins;
  });
  return { start, entries, columnStart, columnRows, columnBins };
}

/** The rows that are not in the usual bin, and the bins of these. */
function unusualEntries(bins: Uint16Array, usual: number): { rows: Int32Array; bins: Uint16Array } {
  const { length } = bins;
  let count = 0;
  for (let row = 0; row < length; row++) if (bins[row] !== usual) count++;
  const entries = { rows: new Int32Array(count), bins: new Uint16Array(count) };
  for (let row = 0, at = 0; at < count; row++) {
    if (bins[row] === usual) continue;
    entries.rows[at] = row;
    entries.bins[at++] = bins[row]!;
  }
  return entries;
}
