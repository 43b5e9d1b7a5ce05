import type { Estimate } from './figures.js';

interface IntervalMarkProps {
  readonly estimate: Estimate;
  /** What lies at either end of the axis; 0 is in the middle. */
  readonly most: number;
  /** The mark of a gap that is one. */
  readonly isShown: boolean;
}

const width = 168;
const height = 20;

/** A gap with its interval on an axis around 0, all rows on one scale. The figures stand beside it, for everybody. */
export function IntervalMark({ estimate: { value, lower, upper }, most, isShown }: IntervalMarkProps) {
  const x = (at: number) => ((Math.max(-most, Math.min(most, at)) / most + 1) / 2) * (width - 16) + 8;
  const middle = height / 2;
  return (
    <svg
      className="interval-mark"
      width={width}
      height={height}
      viewBox={`0 0 ${width.toString()} ${height.toString()}`}
      aria-hidden="true"
    >
      <path d={`M8 ${middle.toString()}H${(width - 8).toString()}`} stroke="var(--line)" />
      <path d={`M${x(0).toString()} 0V${height.toString()}`} stroke="var(--ink-2)" />
      <path
        d={`M${x(lower).toString()} ${middle.toString()}H${x(upper).toString()}`}
        stroke={isShown ? 'var(--series-2)' : 'var(--accent)'}
        strokeWidth="2"
      />
      {isShown ? (
        <path d={`M${x(value).toString()} ${(middle - 7).toString()}l7 7-7 7-7-7z`} fill="var(--series-2)" />
      ) : (
        <circle
          cx={x(value)}
          cy={middle}
          r="5"
          fill="var(--surface)"
          stroke="var(--accent)"
          strokeWidth="2"
        />
      )}
    </svg>
  );
}
