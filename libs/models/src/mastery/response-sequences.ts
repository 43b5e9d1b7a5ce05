/** Sequences of answers laid end to end; equal ones are kept once, with their number, since short ones repeat a lot. */
export interface ResponseSequences {
  /** 1 = correct, 0 = wrong. */
  readonly responses: Uint8Array;
  /** Sequence i is `responses[offsets[i], offsets[i + 1])`. */
  readonly offsets: Int32Array;
  readonly weights: Float64Array;
  readonly longest: number;
}

/**
 * @param sequences per learner the answers of one skill, oldest first; empty ones are left out
 * @throws RangeError where an answer is neither 0 nor 1, or there is none at all
 */
export function packSequences(sequences: readonly ArrayLike<number>[]): ResponseSequences {
  const counts = new Map<string, number>();
  sequences.forEach((sequence, index) => {
    const key = Array.from(sequence, (answer) => {
      if (answer === 0 || answer === 1) return answer;
      throw new RangeError(`answer ${String(answer)} in sequence ${String(index)}: must be 0 or 1`);
    }).join('');
    if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  if (counts.size === 0) throw new RangeError('no answers to learn from');
  const offsets = new Int32Array(counts.size + 1);
  const weights = new Float64Array(counts.size);
  let index = 0;
  let longest = 0;
  for (const [key, count] of counts) {
    weights[index] = count;
    offsets[index + 1] = offsets[index]! + key.length;
    longest = Math.max(longest, key.length);
    index++;
  }
  const responses = new Uint8Array(offsets[counts.size]!);
  let at = 0;
  for (const key of counts.keys()) for (const answer of key) responses[at++] = answer === '1' ? 1 : 0;
  return { responses, offsets, weights, longest };
}
