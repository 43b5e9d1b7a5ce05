import type { LandmarkOutcome } from '#libs/models';
import type { EnrolmentFacts, RunFacts } from './run-facts.query.js';

/** Days since 1970-01-01 of YYYY-MM-DD. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/**
 * What came of a learner after a landmark.
 *
 * Leaving is what was said (withdrawal on its date) or, where the run counts silence, the day after the last activity
 * (the first day, where there was none), once `silentDays` have been seen to follow it without any. Completion, a
 * transfer, the end of the run and the end of the data end the observation: who had not left by then is censored, not
 * "stayed for ever".
 *
 * @param asof the landmark, YYYY-MM-DD, at the start of its day
 * @param today first day of which nothing is known yet, YYYY-MM-DD
 */
export function outcomeAt(
  asof: string,
  run: RunFacts,
  enrolment: EnrolmentFacts,
  today: string,
): LandmarkOutcome {
  const at = dayNumber(asof);
  const known = Math.min(dayNumber(today), run.end === null ? Infinity : dayNumber(run.end));
  const left = departureDay(run, enrolment, known);
  // Silence that began within the last days is not known for leaving yet: those days count neither way.
  const decided = run.silent ? known - run.silentDays : known;
  const observed = Math.max(Math.min(decided, observationEnd(enrolment)) - at, 0);
  const leftAfter = left === null ? null : Math.max(left - at, 0);
  return {
    group: run.code,
    learner: enrolment.learner,
    landmarkDay: at - dayNumber(enrolment.start),
    leftAfterDays: leftAfter !== null && leftAfter <= observed ? leftAfter : null,
    observedDays: observed,
    completed: completed(run, enrolment, left, today),
  };
}

/** Day on which the learner was gone, as a day number; null = was not seen to leave. */
function departureDay(
  run: RunFacts,
  { status, statusDay, start, registered, lastActive }: EnrolmentFacts,
  known: number,
): number | null {
  if (status === 'withdrew') return statusDay === null ? null : dayNumber(statusDay);
  if (!run.silent || status === 'completed' || status === 'transferred') return null;
  // nobody can be silent before the start or the registration, whichever is later
  const begin = Math.max(dayNumber(start), dayNumber(registered));
  const firstSilent = lastActive === null ? begin : Math.max(begin, dayNumber(lastActive) + 1);
  return known - firstSilent >= run.silentDays ? firstSilent : null;
}

function observationEnd({ status, statusDay }: EnrolmentFacts): number {
  return (status === 'completed' || status === 'transferred') && statusDay !== null
    ? dayNumber(statusDay)
    : Infinity;
}

function completed(
  run: RunFacts,
  { status }: EnrolmentFacts,
  left: number | null,
  today: string,
): boolean | null {
  if (status === 'completed') return true;
  if (status === 'withdrew' || status === 'failed' || status === 'silent' || left !== null) return false;
  if (status === 'transferred') return null;
  return run.end !== null && run.end <= today ? false : null;
}
