import type { SystemStatus } from '#libs/contracts';
import { base, colour, still, valueAxis, type ChartOption } from './chart-option.js';

/** Statements taken in, a bar a minute from 0, the last hour. */
export function intakeBars(
  intake: SystemStatus['intake'],
  words: {
    readonly axis: string;
    readonly timeOf: (instant: string) => string;
    readonly describe: (point: SystemStatus['intake'][number]) => string;
  },
): ChartOption {
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      formatter: (item) => {
        const point = intake[Array.isArray(item) ? -1 : item.dataIndex];
        return point === undefined ? '' : words.describe(point);
      },
    },
    grid: { left: 64, right: 16, top: 12, bottom: 28 },
    xAxis: {
      type: 'category',
      data: intake.map(({ minute }) => words.timeOf(minute)),
      axisLine: { lineStyle: { color: colour.edge } },
      axisTick: { show: false },
      axisLabel: { color: colour.ink2, fontSize: 12, interval: 9 },
    },
    yAxis: { ...valueAxis(words.axis, { gap: 48 }), minInterval: 1, splitNumber: 3 },
    series: [
      {
        ...still,
        type: 'bar',
        data: intake.map(({ statements }) => statements),
        itemStyle: { color: colour.accent },
        barCategoryGap: '25%',
      },
    ],
  };
}
