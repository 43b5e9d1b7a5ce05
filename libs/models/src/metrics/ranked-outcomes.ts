import { fitLogisticLine } from '../logistic-line.js';
import { ascendingOrder, logit } from '../numeric.js';
import type { Line } from './reweighted-line.js';

/** Rows by ascending chance, so that figures of any weighting of them need no sorting. */
export interface RankedOutcomes {
  /** 0 or 1, in the order of the chances, as are all that follow. */
  readonly labels: Float64Array;
  readonly chances: Float64Array;
  /** Row number before the sorting. */
  readonly row: Int32Array;
  /** Ends (exclusive) of the groups of equal chances. */
  readonly tieEnds: Int32Array;
  readonly logOdds: Float64Array;
  /** Of the labels on the log-odds, free and with the slope held at 1; null where there is one chance for everybody. */
  readonly lines: { readonly free: Line; readonly shifted: Line } | null;
}

/** @throws RangeError where lengths differ or a chance is not a number */
export function rankOutcomes(labels: ArrayLike<number>, chances: ArrayLike<number>): RankedOutcomes {
  if (labels.length !== chances.length)
    throw new RangeError(`${String(labels.length)} labels for ${String(chances.length)} chances`);
  for (let i = 0; i < chances.length; i++)
    if (Number.isNaN(chances[i])) throw new RangeError(`the chance of row ${String(i)} is not a number`);
  const row = ascendingOrder(chances);
  const sorted = Float64Array.from(row, (index) => chances[index]!);
  const ranked = Float64Array.from(row, (index) => labels[index]!);
  const logOdds = sorted.map(logit);
  const one = sorted.length === 0 || sorted[0] === sorted.at(-1);
  return {
    labels: ranked,
    chances: sorted,
    logOdds,
    lines: one
      ? null
      : { free: fitLogisticLine(logOdds, ranked), shifted: fitLogisticLine(logOdds, ranked, 1) },
    row,
    tieEnds: Int32Array.from(row.keys())
      .filter((i) => i === sorted.length - 1 || sorted[i] !== sorted[i + 1])
      .map((i) => i + 1),
  };
}
