import type { LearnerTimeline } from '#libs/contracts';
import { useLanguage } from '../../language/language.js';
import { useEvidence } from '../../parts/evidence.js';

type Mark = LearnerTimeline['marks'][number];

interface LaneMarkProps {
  readonly mark: Mark;
  /** What is printed beside it; empty where there is no room. */
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Round: exam; square: on site; handset or envelope: contact. Filled: passed or present; hollow: not. */
export function LaneMark({ mark, text, x, y }: LaneMarkProps) {
  const { say, format } = useLanguage();
  const open = useEvidence();
  const { evidence } = mark;
  const label = say(mark.label);
  const filled = mark.good === false ? 'var(--surface)' : 'var(--ink)';
  return (
    <g
      transform={`translate(${x.toFixed(1)} ${y.toString()})`}
      className={evidence === null ? undefined : 'lane-mark'}
      onClick={
        evidence === null
          ? undefined
          : () => {
              open(evidence, label);
            }
      }
    >
      <title>{`${format.shortDateTime(mark.at)} ${label}`}</title>
      <rect x="-9" y="-14" width="18" height="28" fill="transparent" />
      {mark.lane === 'exam' && <circle r="6" fill={filled} stroke="var(--ink)" strokeWidth="2" />}
      {mark.lane === 'onsite' && (
        <rect x="-6" y="-6" width="12" height="12" fill={filled} stroke="var(--ink)" strokeWidth="2" />
      )}
      {mark.lane === 'learn' && <path d="M0-6L6 6H-6Z" fill={filled} stroke="var(--ink)" />}
      {mark.lane === 'contact' &&
        (mark.kind === 'call' ? (
          <path
            d="M-3.5-7H-6C-6.6-7-7-6.5-7-6-6.6.8-.8 6.6 6 7 6.5 7 7 6.6 7 6V3.600L3.5 2.2 2 3.800A11 11 0 01-3.7-2L-2.1-3.500Z"
            fill={filled}
            stroke="var(--ink)"
            strokeWidth="1.4"
          />
        ) : (
          <path
            d="M-8-5.500H8V5.500H-8ZM-8-5.500L0 1 8-5.5"
            fill="var(--surface)"
            stroke="var(--ink)"
            strokeWidth="1.6"
          />
        ))}
      <text x="11" y="4" className="lane-text">
        {text}
      </text>
    </g>
  );
}
