import type { ModelWatch } from '#libs/contracts';
import { base, categoryAxis, colour, markLabel, shareAxis, still, type ChartOption } from './chart-option.js';
import { whisker } from './whisker.js';

type Week = ModelWatch['outcomes']['weeks'][number];

interface WeekWords {
  readonly share: string;
  readonly said: string;
  readonly nameOf: (week: Week) => string;
  readonly describe: (week: Week) => string;
}

/** What was said of a week as a line, what came as dots with their intervals; hollow where too few tell. */
export function weekCalibration(weeks: readonly Week[], words: WeekWords): ChartOption {
  const highest = Math.max(0.05, ...weeks.flatMap(({ upper, expected }) => [upper, expected]));
  const max = Math.min(1, Math.ceil(highest * 20 - 1e-9) / 20);
  return {
    ...base,
    grid: { left: 58, right: 56, top: 16, bottom: 28 },
    xAxis: {
      ...categoryAxis(weeks.map(words.nameOf)),
      axisLabel: { color: colour.ink2, fontSize: 12, hideOverlap: true },
    },
    yAxis: { ...shareAxis(words.share), max, interval: max > 0.3 ? 0.1 : 0.05 },
    series: [
      {
        type: 'line',
        symbol: 'none',
        lineStyle: { color: colour.accent, width: 2.5 },
        endLabel: { ...markLabel, show: true, formatter: words.said, distance: 10, fontWeight: 600 },
        silent: true,
        emphasis: { disabled: true },
        data: weeks.map(({ expected }) => expected),
      },
      ...weeks.map(({ lower, upper }, index) =>
        whisker([
          [index, lower],
          [index, upper],
        ]),
      ),
      {
        ...still,
        type: 'scatter',
        data: weeks.map(({ observed, verdict }) => {
          const off = verdict === 'above' || verdict === 'below';
          return {
            value: observed,
            symbol: off ? 'diamond' : 'circle',
            symbolSize: off ? 14 : 10,
            itemStyle: off
              ? { color: colour.series2 }
              : {
                  color: colour.surface,
                  borderColor: verdict === 'few' ? colour.edge : colour.accent,
                  borderWidth: 2,
                },
          };
        }),
        tooltip: {
          formatter: (item) => {
            const week = weeks[Array.isArray(item) ? -1 : item.dataIndex];
            return week === undefined ? '' : words.describe(week);
          },
        },
        z: 5,
      },
    ],
  };
}
