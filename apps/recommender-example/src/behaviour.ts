import { createHash } from 'node:crypto';
import type { NudgeOutcome } from '#libs/contracts';

export interface Step {
  readonly status: NudgeOutcome['status'];
  /** Seconds after the intent was received. */
  readonly after: number;
  readonly detail?: string;
}

/**
 * What the learner (and the channel) will make of it: of 100 intents, 8 are declined, 4 cannot be delivered, 26 are
 * left unread, 22 are read, and 40 are acted upon. Decided by seed and id alone.
 */
export function stepsFor(seed: string, id: string, delay: number): readonly Step[] {
  const draw =
    createHash('sha256')
      .update(JSON.stringify([seed, id]))
      .digest()
      .readUInt32BE() /
    2 ** 32;
  if (draw < 0.08)
    return [{ status: 'declined', after: delay, detail: 'the learner has had a like suggestion today' }];
  const accepted: Step = { status: 'accepted', after: delay };
  if (draw < 0.12) return [accepted, { status: 'failed', after: 2 * delay, detail: 'number not in service' }];
  const delivered: Step[] = [accepted, { status: 'delivered', after: 2 * delay }];
  if (draw < 0.38) return delivered;
  delivered.push({ status: 'opened', after: 3 * delay });
  if (draw < 0.6) return delivered;
  return [...delivered, { status: 'acted', after: 4 * delay }];
}
