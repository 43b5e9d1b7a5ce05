import { addDays, daysBetween } from '../calendar/days.js';

export interface DayOfEvents {
  readonly day: string;
  readonly events: number;
  /** Of the events, those that arrived more than a day after they happened. */
  readonly late: number;
}

/** Days without any event that a stretch may hold: a doctor does not study every day. */
const longestPause = 7;

/**
 * Stretches, [from, to), in which the device was offline and the learner was not gone: runs of days whose events all
 * arrived late. A day with an event that arrived in time ends a stretch, and so does a pause of over 7 days.
 * @param days those with events, oldest first
 */
export function offlineStretches(
  days: readonly DayOfEvents[],
): { readonly from: string; readonly to: string }[] {
  const stretches: { from: string; to: string }[] = [];
  let open = false;
  for (const { day, events, late } of days) {
    const offline = events > 0 && late === events;
    const last = stretches.at(-1);
    if (offline && open && last !== undefined && daysBetween(last.to, day) <= longestPause)
      last.to = addDays(day, 1);
    else if (offline) stretches.push({ from: day, to: addDays(day, 1) });
    open = offline;
  }
  return stretches;
}
