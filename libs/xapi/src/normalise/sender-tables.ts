import type { EventKind } from '#libs/contracts';

/** What an activity is to the normaliser: as coarse as the rules for kinds need it. */
export type ActivityClass =
  | 'course'
  | 'video'
  /** One question: answered, then judged. */
  | 'item'
  /** What is handed in and scored as a whole: quiz, exam, assignment. */
  | 'assessment'
  /** One learner's go at an assessment: an activity of its own with some senders. */
  | 'attempt'
  | 'discussion'
  /** Comes together at a time: classroom, meeting, webinar. */
  | 'session'
  | 'skill-check'
  /** A hint or a solution that is shown on request. */
  | 'help'
  /** The platform itself, or a group of people: nothing that is learned. */
  | 'surroundings'
  | 'unknown';

/** Activity type IRI to class: one table for each family of senders. */
export type ActivityTypeTable = readonly (readonly [type: string, ActivityClass])[];

/** What the kind of an event may hang on, beside its verb. */
export interface EventFacts {
  /** Class of the object. */
  readonly object: ActivityClass;
  readonly isScored: boolean;
  readonly isCompleted: boolean;
  /** The context names the discussion that the object belongs to: a post in it, not its opening. */
  readonly isWithinDiscussion: boolean;
}

/** The kind, or how it follows from the facts. */
export type VerbRule = EventKind | ((facts: EventFacts) => EventKind);
/** Verb IRI to rule: one table for each family of senders. */
export type VerbTable = readonly (readonly [verb: string, rule: VerbRule])[];

/** A rule by the object's class, with `otherwise` for the classes not named. */
export function byObject(kinds: Partial<Record<ActivityClass, EventKind>>, otherwise: EventKind): VerbRule {
  return ({ object }) => kinds[object] ?? otherwise;
}
