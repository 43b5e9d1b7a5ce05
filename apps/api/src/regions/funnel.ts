import { type FunnelLimits, funnelLimits } from './funnel-limits.js';
import { smallestShown } from './small-cells.js';

/** Enrolments of a place in a run that have ended, and of them those that ended in completion. */
export interface Completions {
  readonly place: string;
  readonly run: string;
  readonly ended: number;
  readonly completed: number;
}

export interface FunnelPoint extends FunnelLimits {
  readonly place: string;
  /** Enrolments that have ended. */
  readonly learners: number;
  /** Share completed, adjusted for the runs that people took. */
  readonly completion: number;
}

/**
 * The funnel plot: completion among the enrolments that have ended, for each place where five or more have, adjusted by
 * indirect standardisation: observed completions over those expected if every run were completed here as often as
 * everywhere under the region, times the average, at most 1. So a place is not low for having taken a harder course.
 * What else tells places apart (who enrols there) is not adjusted for.
 */
export function funnelOf(counts: readonly Completions[]): {
  readonly average: number;
  readonly points: readonly FunnelPoint[];
} {
  const all = total(counts);
  if (all.ended === 0) return { average: 0, points: [] };
  const average = all.completed / all.ended;
  const shareOf = new Map(
    [...groups(counts, ({ run }) => run)].map(([run, rows]) => {
      const { ended, completed } = total(rows);
      return [run, completed / ended];
    }),
  );
  const points = [...groups(counts, ({ place }) => place)].flatMap(([place, rows]) => {
    const { ended, completed } = total(rows);
    if (ended < smallestShown) return [];
    const expected = rows.reduce((sum, row) => sum + row.ended * (shareOf.get(row.run) ?? 0), 0);
    const completion = expected === 0 ? average : Math.min(1, (completed / expected) * average);
    return [{ place, learners: ended, completion, ...funnelLimits(ended, average) }];
  });
  return { average, points };
}

function total(rows: readonly Completions[]): { readonly ended: number; readonly completed: number } {
  return {
    ended: rows.reduce((sum, { ended }) => sum + ended, 0),
    completed: rows.reduce((sum, { completed }) => sum + completed, 0),
  };
}

function groups(
  rows: readonly Completions[],
  keyOf: (row: Completions) => string,
): Map<string, Completions[]> {
  const found = new Map<string, Completions[]>();
  for (const row of rows) found.set(keyOf(row), [...(found.get(keyOf(row)) ?? []), row]);
  return found;
}
