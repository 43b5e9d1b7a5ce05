import { el, escaped, joined, type Markup } from './markup.js';

export interface Axis {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
  readonly format: (value: number) => string;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

const margin = { left: 54, right: 20, top: 10, bottom: 42 };

/** Axes with their lines and labels, and what is drawn between them. */
export function framed(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  axes: { readonly x: Axis; readonly y: Axis },
  draw: (frame: Frame) => Markup,
): Markup {
  const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom];
  const scale = (axis: Axis, from: number, to: number) => (value: number) =>
    from + ((value - axis.from) / (axis.to - axis.from)) * (to - from);
  const frame = { width, height, x: scale(axes.x, left, right), y: scale(axes.y, bottom, top) };
  const tick = (text: string, x: number, y: number, anchor: string): Markup =>
    el('text', { class: 'tick', x, y, 'text-anchor': anchor }, escaped(text));
  return el(
    'svg',
    { viewBox: `0 0 ${String(width)} ${String(height)}`, role: 'img', 'aria-label': title },
    ...axes.x.ticks.flatMap((value) => [
      el('line', { class: 'grid', x1: frame.x(value), x2: frame.x(value), y1: top, y2: bottom }),
      tick(axes.x.format(value), frame.x(value), bottom + 16, 'middle'),
    ]),
    ...axes.y.ticks.flatMap((value) => [
      el('line', { class: 'grid', x1: left, x2: right, y1: frame.y(value), y2: frame.y(value) }),
      tick(axes.y.format(value), left - 6, frame.y(value) + 4, 'end'),
    ]),
    draw(frame),
    el(
      'text',
      { class: 'axis', x: (left + right) / 2, y: height - 6, 'text-anchor': 'middle' },
      escaped(axes.x.label),
    ),
    el(
      'text',
      {
        class: 'axis',
        x: 11,
        y: (top + bottom) / 2,
        'text-anchor': 'middle',
        transform: `rotate(-90 11 ${String((top + bottom) / 2)})`,
      },
      escaped(axes.y.label),
    ),
  );
}

/** Straight lines through points. */
export const lineThrough = (
  frame: Frame,
  points: readonly (readonly [x: number, y: number])[],
  style: string,
): Markup =>
  el('polyline', {
    class: `series ${style}`,
    points: points.map(([x, y]) => `${frame.x(x).toFixed(1)},${frame.y(y).toFixed(1)}`).join(' '),
  });

export const whisker = (x1: number, x2: number, y1: number, y2: number, style: string): Markup =>
  el('line', { class: `whisker ${style}`, x1, x2, y1, y2 });

/** Names of the lines, in a corner where none of them runs: each with its own stroke. */
export function keyAt(
  x: number,
  y: number,
  entries: readonly { readonly text: string; readonly style: string }[],
): Markup {
  return joined(
    ...entries.map(({ text, style }, row) =>
      el(
        'g',
        {},
        el('line', {
          class: `series ${style}`,
          x1: x,
          x2: x + 18,
          y1: y + row * 16 - 4,
          y2: y + row * 16 - 4,
        }),
        el('text', { class: 'key', x: x + 24, y: y + row * 16 }, escaped(text)),
      ),
    ),
  );
}
