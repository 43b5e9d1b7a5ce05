/**
 * A learning event: one statement, normalised. The kinds are what features are counted from; whatever no rule
 * recognises is `other`, kept and counted.
 */
export const eventKinds = [
  'registered', // enrolled or joined a run
  'withdrew', // left a run by an explicit act
  'launched', // session or unit opened
  'viewed', // page, resource or unit looked at
  'interacted', // clicks and other use with no closer meaning
  'video', // any video-profile action; `action` says which
  'answered', // a response to one item
  'submitted', // an assessment handed in
  'graded', // an assessment scored
  'passed',
  'failed',
  'completed',
  'asked', // a question put to teachers or peers
  'replied', // an answer to a question, or another post
  'attended', // came to a face-to-face or live session
  'absent', // was invited and did not come
  'skill_checked', // hands-on skill observed and judged
  'left', // session closed, suspended, logged out
  'voided', // the statement voids another
  'other',
] as const;
export type EventKind = (typeof eventKinds)[number];

/** One played stretch of a video, seconds from its start, from <= to. */
export type PlayedSegment = readonly [from: number, to: number];

/** The typed row that the engine counts from. All instants are ISO 8601 UTC with milliseconds. */
export interface LearningEvent {
  readonly tenant: string;
  readonly statementId: string;
  readonly learnerPid: string;
  /** IRI of the course run's activity, empty where the statement names none. */
  readonly run: string;
  /** Calendar day of `timestamp` in the tenant's time zone, YYYY-MM-DD. */
  readonly day: string;
  readonly timestamp: string;
  readonly stored: string;
  readonly kind: EventKind;
  /** Closer word within the kind: the verb's short name (`played`, `paused`, `experienced`). */
  readonly action: string;
  readonly verb: string;
  readonly activity: string;
  readonly activityType: string;
  /** Nearest enclosing activity below the run (module, quiz, section), empty where none is named. */
  readonly parent: string;
  readonly registration: string;
  /** Session that the sender names (video session-id, cmi5 session), empty where none. */
  readonly session: string;
  readonly platform: string;
  /** How many like actions the statement stands for (a day's clicks); 1 unless the sender says otherwise. */
  readonly count: number;
  /** 0 to 1; null where not scored. */
  readonly score: number | null;
  readonly success: boolean | null;
  readonly completion: boolean | null;
  /** Seconds, >= 0; null where unknown. */
  readonly duration: number | null;
  /** Learner's response as sent, cut at 500 characters; empty where none. */
  readonly response: string;
  readonly playedSegments: readonly PlayedSegment[];
  /** Length of the video in seconds; null where unknown. */
  readonly videoLength: number | null;
  /** Pseudonyms of the other people that the statement names (teacher, group members, object agent). */
  readonly related: readonly string[];
}
