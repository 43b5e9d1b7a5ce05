import { hash } from 'node:crypto';

/** Hashes remembered: of most statements every term was met before. */
const REMEMBERED = 100_000;

/**
 * The 64 bits that stand for a term in the store, the first eight bytes of its SHA-256. Two of a
 * billion terms are the same with odds of 1 in 37; then a filter finds what the other finds too.
 */
export function createTermHash(): (term: string) => bigint {
  const known = new Map<string, bigint>();
  return (term) => {
    const found = known.get(term);
    if (found !== undefined) return found;
    const hashed = BigInt(`0x${hash('sha256', term, 'hex').slice(0, 16)}`);
    if (known.size >= REMEMBERED) known.clear();
    known.set(term, hashed);
    return hashed;
  };
}
