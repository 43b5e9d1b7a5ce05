import { el, escaped, joined, type Markup } from './markup.js';
import { isKnown, type Known } from '../numbers.js';

export interface IntervalRow {
  readonly label: string;
  readonly style: string;
  readonly value: Known;
  readonly lower: Known;
  readonly upper: Known;
  /** What is printed at the end of the row. */
  readonly text: string;
}

const WIDTH = 560;
const ROW = 26;
const LEFT = 190;
const RIGHT = 130;

/** Rows of a dot with its 95 % whisker on one axis; groups of rows stand apart. */
export function intervalPlot(
  title: string,
  groups: readonly (readonly IntervalRow[])[],
  axis: {
    readonly from: number;
    readonly to: number;
    readonly ticks: readonly number[];
    readonly format: (value: number) => string;
  },
): Markup {
  const x = (value: number): number =>
    LEFT + ((value - axis.from) / (axis.to - axis.from)) * (WIDTH - LEFT - RIGHT);
  let y = 16 - ROW;
  const drawn = groups.flatMap((rows, group) =>
    rows.map((row, index) => {
      y += index === 0 && group > 0 ? ROW + 10 : ROW;
      return rowAt(row, y, x);
    }),
  );
  const bottom = y + 16;
  return el(
    'svg',
    {
      viewBox: `0 0 ${String(WIDTH)} ${String(bottom + 24)}`,
      role: 'img',
      'aria-label': title,
      class: 'rows',
    },
    ...axis.ticks.flatMap((tick) => [
      el('line', { class: 'grid', x1: x(tick), x2: x(tick), y1: 4, y2: bottom }),
      el(
        'text',
        { class: 'tick', x: x(tick), y: bottom + 16, 'text-anchor': 'middle' },
        escaped(axis.format(tick)),
      ),
    ]),
    ...drawn,
  );
}

function rowAt(
  { label, style, value, lower, upper, text }: IntervalRow,
  y: number,
  x: (value: number) => number,
): Markup {
  return joined(
    el('text', { class: 'key', x: LEFT - 10, y: y + 4, 'text-anchor': 'end' }, escaped(label)),
    ...(isKnown(lower) && isKnown(upper)
      ? [el('line', { class: `whisker ${style}`, x1: x(lower), x2: x(upper), y1: y, y2: y })]
      : []),
    ...(isKnown(value) ? [el('circle', { class: `dot ${style}`, cx: x(value), cy: y, r: 4 })] : []),
    el('text', { class: 'key', x: WIDTH - RIGHT + 12, y: y + 4 }, escaped(text)),
  );
}
