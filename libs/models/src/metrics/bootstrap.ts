import { sortedQuantile } from '../numeric.js';
import { SeededRandom } from '../random.js';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Percentile interval of a statistic by the cluster bootstrap: whole clusters (learners, runs) are drawn with
 * replacement, since their rows are alike.
 * @param clusters cluster of each row
 * @param statistic of the given row numbers; replicates in which it is NaN (a class is missing) are left out
 * @param options `level` defaults to .95, `replicates` to 1000
 * @returns NaN bounds where no replicate gave a number
 */
export function bootstrapInterval(
  clusters: readonly (string | number)[],
  statistic: (rows: Int32Array) => number,
  options: { readonly seed: number; readonly replicates?: number; readonly level?: number },
): Interval {
  const { seed, replicates = 1000, level = 0.95 } = options;
  const rowsOf = new Map<string | number, number[]>();
  clusters.forEach((cluster, row) => {
    const rows = rowsOf.get(cluster);
    if (rows === undefined) rowsOf.set(cluster, [row]);
    else rows.push(row);
  });
  const groups = [...rowsOf.values()];
  const random = new SeededRandom(seed);
  const values: number[] = [];
  for (let replicate = 0; replicate < replicates && groups.length > 0; replicate++) {
    const drawn = groups.flatMap(() => groups[random.integer(groups.length)]!);
    const value = statistic(Int32Array.from(drawn));
    if (!Number.isNaN(value)) values.push(value);
  }
  if (values.length === 0) return { lower: NaN, upper: NaN };
  values.sort((a, b) => a - b);
  return { lower: sortedQuantile(values, (1 - level) / 2), upper: sortedQuantile(values, (1 + level) / 2) };
}
