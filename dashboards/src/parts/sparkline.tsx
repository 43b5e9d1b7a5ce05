import { linePath, sparklinePoints, unbroken } from './sparkline-path.js';

const box = { width: 104, height: 36, top: 0.5, inset: 4 };

/** Chance at the end of each of the last weeks. The sentence beside it says the last value; readers get that. */
export function Sparkline({ history }: { history: readonly (number | null)[] }) {
  const points = sparklinePoints(history, box);
  const last = points.findLast((point) => point !== null);
  if (last === undefined) return null;
  return (
    <svg
      className="sparkline"
      width={box.width}
      height={box.height}
      viewBox={`0 0 ${box.width.toString()} ${box.height.toString()}`}
      aria-hidden="true"
    >
      <path d={`M0 ${(box.height - box.inset).toString()}H${box.width.toString()}`} stroke="var(--line)" />
      {unbroken(points).map((run) => (
        <path
          key={run[0]?.x}
          d={linePath(run)}
          fill="none"
          stroke="var(--ink-2)"
          strokeWidth="1.5"
          strokeLinejoin="round"
        />
      ))}
      <circle cx={last.x} cy={last.y} r="3" fill="var(--accent)" />
    </svg>
  );
}
