/**
 * Numbers of statements, each the one before plus one: beside the instant of storing they say where a statement
 * stands. Begins anywhere, so that of two processes hardly ever two give the same at the same instant; where it
 * happens, both statements stand at that place.
 * @param start 0 to 2^32 - 1
 */
export function positionsFrom(start: number): () => number {
  let next = start;
  return () => {
    const n = next;
    next = n === 0xffffffff ? 0 : n + 1;
    return n;
  };
}
