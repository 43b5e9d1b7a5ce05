import type { CourseOverview } from '#libs/contracts';
import { base, colour, markLabel, shareAxis, valueAxis, type ChartOption } from './chart-option.js';

interface SurvivalWords {
  readonly days: string;
  readonly share: string;
  readonly now: string;
  readonly before: string;
  readonly describe: (day: number) => string;
}

/** Share still learning by days since own start, stepwise with its 95 % band, and the run before as a dashed line. */
export function survivalCurve(
  { survival, previous }: Pick<CourseOverview, 'survival' | 'previous'>,
  words: SurvivalWords,
): ChartOption {
  const hidden = {
    lineStyle: { opacity: 0 },
    symbol: 'none',
    silent: true,
    emphasis: { disabled: true },
  } as const;
  const step = 'end' as const;
  // On a ground of its own: the other run's line goes on behind it.
  const endLabel = { ...markLabel, show: true, backgroundColor: colour.surface, padding: [1, 4] };
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colour.edge } },
      formatter: (items) => {
        const first = Array.isArray(items) ? items[0] : items;
        const value = first?.value;
        return Array.isArray(value) ? words.describe(Number(value[0])) : '';
      },
    },
    grid: { left: 58, right: 84, top: 16, bottom: 44 },
    xAxis: { ...valueAxis(words.days), splitLine: { show: false } },
    yAxis: shareAxis(words.share),
    series: [
      // The band is the lower limit, unseen, with the width of the range stacked on it.
      { ...hidden, type: 'line', step, stack: 'band', data: survival.map(({ day, lower }) => [day, lower]) },
      {
        ...hidden,
        type: 'line',
        step,
        stack: 'band',
        areaStyle: { color: colour.band, opacity: 1 },
        data: survival.map(({ day, lower, upper }) => [day, upper - lower]),
      },
      ...(previous === null
        ? []
        : [
            {
              type: 'line' as const,
              step,
              symbol: 'none',
              lineStyle: { color: colour.series2, width: 1.5, type: 'dashed' as const },
              endLabel: { ...endLabel, formatter: words.before, color: colour.ink2 },
              emphasis: { disabled: true },
              data: previous.survival.map(({ day, share }) => [day, share]),
            },
          ]),
      {
        type: 'line',
        step,
        symbol: 'none',
        lineStyle: { color: colour.accent, width: 2.5 },
        endLabel: { ...endLabel, formatter: words.now, fontWeight: 600 },
        emphasis: { disabled: true },
        data: survival.map(({ day, share }) => [day, share]),
      },
    ],
  };
}
