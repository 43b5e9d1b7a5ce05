import type { BinnedDataset } from './binned-dataset.js';

/** Sums of gradient and hessian per bin, interleaved: `[2b]` and `[2b + 1]`. One spare bin takes the padding. */
export type Histogram = Float64Array;

export function createHistogram(data: BinnedDataset): Histogram {
  return new Float64Array(2 * (data.totalBins + 1));
}

/**
 * Fills the histogram of the rows `rows[begin, begin + count)`.
 * @param gradients of those rows in their order (gathered), as are `hessians`
 * @param groupUsed words whose four features are all left out of this tree are passed over
 */
export function buildHistogram(
  histogram: Histogram,
  data: BinnedDataset,
  rows: Int32Array,
  begin: number,
  count: number,
  gradients: Float64Array,
  hessians: Float64Array,
  groupUsed: Uint8Array,
): void {
  histogram.fill(0);
  for (let group = 0; group < data.words.length; group++) {
    if (groupUsed[group] === 0) continue;
    addGroup(
      histogram,
      data.words[group]!,
      data.binOffset.subarray(group * 4, group * 4 + 4),
      rows,
      begin,
      count,
      gradients,
      hessians,
    );
  }
}

function addGroup(
  histogram: Histogram,
  word: Uint32Array,
  binOffset: Int32Array,
  rows: Int32Array,
  begin: number,
  count: number,
  gradients: Float64Array,
  hessians: Float64Array,
): void {
  const first = binOffset[0]! * 2;
  const second = binOffset[1]! * 2;
  const third = binOffset[2]! * 2;
  const fourth = binOffset[3]! * 2;
  for (let i = 0; i < count; i++) {
    const bins = word[rows[begin + i]!]!;
    const gradient = gradients[i]!;
    const hessian = hessians[i]!;
    // Each shift also doubles the bin number: (bins >>> 8 & 255) * 2 = bins >>> 7 & 510.
    let at = first + ((bins & 255) << 1);
    histogram[at]! += gradient;
    histogram[at + 1]! += hessian;
    at = second + ((bins >>> 7) & 510);
    histogram[at]! += gradient;
    histogram[at + 1]! += hessian;
    at = third + ((bins >>> 15) & 510);
    histogram[at]! += gradient;
    histogram[at + 1]! += hessian;
    at = fourth + ((bins >>> 23) & 510);
    histogram[at]! += gradient;
    histogram[at + 1]! += hessian;
  }
}

/** Turns a parent's histogram into that of the larger child: parent - smaller child, in place. */
export function subtractHistogram(parent: Histogram, smaller: Histogram): void {
  for (let i = 0; i < parent.length; i++) parent[i]! -= smaller[i]!;
}
