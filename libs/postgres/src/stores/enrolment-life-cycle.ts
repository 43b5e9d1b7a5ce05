import type { EnrolmentStatus } from '#libs/contracts';

export interface EnrolmentState {
  readonly status: EnrolmentStatus;
  readonly registeredAt: Date;
  /** null = not known to have started. */
  readonly startedAt: Date | null;
  /** When the status began. */
  readonly statusAt: Date;
  /** 1 = first time in the run. */
  readonly attempt: number;
}

/** What somebody says of an enrolment: an event (status and instant), or a roster row (with the registration too). */
export interface EnrolmentWord {
  readonly status: EnrolmentStatus;
  /** When the status began; null = with the registration. */
  readonly at: Date | null;
  readonly registeredAt?: Date;
  readonly startedAt?: Date | null;
}

export type EnrolmentDecision =
  | { readonly kind: 'changed'; readonly next: EnrolmentState }
  | { readonly kind: 'unchanged' }
  /** Tells of a time before the present status, which it cannot change. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'refused'; readonly message: string };

/** Silence is only seen, so whoever is silent may come back or be found to have left; the others ended by a word. */
const legal: Readonly<Record<EnrolmentStatus, readonly EnrolmentStatus[]>> = {
  registered: ['started', 'completed', 'failed', 'withdrew', 'silent', 'transferred'],
  started: ['completed', 'failed', 'withdrew', 'silent', 'transferred'],
  silent: ['started', 'completed', 'failed', 'withdrew', 'transferred'],
  completed: [],
  failed: [],
  withdrew: [],
  transferred: [],
};

/** What becomes of an enrolment (null = not enrolled yet) by a word about it. */
export function decideEnrolment(current: EnrolmentState | null, word: EnrolmentWord): EnrolmentDecision {
  const registeredAt = word.registeredAt ?? (word.status === 'registered' ? word.at : null);
  const at = word.at ?? registeredAt;
  if (current === null) {
    if (registeredAt === null || at === null) return refused('is not enrolled');
    return begin(word, registeredAt, at, 1);
  }
  if (at === null) return refused('needs the time at which the status began');
  // an ended (or silent) learner who registers after that begins again
  const reEnrols = registeredAt !== null && isEnd(current.status) && registeredAt > current.statusAt;
  if (reEnrols) return begin(word, registeredAt, at, current.attempt + 1);
  // a source that is read again tells of the first time too, after the second has begun
  if (isOfEarlierAttempt(current, word)) return { kind: 'stale' };
  if (word.status === current.status) return correct(current, word, registeredAt);
  if (at < (word.registeredAt ?? current.registeredAt))
    return refused('would change before its registration');
  // silence is seen later than everything that was said before it: only who studies after it has come back
  const isBeforeSilence = current.status === 'silent' && word.status === 'started' && at < current.statusAt;
  if (!isBeforeSilence && legal[current.status].includes(word.status)) {
    const startedAt = word.startedAt ?? current.startedAt ?? (word.status === 'started' ? at : null);
    return {
      kind: 'changed',
      next: {
        ...current,
        registeredAt: word.registeredAt ?? current.registeredAt,
        status: word.status,
        statusAt: at,
        startedAt,
      },
    };
  }
  if (at > current.statusAt) return refused(`cannot go from ${current.status} to ${word.status}`);
  // a late "started" still tells when; the status stays
  if (word.status === 'started' && current.startedAt === null)
    return { kind: 'changed', next: { ...current, startedAt: at } };
  return { kind: 'stale' };
}

function isOfEarlierAttempt({ attempt, registeredAt }: EnrolmentState, word: EnrolmentWord): boolean {
  return attempt > 1 && word.registeredAt !== undefined && word.registeredAt < registeredAt;
}

function isEnd(status: EnrolmentStatus): boolean {
  return status !== 'registered' && status !== 'started';
}

function begin(word: EnrolmentWord, registeredAt: Date, at: Date, attempt: number): EnrolmentDecision {
  if (at < registeredAt) return refused('would change before its registration');
  const startedAt = word.startedAt ?? (word.status === 'started' ? at : null);
  return { kind: 'changed', next: { status: word.status, registeredAt, startedAt, statusAt: at, attempt } };
}

/** The same status again: a source with its own record of the registration may correct the dates. */
function correct(current: EnrolmentState, word: EnrolmentWord, registeredAt: Date | null): EnrolmentDecision {
  if (word.registeredAt === undefined) return { kind: 'unchanged' };
  const statusAt =
    word.at ?? (word.status === 'registered' ? (registeredAt ?? current.statusAt) : current.statusAt);
  if (statusAt < word.registeredAt) return refused('would change before its registration');
  const next = {
    ...current,
    registeredAt: word.registeredAt,
    startedAt: word.startedAt ?? current.startedAt,
    statusAt,
  };
  const same =
    next.registeredAt.getTime() === current.registeredAt.getTime() &&
    next.startedAt?.getTime() === current.startedAt?.getTime() &&
    next.statusAt.getTime() === current.statusAt.getTime();
  return same ? { kind: 'unchanged' } : { kind: 'changed', next };
}

function refused(message: string): EnrolmentDecision {
  return { kind: 'refused', message };
}
