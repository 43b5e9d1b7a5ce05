import { hash } from 'node:crypto';
import type { LookupTerm } from './lookup-terms.js';

/** Hashes remembered of each kind: of most statements every term was met before. */
const REMEMBERED = 50_000;

/**
 * The 64 bits that stand for a term in the store, the first eight bytes of its SHA-256. Two of a
 * billion terms are the same with odds of 1 in 37; then a filter finds what the other finds too.
 */
export function createTermHash(): (term: LookupTerm) => bigint {
  const known = new Map<LookupTerm[0], Map<string, bigint>>();
  return ([kind, of]) => {
    let hashes = known.get(kind);
    if (hashes === undefined) {
      hashes = new Map<string, bigint>();
      known.set(kind, hashes);
    }
    let hashed = hashes.get(of);
    if (hashed === undefined) {
      hashed = BigInt(`0x${hash('sha256', `${kind} ${of}`, 'hex').slice(0, 16)}`);
      if (hashes.size >= REMEMBERED) hashes.clear();
      hashes.set(of, hashed);
    }
    return hashed;
  };
}
