import type { LearnerRisk } from '#libs/contracts';
import { bandPath, linePath, unbroken } from '../../parts/sparkline-path.js';
import { chancePoints, modelChanges, type TimeScale } from './lanes.js';

interface ChanceLaneProps {
  readonly history: LearnerRisk['history'];
  readonly scale: TimeScale;
  readonly top: number;
  readonly height: number;
  readonly at: number;
  readonly pick: (index: number) => void;
}

/** The chance as it was believed on each day, with its band, y from 0; where the model changed, a dashed line. */
export function ChanceLane({ history, scale, top, height, at, pick }: ChanceLaneProps) {
  const points = chancePoints(history, scale, height);
  const chosen = points[at];
  const nearest = (x: number) => {
    let best = 0;
    for (const [index, { asOf }] of history.entries()) {
      if (Math.abs(scale.middle(asOf) - x) < Math.abs(scale.middle(history[best]?.asOf ?? asOf) - x))
        best = index;
    }
    return best;
  };
  return (
    <g
      transform={`translate(0 ${top.toString()})`}
      className="lane-mark"
      onClick={(event) => {
        const left = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
        if (history.length > 0) pick(nearest(event.clientX - left));
      }}
    >
      <rect width={scale.width} height={height} fill="transparent" />
      {[0, 0.5, 1].map((part) => (
        <path
          key={part}
          d={`M0 ${(height * (1 - part)).toString()}H${scale.width.toString()}`}
          stroke="var(--line)"
        />
      ))}
      {modelChanges(history).map(({ asOf, model }) => (
        <g key={asOf}>
          <title>{model}</title>
          <path
            d={`M${scale.x(asOf).toString()} 0V${height.toString()}`}
            stroke="var(--ink-2)"
            strokeDasharray="3 3"
          />
        </g>
      ))}
      {unbroken(points).map((run) => (
        <g key={run[0]?.index}>
          <path
            d={bandPath(
              run.map(({ high }) => high),
              run.map(({ low }) => low),
            )}
            fill="var(--band)"
          />
          <path
            d={linePath(run.map(({ line }) => line))}
            fill="none"
            stroke="var(--accent)"
            strokeWidth="2"
          />
        </g>
      ))}
      {chosen !== null && chosen !== undefined && (
        <>
          <path d={`M${chosen.line.x.toString()} 0V${height.toString()}`} stroke="var(--ink-2)" />
          <circle
            cx={chosen.line.x}
            cy={chosen.line.y}
            r="5"
            fill="var(--accent)"
            stroke="var(--surface)"
            strokeWidth="2"
          />
        </>
      )}
    </g>
  );
}
