import type { EvaluationCurves, Method } from '#pipelines/training';
import { framed, keyAt, lineThrough, type Axis } from './frame.js';
import { el, joined, type Markup } from './markup.js';

export interface NamedCurve {
  readonly method: Method;
  readonly text: string;
  readonly lists: EvaluationCurves['lists'];
}

export interface CurveWords {
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

/** Each method has a stroke of its own, so that grey print tells them apart. */
export const styleOf: Readonly<Record<Method, string>> = {
  snowlight: 'own',
  'previous model': 'previous',
  'logistic regression': 'logistic',
  '7-day rule': 'rule',
};

const percents = (label: string): Axis => ({
  label,
  from: 0,
  to: 1,
  ticks: [0, 0.25, 0.5, 0.75, 1],
  format: (value) => `${String(Math.round(value * 100))}%`,
});

type Point = NamedCurve['lists'][number];

/** The precision of shorter lists is that of single people. */
const SHORTEST_LIST = 5;

function curves(
  list: readonly NamedCurve[],
  words: CurveWords,
  at: (point: Point) => readonly [number, number],
  reference: readonly (readonly [number, number])[],
  keyPlace: readonly [number, number],
): Markup {
  const axes = { x: percents(words.x), y: percents(words.y) };
  return framed(words.title, { width: 320, height: 300 }, axes, (frame) =>
    joined(
      lineThrough(frame, reference, 'diagonal'),
      // Snowlight last, on top
      ...[...list].reverse().map(({ method, lists }) => lineThrough(frame, lists.map(at), styleOf[method])),
      el('g', {}, keyAt(frame.x(keyPlace[0]), frame.y(keyPlace[1]) - 16 * (list.length - 1), keyOf(list))),
    ),
  );
}

const keyOf = (list: readonly NamedCurve[]): { text: string; style: string }[] =>
  list.map(({ method, text }) => ({ text, style: styleOf[method] }));

export const rocPlot = (list: readonly NamedCurve[], words: CurveWords): Markup =>
  curves(
    list,
    words,
    ({ falsePositiveRate, recall }) => [falsePositiveRate, recall],
    [
      [0, 0],
      [1, 1],
    ],
    [0.3, 0.05],
  );

export const precisionRecallPlot = (
  list: readonly NamedCurve[],
  words: CurveWords,
  { positives, learners }: { readonly positives: number; readonly learners: number },
): Markup => {
  const baseRate = positives / learners;
  return curves(
    list.map((one) => ({
      ...one,
      lists: one.lists.filter(({ capacity }) => capacity * learners >= SHORTEST_LIST),
    })),
    words,
    ({ recall, precision }) => [recall, precision],
    [
      [0, baseRate],
      [1, baseRate],
    ],
    // where precision is high there is room below, else above
    baseRate > 0.4 ? [0.05, 0.05] : [0.3, 0.72],
  );
};

export const gainPlot = (list: readonly NamedCurve[], words: CurveWords): Markup =>
  curves(
    list,
    words,
    ({ capacity, recall }) => [capacity, recall],
    [
      [0, 0],
      [1, 1],
    ],
    [0.3, 0.05],
  );
