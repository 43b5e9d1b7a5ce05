import type { EnrolmentStatus, NudgeGoal, NudgeRule, SuppressionReason } from '#libs/contracts';
import type { CurrentScore } from '../signals.js';
import type { Arm } from './arm.js';
import { dayMs, dayNumber, startOfDay } from './local-time.js';
import { nextPermitted } from './sending-hours.js';

/** Everything that a decision about one learner and one rule rests on, as of `now` by the tenant's clock. */
export interface NudgeFacts {
  readonly now: Date;
  readonly timeZone: string;
  readonly rule: NudgeRule;
  readonly arm: Arm;
  readonly expiresAt: Date;
  readonly score: CurrentScore | null;
  /** YYYY-MM-DD by the tenant's time zone. */
  readonly lastActiveDay: string | null;
  readonly erased: boolean;
  readonly consent: boolean;
  /** On duty, leave or holiday by the roster, on the tenant's today. */
  readonly away: boolean;
  /** null: not enrolled in the run. */
  readonly enrolment: EnrolmentStatus | null;
  /** Nudges to the learner in the last 7 days, by any rule. */
  readonly sentToLearner: number;
  /** Nudges of the tenant since its day began, by any rule. */
  readonly sentToday: number;
}

export type NudgeDecision =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly until: Date }
  | { readonly kind: 'suppress'; readonly reason: SuppressionReason };

/**
 * May this nudge go now? Asked when it is written down and again when it is sent.
 *
 * The first reason in this order is the one that the ledger shows. The holdout comes last of the reasons that concern
 * the learner, so that those held out are like those treated in all else: the comparison between them rests on it.
 */
export function decide(facts: NudgeFacts): NudgeDecision {
  const reason = whyNot(facts);
  if (reason !== null) return { kind: 'suppress', reason };
  const { now, timeZone, rule, expiresAt } = facts;
  const capReached = facts.sentToday >= rule.dailyCap;
  const earliest = capReached ? startOfDay(dayNumber(now, timeZone) + 1, timeZone) : now;
  const permitted = nextPermitted(earliest, rule.hours, timeZone);
  if (permitted >= expiresAt) return { kind: 'suppress', reason: capReached ? 'capped' : 'expired' };
  return permitted > now ? { kind: 'wait', until: permitted } : { kind: 'send' };
}

function whyNot(facts: NudgeFacts): SuppressionReason | null {
  const { rule, score } = facts;
  if (facts.erased) return 'erased';
  if (!rule.enabled) return 'rule-off';
  if (facts.now >= facts.expiresAt) return 'expired';
  if (goalReached(rule.goal, facts)) return 'goal-reached';
  if (facts.enrolment !== 'registered' && facts.enrolment !== 'started') return 'left-run';
  if (facts.away) return 'on-duty';
  if (score?.chance == null) return 'abstained';
  if (!isAboveBar(score, rule)) return 'below-bar';
  if (!facts.consent) return 'no-consent';
  if (facts.sentToLearner >= rule.learnerCap) return 'capped';
  return facts.arm === 'holdout' ? 'holdout' : null;
}

/** Where what is usual is not known, the absolute bar decides alone. An abstaining model is never above. */
export function isAboveBar(score: CurrentScore, rule: NudgeRule): boolean {
  if (score.chance === null || score.chance.probability < rule.bar) return false;
  if (rule.usualMultiple === null || score.usual === null) return true;
  return score.chance.probability >= rule.usualMultiple * score.usual;
}

function goalReached(
  goal: NudgeGoal,
  {
    now,
    timeZone,
    lastActiveDay,
    enrolment,
  }: Pick<NudgeFacts, 'now' | 'timeZone' | 'lastActiveDay' | 'enrolment'>,
): boolean {
  if (goal.kind === 'completed') return enrolment === 'completed';
  if (lastActiveDay === null) return false;
  return dayNumber(now, timeZone) - Date.parse(lastActiveDay) / dayMs < goal.days;
}
