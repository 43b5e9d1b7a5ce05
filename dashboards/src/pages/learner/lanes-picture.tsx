import type { LearnerRisk, LearnerTimeline } from '#libs/contracts';
import { useLayoutEffect, useRef } from 'react';
import { useLanguage } from '../../language/language.js';
import { useWidth } from '../../parts/use-width.js';
import { ChanceLane } from './chance-lane.js';
import {
  chanceTop,
  dayBars,
  markTexts,
  placeMarks,
  textWidth,
  timeScale,
  weekStarts,
  type TimeScale,
} from './lanes.js';
import { Hatched, Hatches, hatchFill, HatchLegend } from './hatched.js';
import { LaneMark } from './lane-mark.js';
import { stretchesOf } from './stretches.js';
import { words } from './words.js';

const top = { axis: 22, learn: 26, exam: 90, onsite: 126, contact: 162, chance: 206 } as const;
const height = { learn: 56, lane: 36, chance: 110 } as const;
const total = top.chance + height.chance + 8;
const leastDay = 7;

interface LanesPictureProps {
  readonly timeline: LearnerTimeline;
  readonly history: LearnerRisk['history'];
  /** Index in the history of the day that is looked at. */
  readonly at: number;
  readonly pick: (index: number) => void;
}

/**
 * For the eye and the mouse; the table and the slider below say and do the same for everybody else. Scrolls in its own
 * box, opening at the newest week.
 */
export function LanesPicture({ timeline, history, at, pick }: LanesPictureProps) {
  const { say, format } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const { from, to, days, marks } = timeline;
  const stretches = stretchesOf(timeline);
  const scale = timeScale(from, to, Math.max(0, width - 2), leastDay);
  const placed = placeMarks(marks, format.calendarDay, scale);
  const texts = markTexts(
    placed.map(({ mark, x }) => ({
      lane: mark.lane,
      x,
      text:
        say(mark.label)
          .split(/[:\uFF1A]\s*/)
          .at(-1) ?? '',
    })),
    scale.width,
  );
  useLayoutEffect(() => {
    if (box.current !== null) box.current.scrollLeft = box.current.scrollWidth;
  }, [width, scale.width]);
  return (
    <div className="lanes" aria-hidden="true">
      <ul className="lane-names small">
        <li style={{ top: top.learn + height.learn / 2 }}>{say(words.lanes.learn)}</li>
        {(['exam', 'onsite', 'contact'] as const).map((lane) => (
          <li key={lane} style={{ top: top[lane] + height.lane / 2 }}>
            {say(words.lanes[lane])}
          </li>
        ))}
        <li style={{ top: top.chance + height.chance / 2 }}>{say(words.lanes.chance)}</li>
        {history.length > 0 &&
          [0, 0.5, 1].map((part) => (
            <li key={part} className="lane-scale" style={{ top: top.chance + height.chance * (1 - part) }}>
              {format.percent(chanceTop(history) * part)}
            </li>
          ))}
      </ul>
      <div className="lanes-scroll" ref={box}>
        {width > 0 && (
          <svg width={scale.width} height={total}>
            <Hatches />
            <Grid from={from} to={to} scale={scale} />
            <Hatched
              stretches={stretches}
              scale={scale}
              top={top.learn}
              height={top.chance - top.learn - 12}
            />
            <LearnBars days={days} scale={scale} />
            {placed.map(({ mark, x }, index) => (
              <LaneMark
                key={`${mark.lane} ${mark.at} ${mark.kind}`}
                mark={mark}
                text={texts[index] ?? ''}
                x={x}
                y={top[mark.lane] + (mark.lane === 'learn' ? height.learn : height.lane) / 2}
              />
            ))}
            <ChanceLane
              history={history}
              scale={scale}
              top={top.chance}
              height={height.chance}
              at={at}
              pick={pick}
            />
          </svg>
        )}
      </div>
      <HatchLegend stretches={stretches} />
    </div>
  );
}

function Grid({ from, to, scale }: { from: string; to: string; scale: TimeScale }) {
  const { format } = useLanguage();
  const every = scale.dayWidth * 7 < 56 ? 2 : 1;
  return (
    <>
      {weekStarts(from, to).map((day, index) => (
        <g key={day}>
          <path
            d={`M${scale.x(day).toString()} ${top.axis.toString()}V${(top.chance + height.chance).toString()}`}
            stroke="var(--line)"
          />
          {index % every === 0 && scale.x(day) + 3 + textWidth(format.shortDate(day)) <= scale.width && (
            <text x={scale.x(day) + 3} y={14} className="lane-text">
              {format.shortDate(day)}
            </text>
          )}
        </g>
      ))}
      {[
        top.learn + height.learn,
        top.exam + height.lane,
        top.onsite + height.lane,
        top.contact + height.lane,
      ].map((y) => (
        <path key={y} d={`M0 ${(y + 0.5).toString()}H${scale.width.toString()}`} stroke="var(--line)" />
      ))}
    </>
  );
}

function LearnBars({ days, scale }: { days: LearnerTimeline['days']; scale: TimeScale }) {
  const { say, format } = useLanguage();
  const bars = dayBars(days, height.learn - 6);
  const byDay = new Map(days.map((day) => [day.day, day]));
  const width = Math.min(18, scale.dayWidth - 2);
  const bottom = top.learn + height.learn;
  return (
    <>
      {bars.map(({ day, height, lateHeight }) => {
        const counts = byDay.get(day);
        const x = scale.x(day) + (scale.dayWidth - width) / 2;
        return (
          <g key={day}>
            <title>{`${format.shortDate(day)}: ${say(words.events(counts?.events ?? 0, counts?.late ?? 0))}`}</title>
            <rect
              x={x}
              y={bottom - height + lateHeight}
              width={width}
              height={height - lateHeight}
              fill="var(--accent)"
            />
            {lateHeight > 0 && (
              <rect
                x={x + 0.5}
                y={bottom - height}
                width={width - 1}
                height={lateHeight}
                fill={hatchFill('offline')}
                stroke="var(--accent)"
              />
            )}
          </g>
        );
      })}
    </>
  );
}
