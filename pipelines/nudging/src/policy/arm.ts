import { createHash } from 'node:crypto';

export type Arm = 'treated' | 'holdout';

/**
 * Which arm of a rule a learner is in, for as long as the rule keeps its salt: raising the share holds more learners
 * out and lets none back in. SHA-256 of (salt, rule, learner), its first 48 bits as a fraction, against the share.
 */
export function armOf(salt: string, rule: string, learnerPid: string, holdoutShare: number): Arm {
  const digest = createHash('sha256')
    .update(JSON.stringify([salt, rule, learnerPid]))
    .digest();
  return digest.readUIntBE(0, 6) / 2 ** 48 < holdoutShare ? 'holdout' : 'treated';
}
