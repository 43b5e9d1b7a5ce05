import { useLanguage } from '../../language/language.js';
import { textWidth, type TimeScale } from './lanes.js';
import type { Stretch, StretchKind } from './stretches.js';
import { words } from './words.js';

/** By the slant of its lines, so that each can be told without colour; days that are both are crossed. */
const allHatches = ['offline', 'away'] as const;
type Hatch = (typeof allHatches)[number];
const slants: Readonly<Record<Hatch, number>> = { offline: 45, away: -45 };
const hatchOf = (kind: StretchKind): Hatch => (kind === 'offline' ? 'offline' : 'away');
export const hatchFill = (hatch: Hatch): string => `url(#hatch-${hatch})`;

/** What the hatched rectangles of an SVG are filled with. */
export function Hatches() {
  return (
    <defs>
      {allHatches.map((hatch) => (
        <pattern
          key={hatch}
          id={`hatch-${hatch}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform={`rotate(${slants[hatch].toString()})`}
        >
          <path d="M0 0V6" stroke="var(--edge)" strokeWidth="2" />
        </pattern>
      ))}
    </defs>
  );
}

const shade = 0.35;
/** Left and right of a stretch's word, px. */
const padding = 4;

interface HatchedProps {
  readonly stretches: readonly Stretch[];
  readonly scale: TimeScale;
  readonly top: number;
  readonly height: number;
}

/** Days on which silence says nothing, over all lanes of what happened. */
export function Hatched({ stretches, scale, top, height }: HatchedProps) {
  const { say, format } = useLanguage();
  return stretches.map(({ kind, from, to, lastDay }) => {
    const [x, width] = [scale.x(from), scale.x(to) - scale.x(from)];
    const word = words.stretches[kind];
    const isRoomy = width >= textWidth(say(word)) + 2 * padding;
    return (
      <g key={`${kind} ${from}`}>
        <title>
          {`${format.shortDate(from)}: ${say(words.stretch(word, format.shortDate(from), format.shortDate(lastDay)))}`}
        </title>
        <rect x={x} y={top} width={width} height={height} fill={hatchFill(hatchOf(kind))} opacity={shade} />
        {isRoomy && (
          <text x={x + padding} y={top + (kind === 'offline' ? 12 : 26)} className="lane-text">
            {say(word)}
          </text>
        )}
      </g>
    );
  });
}

/** What the slants of this picture mean; nothing where nothing is hatched. */
export function HatchLegend({ stretches }: Pick<HatchedProps, 'stretches'>) {
  const { say } = useLanguage();
  const hatches = allHatches.filter((hatch) => stretches.some(({ kind }) => hatchOf(kind) === hatch));
  if (hatches.length === 0) return null;
  return (
    <ul className="hatch-legend small quiet">
      {hatches.map((hatch) => (
        <li key={hatch}>
          <svg width="24" height="14">
            <rect width="24" height="14" fill={hatchFill(hatch)} opacity={2 * shade} />
          </svg>
          {say(hatch === 'offline' ? words.offlineHatch : words.awayHatch)}
        </li>
      ))}
    </ul>
  );
}
