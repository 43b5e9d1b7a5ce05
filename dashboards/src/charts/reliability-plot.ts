import type { ModelWatch } from '#libs/contracts';
import { base, colour, markLabel, shareAxis, still, valueAxis, type ChartOption } from './chart-option.js';
import { whisker } from './whisker.js';

export type Bin = ModelWatch['reliability'][number];

/** Where what came lies: beyond its interval of what was said, or with it. */
export function binStanding({ predicted, lower, upper }: Bin): 'more' | 'fewer' | 'as-said' {
  if (lower > predicted) return 'more';
  return upper < predicted ? 'fewer' : 'as-said';
}

interface ReliabilityWords {
  readonly predicted: string;
  readonly observed: string;
  readonly learners: string;
  readonly diagonal: string;
  readonly describe: (bin: Bin) => string;
}

/** Shares that came against chances that were said, with intervals, on the diagonal; how many learners below. */
export function reliabilityPlot(bins: readonly Bin[], words: ReliabilityWords): ChartOption {
  const highest = Math.max(0.1, ...bins.flatMap(({ predicted, upper }) => [predicted, upper]));
  const interval = highest > 0.6 ? 0.2 : 0.1;
  const max = Math.min(1, Math.ceil(highest / interval - 1e-9) * interval);
  const share = (name: string) => ({ ...shareAxis(name, 44), max, interval });
  // the same for both, whatever their labels: one axis runs through them
  const left = 72;
  const right = 64;
  return {
    ...base,
    grid: [
      { left, right, top: 16, height: 300, outerBoundsMode: 'none' },
      { left, right, top: 340, height: 56, outerBoundsMode: 'none' },
    ],
    xAxis: [
      { ...share(''), gridIndex: 0, axisLabel: { show: false } },
      { ...share(words.predicted), nameGap: 30, gridIndex: 1, splitLine: { show: false } },
    ],
    yAxis: [
      { ...share(words.observed), gridIndex: 0 },
      { ...valueAxis(words.learners, { gap: 44 }), gridIndex: 1, splitNumber: 1 },
    ],
    series: [
      {
        type: 'line',
        data: [
          [0, 0],
          [max, max],
        ],
        symbol: 'none',
        lineStyle: { color: colour.ink, width: 1, type: 'dashed' },
        endLabel: { ...markLabel, show: true, formatter: words.diagonal, distance: 6 },
        silent: true,
        emphasis: { disabled: true },
      },
      ...bins.map(({ predicted, lower, upper }) =>
        whisker([
          [predicted, lower],
          [predicted, upper],
        ]),
      ),
      {
        ...still,
        type: 'scatter',
        data: bins.map((bin) => {
          const off = binStanding(bin) !== 'as-said';
          return {
            value: [bin.predicted, bin.observed],
            symbol: off ? 'diamond' : 'circle',
            symbolSize: off ? 14 : 10,
            itemStyle: off
              ? { color: colour.series2 }
              : { color: colour.surface, borderColor: colour.accent, borderWidth: 2 },
          };
        }),
        tooltip: {
          formatter: (item) => {
            const bin = bins[Array.isArray(item) ? -1 : item.dataIndex];
            return bin === undefined ? '' : words.describe(bin);
          },
        },
        z: 5,
      },
      // thick lines: real bars would push this axis out of step with the one above
      ...bins.map(({ predicted, learners }) => {
        const column = whisker(
          [
            [predicted, 0],
            [predicted, learners],
          ],
          { xAxisIndex: 1, yAxisIndex: 1 },
        );
        return { ...column, lineStyle: { color: colour.edge, width: 8, cap: 'butt' as const } };
      }),
    ],
  };
}
