import type { Estimates } from '#libs/models';

/** How often intervals hold what is true. */
export interface Coverage {
  /**
   * Share of the rows whose interval holds the true chance of a learner *with that score*: the mean of the true chances
   * of the 2 % of rows whose chances lie nearest. This is what the interval claims.
   */
  readonly ofScore: number;
  /** Share of rows whose interval holds the chance of the learner in question. No claim: much is unseen of a person. */
  readonly ofPerson: number;
  /** Mean width of the intervals. */
  readonly width: number;
  /** Mean distance of a chance from the true mean at its score: systematic error, whatever the interval. */
  readonly bias: number;
}

const BINS = 50;

export function coverageOf({ p, lower, upper }: Estimates, truth: Float64Array): Coverage {
  const order = Int32Array.from(p.keys()).sort((a, b) => p[a]! - p[b]!);
  let [ofScore, ofPerson, width, bias] = [0, 0, 0, 0];
  for (let bin = 0; bin < BINS; bin++) {
    const rows = order.subarray(
      Math.floor((bin * order.length) / BINS),
      Math.floor(((bin + 1) * order.length) / BINS),
    );
    if (rows.length === 0) continue;
    const mean = (values: Float64Array): number =>
      rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length;
    const [trueMean, low, high] = [mean(truth), mean(lower), mean(upper)];
    if (low <= trueMean && trueMean <= high) ofScore += rows.length;
    width += (high - low) * rows.length;
    bias += Math.abs(mean(p) - trueMean) * rows.length;
    for (const row of rows) if (lower[row]! <= truth[row]! && truth[row]! <= upper[row]!) ofPerson++;
  }
  const all = order.length;
  return { ofScore: ofScore / all, ofPerson: ofPerson / all, width: width / all, bias: bias / all };
}
