import type { LearnerTimeline } from '#libs/contracts';
import type { Duty } from '#libs/postgres';
import { addDays } from '../calendar/days.js';

/** Duties, whose last day counts, as stretches [from, to) within the days of a timeline. */
export const awayStretches = (
  duties: readonly Pick<Duty, 'kind' | 'from' | 'to'>[],
  span: { readonly from: string; readonly to: string },
): LearnerTimeline['away'] =>
  duties
    .map(({ kind, from, to }) => ({
      kind,
      from: from < span.from ? span.from : from,
      to: to < span.to ? addDays(to, 1) : span.to,
    }))
    .filter(({ from, to }) => from < to);
