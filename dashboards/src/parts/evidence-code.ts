import type { EvidenceRef } from '#libs/contracts';

const fields = ['learner', 'run', 'region', 'activity', 'from', 'to'] as const;

/** The question of an evidence drawer as one URL parameter: `learner:7k3f,kinds:video.viewed,from:2026-11-01`. */
export function evidenceCode(evidence: EvidenceRef): string {
  const parts = fields.flatMap((field) => {
    const value = evidence[field];
    return value === undefined ? [] : [`${field}:${encodeURIComponent(value)}`];
  });
  if (evidence.kinds !== undefined && evidence.kinds.length > 0)
    parts.push(`kinds:${evidence.kinds.join('.')}`);
  if (evidence.success !== undefined) parts.push(`success:${String(evidence.success)}`);
  return parts.join(',');
}

/** The question of a code; what it does not know is left out, so that an old link still opens. */
export function evidenceOf(code: string): EvidenceRef {
  const evidence: EvidenceRef = {};
  for (const part of code.split(',')) {
    const colon = part.indexOf(':');
    const name = part.slice(0, colon);
    const value = part.slice(colon + 1);
    const field = fields.find((each) => each === name);
    if (field !== undefined) evidence[field] = decodeURIComponent(value);
    if (name === 'success') evidence.success = value === 'true';
    // The server knows the kinds and answers 400 to another one.
    if (name === 'kinds') evidence.kinds = value.split('.') as NonNullable<EvidenceRef['kinds']>;
  }
  return evidence;
}
