/** Four features in the bytes of one word per row: one random access fetches four bins. */
export interface PackedUnit {
  readonly kind: 'packed';
  /** At most four; `words[row] >>> (8 * i) & 255` is the bin of the i-th. */
  readonly features: Int32Array;
  readonly words: Uint32Array;
}

/** A feature of more than 256 bins. */
export interface WideUnit {
  readonly kind: 'wide';
  readonly features: Int32Array;
  readonly bins: Uint16Array;
}

/**
 * Features that are in one and the same bin on most rows: of each row only what lies elsewhere. Entry e of row r, with
 * start[r] <= e < start[r + 1], is a bin among those of the unit, counted from `begin`.
 */
export interface SparseUnit {
  readonly kind: 'sparse';
  readonly features: Int32Array;
  readonly start: Uint32Array;
  readonly entries: Uint16Array;
  /**
   * The same by feature, for parting rows by one of them: the i-th of `features` has entries
   * [columnStart[i], columnStart[i + 1]) of `columnRows` (ascending) and `columnBins`.
   */
  readonly columnStart: Uint32Array;
  readonly columnRows: Int32Array;
  readonly columnBins: Uint16Array;
}

/** Features that are stored, and counted, together. The bins of a unit are neighbours in a histogram. */
export type Unit = (PackedUnit | WideUnit | SparseUnit) & {
  /** Bins [begin, end) of the histogram. */
  readonly begin: number;
  readonly end: number;
};

/** The training table as bin numbers: typed arrays alone, so that threads can share it. */
export interface BinnedTable {
  readonly rows: number;
  readonly featureCount: number;
  readonly units: readonly Unit[];
  /** By feature: its unit (-1 where it has one bin alone and cannot be split). */
  readonly unitOf: Int32Array;
  /** By feature: its first bin in the histogram, and how many. */
  readonly binBegin: Int32Array;
  readonly numBins: Int32Array;
  /** By feature: the bin of missing values, -1 where there is none. */
  readonly missingBin: Int32Array;
  /** By feature: the bin that a sparse unit leaves out. */
  readonly usualBin: Int32Array;
  /** By feature: 1 = categories. */
  readonly categorical: Uint8Array;
  readonly totalBins: number;
}

/** Bin of one row's feature. For rows one at a time; loops over many rows have their own. */
export function binAt(table: BinnedTable, feature: number, row: number): number {
  const unit = table.units[table.unitOf[feature]!]!;
  if (unit.kind === 'packed') return (unit.words[row]! >>> (8 * unit.features.indexOf(feature))) & 255;
  if (unit.kind === 'wide') return unit.bins[row]!;
  const first = table.binBegin[feature]! - unit.begin;
  const last = first + table.numBins[feature]!;
  for (let at = unit.start[row]!; at < unit.start[row + 1]!; at++) {
    const entry = unit.entries[at]!;
    if (entry >= first && entry < last) return entry - first;
  }
  return table.usualBin[feature]!;
}
