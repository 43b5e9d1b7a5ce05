/** What a client demands of a document before it is touched (RFC 9110, 13.1; xAPI 1.0.3, Communication 3.1). */
export interface Preconditions {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/** @param tag the entity tag of what is stored, in quotes; null = nothing is */
export function areMet({ ifMatch, ifNoneMatch }: Preconditions, tag: string | null): boolean {
  if (ifMatch !== undefined && !names(ifMatch, tag)) return false;
  return ifNoneMatch === undefined || !names(ifNoneMatch, tag);
}

/**
 * Does the header name what is stored? `*` does where anything is. Tags that a proxy has weakened count as they were:
 * ours are hashes of the bytes, and a proxy that compresses would else make every PUT fail.
 */
export function names(header: string, tag: string | null): boolean {
  if (tag === null) return false;
  if (header.trim() === '*') return true;
  return (header.match(/(?:W\/)?"[^"]*"/g) ?? []).some((given) => given.replace(/^W\//, '') === tag);
}
