import { sortedQuantile } from '../numeric.js';
import { SeededRandom } from '../random.js';

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

/** Where a row belongs. */
export interface Nested {
  readonly run: string;
  readonly learner: string;
}

/** What is drawn anew: runs and, in each, learners; or learners alone, where there is one run. */
export type ResamplingUnit = 'runs' | 'learners';

export const resamplingUnit = (rows: readonly Nested[]): ResamplingUnit =>
  new Set(rows.map(({ run }) => run)).size >= 2 ? 'runs' : 'learners';

/**
 * How often each row counts in a resample of the two-stage bootstrap: runs are drawn with replacement, then learners
 * within each (Davison and Hinkley 1997, "Bootstrap Methods and their Application", 3.8). What a later run will be like
 * varies by both. Of one run learners alone are drawn: such an interval says nothing of other runs.
 */
export function nestedResamples(
  rows: readonly Nested[],
  { seed, replicates }: { readonly seed: number; readonly replicates: number },
): Iterable<Float64Array> {
  const runs = new Map<string, Map<string, number[]>>();
  rows.forEach(({ run, learner }, row) => {
    const learners = runs.get(run) ?? new Map<string, number[]>();
    runs.set(run, learners);
    const own = learners.get(learner);
    if (own === undefined) learners.set(learner, [row]);
    else own.push(row);
  });
  const units = Array.from(runs.values(), (learners) => [...learners.values()]);
  return {
    *[Symbol.iterator]() {
      const random = new SeededRandom(seed);
      for (let replicate = 0; replicate < replicates && units.length > 0; replicate++) {
        const weights = new Float64Array(rows.length);
        units.forEach(() => {
          const learners = units[random.integer(units.length)]!;
          learners.forEach(() => {
            for (const row of learners[random.integer(learners.length)]!) weights[row]!++;
          });
        });
        yield weights;
      }
    },
  };
}

/** Percentile interval of what resamples gave; NaN bounds where none gave a number. */
export function percentileInterval(values: readonly number[], level = 0.95): Interval {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (known.length === 0) return { lower: NaN, upper: NaN };
  return { lower: sortedQuantile(known, (1 - level) / 2), upper: sortedQuantile(known, (1 + level) / 2) };
}
