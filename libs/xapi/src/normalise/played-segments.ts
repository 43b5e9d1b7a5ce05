import type { PlayedSegment } from '#libs/contracts';

/**
 * Played segments of the video profile, `0[.]42.6[,]50[.]60`: seconds, cut to [0, length] where the length is known.
 * Players send unfinished ones (`176.4`), reversed ones and stretches beyond the end: these are dropped or cut.
 */
export function parsePlayedSegments(text: string, length: number | null): PlayedSegment[] {
  const segments: PlayedSegment[] = [];
  for (const part of text.split('[,]')) {
    const divider = part.indexOf('[.]');
    if (divider === -1) continue;
    const from = Math.max(0, seconds(part.slice(0, divider)));
    const to = Math.min(length ?? Infinity, seconds(part.slice(divider + 3)));
    // NaN, where a bound is no number, fails the comparison; what lasts for ever was not watched.
    if (from <= to && to < Infinity) segments.push([from, to]);
  }
  return segments;
}

const decimal = /^\s*-?\d+(?:\.\d+)?(?:e-?\d+)?\s*$/i;

function seconds(text: string): number {
  return decimal.test(text) ? Number(text) : NaN;
}

/** Share of a video that the union of the segments covers, 0 to 1; 0 where the length is not positive. */
export function coverage(segments: Iterable<PlayedSegment>, length: number): number {
  if (!(length > 0)) return 0;
  const ordered = [...segments].sort((a, b) => a[0] - b[0]);
  let covered = 0;
  let reached = 0;
  for (const [from, to] of ordered) {
    const start = Math.max(from, reached);
    const end = Math.min(to, length);
    if (end > start) covered += end - start;
    if (end > reached) reached = end;
  }
  return Math.min(1, covered / length);
}
