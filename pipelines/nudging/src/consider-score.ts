import type { ScoredMessage } from '#libs/contracts';
import type { NudgeRuleStore, NudgeStore, StoredNudgeRule } from '#libs/postgres';
import { armOf } from './policy/arm.js';
import { decide, isAboveBar } from './policy/decide.js';
import { windowStart } from './policy/window.js';
import type { CurrentScores, LearnerSignals } from './signals.js';

/** The tenant's clock, which a demo runs faster than the wall's. */
export type TenantNow = (tenant: string) => Promise<Date>;

export interface ConsiderDeps {
  readonly rules: NudgeRuleStore;
  readonly nudges: NudgeStore;
  readonly scores: CurrentScores;
  readonly signals: LearnerSignals;
  readonly now: TenantNow;
}

/**
 * Holds a learner's current scores against the tenant's rules. Below a bar nothing is written; above it a line of the
 * ledger is, once per rule, learner and window, to be sent or with the reason why not. May be called as often as one
 * likes, from several processes.
 */
export async function considerScore(
  deps: ConsiderDeps,
  scored: Pick<ScoredMessage, 'tenant' | 'run' | 'learnerPid'>,
): Promise<void> {
  for (const stored of await deps.rules.all(scored.tenant))
    if (stored.rule.enabled) await considerRule(deps, scored, stored);
}

async function considerRule(
  { nudges, scores, signals, now: nowOf }: ConsiderDeps,
  { tenant, run, learnerPid }: Pick<ScoredMessage, 'tenant' | 'run' | 'learnerPid'>,
  { rule, version, salt }: StoredNudgeRule,
): Promise<void> {
  const score = await scores.read(tenant, run, learnerPid, rule.horizon);
  if (score?.chance == null || !isAboveBar(score, rule)) return;
  const now = await nowOf(tenant);
  const standing = await nudges.standing(tenant, run, learnerPid, now);
  // scores are of enrolled learners; without the enrolment there is nobody whom the ledger could speak of
  if (standing.enrolment === null) return;
  const window = windowStart(now, rule.windowDays, standing.timeZone);
  if (await nudges.isSettled(tenant, rule.code, learnerPid, window)) return;

  const arm = armOf(salt, rule.code, learnerPid, rule.holdoutShare);
  const expiresAt = new Date(now.getTime() + rule.expiresAfterHours * 3_600_000);
  const lastActiveDay = await signals.lastActiveDay(tenant, run, learnerPid);
  const decision = decide({ ...standing, now, rule, arm, expiresAt, score, lastActiveDay });
  await nudges.write({
    tenant,
    rule: rule.code,
    ruleVersion: version,
    learnerPid,
    windowStart: window,
    run,
    arm,
    suppressed: decision.kind === 'suppress' ? decision.reason : null,
    createdAt: now,
    notBefore: decision.kind === 'wait' ? decision.until : now,
    expiresAt,
    horizonDays: Number(rule.horizon),
    scoredAt: new Date(score.scoredAt),
    ...score.chance,
    model: score.model,
    reasons: score.reasons,
    gaps: await signals.gaps(tenant, run, learnerPid),
  });
}
