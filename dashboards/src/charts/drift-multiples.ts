import type { ModelWatch } from '#libs/contracts';
import { base, colour, markLabel, type ChartOption } from './chart-option.js';
import { cellAxis, cells } from './cells.js';

export interface DriftRow {
  readonly name: string;
  /** Oldest first. */
  readonly weeks: NonNullable<ModelWatch['scores']>['weeks'];
}

const cell = { height: 104, top: 24, gap: 18 };
/** From here on an index is drift (`stability` in libs/models). */
export const DRIFTED = 0.25;

export const driftHeight = (count: number, columns: number): number =>
  Math.ceil(count / columns) * cell.height;

/**
 * One small line a figure, all on one scale from 0: how far it lies from what the model learnt from. The band is what
 * figures that have not moved stay within, at that many learners; the dashed line is where drift begins.
 */
export function driftMultiples(
  rows: readonly DriftRow[],
  columns: number,
  /** Of the whole, px: longer names are cut. */
  total: number,
  describe: (row: DriftRow, week: number) => string,
): ChartOption {
  const indices = rows.flatMap(({ weeks }) =>
    weeks.map(({ index, byChance }) => Math.max(index ?? 0, byChance ?? 0)),
  );
  const max = Math.max(0.3, ...indices) * 1.05;
  const hidden = {
    symbol: 'none',
    silent: true,
    emphasis: { disabled: true },
    lineStyle: { opacity: 0 },
  } as const;
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colour.edge } },
      formatter: (items) => {
        const item = Array.isArray(items) ? items[0] : items;
        const row = rows[Math.floor((item?.seriesIndex ?? -1) / perCell)];
        return item === undefined || row === undefined ? '' : describe(row, item.dataIndex);
      },
    },
    ...cells(
      rows.map(({ name }) => name),
      columns,
      cell,
      {
        width: total / columns - 24,
        overflow: 'truncate',
      },
    ),
    xAxis: rows.map(({ weeks }, index) =>
      cellAxis(
        index,
        weeks.map(({ week }) => week),
      ),
    ),
    yAxis: rows.map((_, index) => ({
      type: 'value' as const,
      gridIndex: index,
      min: 0,
      max,
      axisLabel: { show: false },
      splitLine: { show: false },
    })),
    series: rows.flatMap(({ weeks }, index) => {
      const axis = { xAxisIndex: index, yAxisIndex: index };
      const last = weeks.findLastIndex((week) => week.index !== null);
      const drifted = weeks[last]?.verdict === 'drifted';
      return [
        {
          ...axis,
          type: 'line' as const,
          symbol: 'none',
          connectNulls: false,
          lineStyle: { color: colour.accent, width: 2 },
          showSymbol: true,
          itemStyle: { color: drifted ? colour.series2 : colour.accent },
          emphasis: { disabled: true },
          z: 4,
          data: weeks.map((week, at) => ({
            value: week.index,
            symbol: at === last ? (drifted ? 'diamond' : 'circle') : 'none',
            symbolSize: drifted ? 12 : 7,
            label: {
              ...markLabel,
              show: at === last,
              position: 'right' as const,
              formatter: (week.index ?? 0).toFixed(2),
            },
          })),
        },
        {
          ...axis,
          ...hidden,
          type: 'line' as const,
          areaStyle: { color: colour.band, opacity: 1 },
          data: weeks.map(({ byChance }) => byChance),
        },
        {
          ...axis,
          type: 'line' as const,
          symbol: 'none',
          silent: true,
          emphasis: { disabled: true },
          lineStyle: { color: colour.edge, width: 1, type: 'dashed' as const },
          data: weeks.map(() => DRIFTED),
        },
      ];
    }),
  };
}

/** Series of one figure: its line, the band, where drift begins. */
const perCell = 3;
