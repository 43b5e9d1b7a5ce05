import type { Horizon, NudgeIntent, Reason } from '#libs/contracts';

/** A learner's newest score in a run at a horizon. */
export interface CurrentScore {
  /** ISO 8601, UTC. */
  readonly scoredAt: string;
  /** null: the model says "not enough data". */
  readonly chance: { readonly probability: number; readonly lower: number; readonly upper: number } | null;
  /** What is usual for learners of the run at this horizon, 0 to 1; null where unknown. */
  readonly usual: number | null;
  readonly model: string;
  /** Strongest first. */
  readonly reasons: readonly Reason[];
}

export interface CurrentScores {
  /** null: never scored. */
  read(tenant: string, run: string, learnerPid: string, horizon: Horizon): Promise<CurrentScore | null>;
}

export type SkillGap = NudgeIntent['reason']['gaps'][number];

/** What else the events say of a learner in a run. */
export interface LearnerSignals {
  /** Newest day with an event, YYYY-MM-DD in the tenant's time zone; null: none. */
  lastActiveDay(tenant: string, run: string, learnerPid: string): Promise<string | null>;
  /** Skills with enough evidence of not being mastered, weakest first. */
  gaps(tenant: string, run: string, learnerPid: string): Promise<readonly SkillGap[]>;
}
