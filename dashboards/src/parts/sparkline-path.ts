export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Breaks a series at its gaps: an unknown week is a hole in the line, never a zero. */
export function unbroken<T>(points: readonly (T | null)[]): T[][] {
  const runs: T[][] = [];
  let run: T[] = [];
  for (const point of [...points, null]) {
    if (point !== null) run.push(point);
    else if (run.length > 0) {
      runs.push(run);
      run = [];
    }
  }
  return runs;
}

const coordinate = (value: number) => Number(value.toFixed(1)).toString();

/** `M0 10L5 8` through the points. */
export const linePath = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`).join('');

/** Closed shape between an upper and a lower line over the same x. */
export const bandPath = (upper: readonly Point[], lower: readonly Point[]): string =>
  upper.length === 0 ? '' : `${linePath([...upper, ...lower.toReversed()])}Z`;

/**
 * Chances of the last weeks as points in a box; y from 0 to at least `top`, so that small chances do not look like
 * alarms.
 */
export function sparklinePoints(
  history: readonly (number | null)[],
  box: { readonly width: number; readonly height: number; readonly top: number; readonly inset: number },
): (Point | null)[] {
  const top = Math.max(box.top, ...history.map((value) => value ?? 0));
  const step = (box.width - 2 * box.inset) / Math.max(1, history.length - 1);
  return history.map((value, index) =>
    value === null
      ? null
      : {
          x: box.inset + index * step,
          y: box.height - box.inset - (value / top) * (box.height - 2 * box.inset),
        },
  );
}
