import * as z from 'zod';
import { LearnerAccount, type NudgeIntent, type NudgeRule } from '#libs/contracts';
import type { DueNudge } from '#libs/postgres';

const AgentWithAccount = z.object({ account: LearnerAccount });

/**
 * What is sent, put together when it is sent: the identity is never written into the outbox, and the address for the
 * answer is the present one.
 */
export function intentOf(
  nudge: DueNudge,
  rule: NudgeRule,
  timeZone: string,
  publicUrl: string,
  account: LearnerAccount | null,
): NudgeIntent {
  const { quiet, clinic } = rule.hours;
  return {
    type: 'snowlight.nudge.intent.v1',
    id: nudge.id,
    createdAt: nudge.createdAt.toISOString(),
    expiresAt: nudge.expiresAt.toISOString(),
    tenant: nudge.tenant,
    learner: { pid: nudge.learnerPid, ...(account !== null && { account }) },
    course: nudge.course,
    reason: {
      kind: 'risk',
      risk: {
        probability: nudge.probability,
        lower: nudge.lower,
        upper: nudge.upper,
        horizonDays: nudge.horizonDays,
        model: nudge.model,
      },
      drivers: nudge.reasons.map(({ feature, text, contribution }) => ({ feature, text, contribution })),
      gaps: [...nudge.gaps],
    },
    constraints: {
      notBefore: nudge.notBefore.toISOString(),
      notAfter: nudge.expiresAt.toISOString(),
      quietHours: [
        ...(quiet === null ? [] : [{ ...quiet, timeZone }]),
        ...clinic.map((hours) => ({ ...hours, timeZone })),
      ],
      channels: [],
    },
    arm: nudge.arm,
    callback: { url: `${publicUrl}/v1/nudges/${nudge.id}/outcome` },
  };
}

/** The account in an xAPI agent as the vault gives it back; null where the person is known by something else. */
export function accountOf(agent: string | undefined): LearnerAccount | null {
  if (agent === undefined) return null;
  const parsed = AgentWithAccount.safeParse(JSON.parse(agent));
  return parsed.success ? parsed.data.account : null;
}
