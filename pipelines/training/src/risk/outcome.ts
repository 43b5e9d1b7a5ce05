import type { LandmarkOutcome } from '#libs/models';
import type { EnrolmentFacts, RunFacts } from './run-facts.query.js';

/** What a model is to foresee: leaving in whatever way (and not completing), or one way of leaving alone. */
export const riskTargets = ['notcompleted', 'withdrew', 'silent'] as const;
export type RiskTarget = (typeof riskTargets)[number];

/** How labels are made. */
export interface LabelRule {
  readonly target: RiskTarget;
  /**
   * Whether who has no outcome when the run is over did not complete it. True for a store that is kept up to date;
   * false for data whose outcomes may be missing: then such an enrolment says nothing.
   */
  readonly endDecides: boolean;
}
export const storeLabels: LabelRule = { target: 'notcompleted', endDecides: true };

/** Days since 1970-01-01 of YYYY-MM-DD. */
export const dayNumber = (day: string): number => Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);

/**
 * What came of a learner after a landmark.
 *
 * Leaving is what was said (withdrawal on its date) or, where the run counts silence, the day after the last activity
 * (the first day, where there was none), once `silentDays` have been seen to follow it without any. Completion, a
 * transfer, the end of the run and the end of the data end the observation, and so does a departure of which the target
 * does not speak: who had not left by then is censored, not "stayed for ever". Who ended on a day that is not known was
 * last seen when last active.
 *
 * @param asof the landmark, YYYY-MM-DD, at the start of its day
 * @param today first day of which nothing is known yet, YYYY-MM-DD
 */
export function outcomeAt(
  asof: string,
  run: RunFacts,
  enrolment: EnrolmentFacts,
  today: string,
  { target, endDecides }: LabelRule = storeLabels,
): LandmarkOutcome {
  const at = dayNumber(asof);
  const known = Math.min(dayNumber(today), run.end === null ? Infinity : dayNumber(run.end));
  const counted = target === 'withdrew' ? { ...run, silent: false } : run;
  const left = departureDay(counted, enrolment, known, target);
  // Silence that began within the last days is not known for leaving yet: those days count neither way.
  const decided = counted.silent ? known - counted.silentDays : known;
  const observed = Math.max(Math.min(decided, observationEnd(enrolment, target)) - at, 0);
  const leftAfter = left === null ? null : Math.max(left - at, 0);
  return {
    group: run.code,
    learner: enrolment.learner,
    landmarkDay: at - dayNumber(enrolment.start),
    leftAfterDays: leftAfter !== null && leftAfter <= observed ? leftAfter : null,
    observedDays: observed,
    completed:
      target === 'notcompleted'
        ? completed(run, enrolment, left, endDecides ? today : '')
        : stayed(enrolment, left, target),
  };
}

/** Day on which the learner was gone, as a day number; null = was not seen to leave. */
function departureDay(
  run: RunFacts,
  enrolment: EnrolmentFacts,
  known: number,
  target: RiskTarget,
): number | null {
  const { status, statusDay } = enrolment;
  if (status === 'withdrew') return statusDay === null || target === 'silent' ? null : dayNumber(statusDay);
  const firstSilent = firstSilentDay(enrolment);
  if (status === 'silent' && !run.silent && target !== 'withdrew')
    return statusDay === null ? firstSilent : Math.min(firstSilent, dayNumber(statusDay));
  if (!run.silent || status === 'completed' || status === 'transferred') return null;
  return known - firstSilent >= run.silentDays ? firstSilent : null;
}

/** Nobody can be silent before the start or the registration, whichever is later. */
function firstSilentDay({ start, registered, lastActive }: EnrolmentFacts): number {
  const begin = Math.max(dayNumber(start), dayNumber(registered));
  return lastActive === null ? begin : Math.max(begin, dayNumber(lastActive) + 1);
}

const ended: readonly string[] = ['completed', 'failed', 'withdrew', 'transferred'];

function observationEnd(enrolment: EnrolmentFacts, target: RiskTarget): number {
  const { status, statusDay } = enrolment;
  if (status === 'silent') return target === 'withdrew' ? firstSilentDay(enrolment) : Infinity;
  if (ended.includes(status) && statusDay === null) return firstSilentDay(enrolment);
  // leaving itself does not shorten it
  const isDeparture = status === 'withdrew' && target !== 'silent';
  return ended.includes(status) && !isDeparture && statusDay !== null ? dayNumber(statusDay) : Infinity;
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

/** Of one way of leaving: whether that is not how it ended; null = not known. */
function stayed({ status }: EnrolmentFacts, left: number | null, target: RiskTarget): boolean | null {
  if (left !== null || status === target) return false;
  return ended.includes(status) || status === 'silent' ? true : null;
}
