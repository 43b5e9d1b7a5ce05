import type { DueNudge, NudgeRuleStore, NudgeStore, Postgres, StoredNudgeRule } from '#libs/postgres';
import type { TenantNow } from './consider-score.js';
import { decide } from './policy/decide.js';
import type { CurrentScores, LearnerSignals } from './signals.js';

export interface ClaimDeps {
  readonly postgres: Postgres;
  readonly rules: NudgeRuleStore;
  readonly nudges: NudgeStore;
  readonly scores: CurrentScores;
  readonly signals: LearnerSignals;
  readonly now: TenantNow;
}

export interface ClaimedNudge {
  readonly attempt: string;
  readonly nudge: DueNudge;
  /** As in force now: its secret, address and grants, not those of the version that decided. */
  readonly stored: StoredNudgeRule;
  readonly timeZone: string;
}

export type Claim =
  | { readonly kind: 'nothing-due' }
  /** Postponed or suppressed: there may be another one due. */
  | { readonly kind: 'held' }
  | { readonly kind: 'send'; readonly claimed: ClaimedNudge };

/**
 * The sending transaction: takes the next due nudge of the tenant, asks everything again that spoke for it, and marks
 * it as being sent, with an attempt, before anything leaves. Who consented, came back or left since the nudge was
 * written down is seen here.
 * @param leaseMs after which another sender takes over a nudge whose result was not recorded; longer than a request
 *   may last.
 */
export async function claimNext(deps: ClaimDeps, tenant: string, leaseMs: number): Promise<Claim> {
  const { postgres, rules, nudges, scores, signals } = deps;
  const now = await deps.now(tenant);
  return postgres.transaction(async (tx): Promise<Claim> => {
    const nudge = await nudges.claim(tx, tenant, now);
    if (nudge === null) return { kind: 'nothing-due' };
    const { id, run, learnerPid, arm, expiresAt } = nudge;
    const stored = await rules.find(tenant, nudge.rule, tx);
    if (stored === null) throw new Error(`nudge ${id} names rule ${nudge.rule}, which is not there`);
    const standing = await nudges.standing(tenant, run, learnerPid, now, id, tx);
    const decision = decide({
      ...standing,
      now,
      rule: stored.rule,
      arm,
      expiresAt,
      score: await scores.read(tenant, run, learnerPid, stored.rule.horizon),
      lastActiveDay: await signals.lastActiveDay(tenant, run, learnerPid),
    });
    if (decision.kind === 'suppress') {
      await nudges.suppress(tx, id, decision.reason);
      return { kind: 'held' };
    }
    if (decision.kind === 'wait') {
      await nudges.postpone(tx, id, decision.until);
      return { kind: 'held' };
    }
    const attempt = await nudges.beginAttempt(tx, id, now, leaseMs);
    return { kind: 'send', claimed: { attempt, nudge, stored, timeZone: standing.timeZone } };
  });
}
