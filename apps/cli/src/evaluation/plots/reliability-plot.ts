import type { ReliabilityPoint } from '#pipelines/training';
import { framed, lineThrough, whisker, type Axis } from './frame.js';
import { el, escaped, joined, type Markup } from './markup.js';

export interface ReliabilityWords {
  readonly title: string;
  readonly predicted: string;
  readonly observed: string;
  readonly learners: string;
}

const share = (value: number): string => `${String(Math.round(value * 100))}%`;
/** Room at the foot for the counts, as a part of the height. */
const COUNTS = 0.16;

/** Dots with 95 % whiskers on the diagonal, and below how many learners each stands for. */
export function reliabilityPlot(points: readonly ReliabilityPoint[], words: ReliabilityWords): Markup {
  const most = Math.max(...points.map(({ predicted, upper }) => Math.max(predicted, upper)));
  const to = most > 0.5 ? 1 : most > 0.25 ? 0.5 : most > 0.1 ? 0.25 : 0.1;
  const ticks = [0, to / 2, to];
  const x: Axis = { label: words.predicted, from: 0, to, ticks, format: to < 1 ? tenths : share };
  const y: Axis = { ...x, label: words.observed, from: -to * COUNTS };
  const largest = Math.max(...points.map(({ learners }) => learners));
  return framed(words.title, { width: 260, height: 260 }, { x, y }, (frame) =>
    joined(
      lineThrough(
        frame,
        [
          [0, 0],
          [to, to],
        ],
        'diagonal',
      ),
      ...points.map(({ learners, predicted, observed, lower, upper }) => {
        const at = frame.x(predicted);
        const foot = frame.y(y.from);
        const height = (learners / largest) * (frame.y(0) - foot) * -0.8;
        return el(
          'g',
          {},
          el(
            'title',
            {},
            escaped(`${share(predicted)} / ${share(observed)} · ${String(learners)} ${words.learners}`),
          ),
          el('rect', { class: 'count', x: at - 2.5, y: foot - height, width: 5, height }),
          whisker(at, at, frame.y(lower), frame.y(upper), 'own'),
          el('circle', { class: 'dot own', cx: at, cy: frame.y(observed), r: 3.2 }),
        );
      }),
    ),
  );
}

const tenths = (value: number): string => `${String(Math.round(value * 1000) / 10)}%`;
