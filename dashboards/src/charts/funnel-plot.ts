import type { RegionOverview } from '#libs/contracts';
import {
  base,
  colour,
  markLabel,
  shareAxis,
  still,
  valueAxis,
  type ChartOption,
  type LineSeriesOption,
} from './chart-option.js';

export type FunnelPoint = RegionOverview['funnel']['points'][number];
export type Standing = 'below' | 'low' | 'within' | 'high' | 'above';

/** Where a place lies: outside of 99.8 % (`below`, `above`), of 95 % (`low`, `high`), or where chance alone puts it. */
export function standing(point: Omit<FunnelPoint, 'region' | 'name' | 'learners'>): Standing {
  if (point.completion < point.lower998) return 'below';
  if (point.completion < point.lower95) return 'low';
  if (point.completion > point.upper998) return 'above';
  if (point.completion > point.upper95) return 'high';
  return 'within';
}

interface FunnelWords {
  readonly learners: string;
  readonly completion: string;
  readonly average: string;
  readonly nameOf: (point: FunnelPoint) => string;
  readonly describe: (point: FunnelPoint) => string;
}

/** Completion against size with control limits (Spiegelhalter 2005): a small place scatters widely by chance alone. */
export function funnelPlot(funnel: RegionOverview['funnel'], words: FunnelWords): ChartOption {
  const bySize = funnel.points.toSorted((a, b) => a.learners - b.learners);
  const limit = (
    field: 'lower95' | 'upper95' | 'lower998' | 'upper998',
    type: 'solid' | 'dashed',
    name: string,
  ) =>
    ({
      type: 'line',
      data: bySize.map((point) => [point.learners, point[field]]),
      symbol: 'none',
      smooth: 0.2,
      lineStyle: { color: colour.edge, width: 1, type },
      endLabel: {
        ...markLabel,
        show: name !== '',
        formatter: name,
        color: colour.ink2,
        distance: 10,
        // The two limits run close together where places are large.
        offset: [0, type === 'dashed' ? -7 : 2],
      },
      silent: true,
      emphasis: { disabled: true },
    }) satisfies LineSeriesOption;
  return {
    ...base,
    grid: { left: 58, right: 68, top: 16, bottom: 44 },
    xAxis: valueAxis(words.learners),
    yAxis: shareAxis(words.completion),
    series: [
      limit('upper998', 'dashed', '99.8%'),
      limit('upper95', 'solid', '95%'),
      limit('lower95', 'solid', ''),
      limit('lower998', 'dashed', ''),
      {
        type: 'line',
        data: bySize.map(({ learners }) => [learners, funnel.average]),
        symbol: 'none',
        lineStyle: { color: colour.ink, width: 1.5 },
        endLabel: { ...markLabel, show: true, formatter: words.average, distance: 10, offset: [0, 4] },
        silent: true,
        emphasis: { disabled: true },
      },
      {
        ...still,
        type: 'scatter',
        // Order of the answer: a click's index is the place's.
        data: funnel.points.map((point) => {
          const outside = standing(point) !== 'within';
          return {
            value: [point.learners, point.completion],
            symbol: outside ? 'diamond' : 'circle',
            symbolSize: outside ? 15 : 10,
            itemStyle: outside
              ? { color: colour.series2 }
              : { color: colour.surface, borderColor: colour.accent, borderWidth: 2 },
            label: { ...markLabel, show: outside, position: 'right', formatter: words.nameOf(point) },
          };
        }),
        labelLayout: { hideOverlap: true },
        tooltip: {
          formatter: (item) => {
            const point = funnel.points[Array.isArray(item) ? -1 : item.dataIndex];
            return point === undefined ? '' : words.describe(point);
          },
        },
        z: 5,
      },
    ],
  };
}
