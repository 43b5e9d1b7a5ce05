import type { LearnerRisk, LearnerTimeline } from '#libs/contracts';
import type { Point } from '../../parts/sparkline-path.js';

const dayMs = 86_400_000;

/** Whole days from one calendar day to another. */
const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

export interface TimeScale {
  readonly days: number;
  readonly dayWidth: number;
  readonly width: number;
  /** Left edge of a calendar day. */
  readonly x: (day: string) => number;
  /** Middle of a calendar day. */
  readonly middle: (day: string) => number;
}

/** Days as columns: as wide as fills `room`, never narrower than a bar that can be hit. */
export function timeScale(from: string, to: string, room: number, least: number): TimeScale {
  const days = Math.max(1, daysBetween(from, to));
  const dayWidth = Math.max(least, room / days);
  const x = (day: string) => daysBetween(from, day) * dayWidth;
  return {
    days,
    dayWidth,
    width: Math.ceil(days * dayWidth),
    x,
    middle: (day) => x(day) + dayWidth / 2,
  };
}

/** First day of each ISO week within the scale: where the grid stands. */
export function weekStarts(from: string, to: string): string[] {
  const first = Date.parse(from);
  const untilMonday = (8 - new Date(first).getUTCDay()) % 7;
  const starts: string[] = [];
  for (let at = first + untilMonday * dayMs; at < Date.parse(to); at += 7 * dayMs) {
    starts.push(new Date(at).toISOString().slice(0, 10));
  }
  return starts;
}

export interface DayBar {
  readonly day: string;
  readonly height: number;
  /** Part of the height that arrived late, drawn hatched at the bar's top. */
  readonly lateHeight: number;
}

/** Bars of learning; height grows with the root of the events, so that one busy day does not flatten the others. */
export function dayBars(days: LearnerTimeline['days'], height: number): DayBar[] {
  const most = Math.max(1, ...days.map(({ events }) => events));
  return days
    .filter(({ events }) => events > 0)
    .map(({ day, events, late }) => {
      const full = Math.max(3, Math.sqrt(events / most) * height);
      return { day, height: full, lateHeight: (full * late) / events };
    });
}

type History = LearnerRisk['history'];
export interface ChancePoint {
  readonly index: number;
  readonly line: Point;
  readonly low: Point;
  readonly high: Point;
}

/** Upper end of the chance axis: the next of 20, 50 or 100 % above everything drawn. */
export function chanceTop(history: History): number {
  const most = Math.max(0, ...history.map(({ upper, probability }) => upper ?? probability ?? 0));
  return [0.2, 0.5].find((top) => most <= top) ?? 1;
}

/** The line of chances with its band; null where the model abstained. */
export function chancePoints(history: History, scale: TimeScale, height: number): (ChancePoint | null)[] {
  const top = chanceTop(history);
  return history.map(({ asOf, probability, lower, upper }, index) => {
    if (probability === null) return null;
    const x = scale.middle(asOf);
    const point = (share: number): Point => ({ x, y: height - (share / top) * height });
    return {
      index,
      line: point(probability),
      low: point(lower ?? probability),
      high: point(upper ?? probability),
    };
  });
}

/** Days at which another model version began to score. */
export const modelChanges = (history: History): History =>
  history.filter(({ model }, index) => index > 0 && model !== history[index - 1]?.model);

type Mark = LearnerTimeline['marks'][number];

/** Between two marks of one day in a lane, px. */
const besideMark = 15;

/**
 * Where each mark stands: in the middle of its day, several of a lane side by side. That something was handed in is not
 * drawn where its result of the same day is.
 */
export function placeMarks(
  marks: readonly Mark[],
  dayOf: (instant: string) => string,
  scale: TimeScale,
): { readonly mark: Mark; readonly x: number }[] {
  const isSame = (one: Mark, other: Mark) => one.lane === other.lane && dayOf(one.at) === dayOf(other.at);
  const drawn = marks.filter(
    (mark) =>
      mark.kind !== 'submitted' ||
      !marks.some(
        (other) =>
          other.kind !== 'submitted' &&
          isSame(mark, other) &&
          other.evidence?.activity === mark.evidence?.activity,
      ),
  );
  return drawn.map((mark) => {
    const ofDay = drawn.filter((other) => isSame(mark, other));
    const shift = (ofDay.indexOf(mark) - (ofDay.length - 1) / 2) * besideMark;
    return { mark, x: scale.middle(dayOf(mark.at)) + shift };
  });
}

interface MarkText {
  readonly lane: string;
  readonly x: number;
  readonly text: string;
}

/** Width of a 12 px text: Chinese characters are as wide as high, others about half. */
export const textWidth = (text: string) =>
  Array.from(text).reduce((width, character) => width + (character > '\u2E80' ? 12 : 6.8), 0);

/** The text of each mark, empty where the next mark of its lane or the edge leaves no room for it. */
export const markTexts = (marks: readonly MarkText[], width: number): string[] =>
  marks.map(({ lane, x, text }) => {
    const others = marks.filter((other) => other.lane === lane && other.x > x).map((other) => other.x - 12);
    const taken = marks.some((other) => other.lane === lane && other.x === x && other.text !== text);
    return !taken && x + 14 + textWidth(text) < Math.min(width, ...others) ? text : '';
  });
