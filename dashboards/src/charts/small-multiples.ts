import { base, colour, markLabel, type ChartOption } from './chart-option.js';
import { cellAxis, cells } from './cells.js';

export interface Multiple {
  readonly name: string;
  /** One share a week, oldest first; null = hidden or unknown, a hole in the line. */
  readonly shares: readonly (number | null)[];
}

const cell = { height: 112, top: 26, gap: 14 };

export const multiplesHeight = (count: number, columns: number): number =>
  Math.ceil(count / columns) * cell.height;

/** One small line chart a place, all on the same axes 0 to 100 %, in the order given. */
export function smallMultiples(
  rows: readonly Multiple[],
  columns: number,
  describe: (row: Multiple, week: number) => string,
): ChartOption {
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colour.edge } },
      formatter: (items) => {
        const item = Array.isArray(items) ? items[0] : items;
        const row = rows[item?.seriesIndex ?? -1];
        return item === undefined || row === undefined ? '' : describe(row, item.dataIndex);
      },
    },
    ...cells(
      rows.map(({ name }) => name),
      columns,
      cell,
    ),
    xAxis: rows.map(({ shares }, index) =>
      cellAxis(
        index,
        shares.map((_, week) => week),
      ),
    ),
    yAxis: rows.map((_, index) => ({
      type: 'value' as const,
      gridIndex: index,
      min: 0,
      max: 1,
      interval: 0.5,
      axisLabel: { show: false },
      splitLine: { lineStyle: { color: colour.line } },
    })),
    series: rows.map(({ shares }, index) => {
      const last = shares.findLastIndex((share) => share !== null);
      return {
        type: 'line' as const,
        xAxisIndex: index,
        yAxisIndex: index,
        connectNulls: false,
        showSymbol: true,
        symbol: 'circle',
        symbolSize: (_value: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === last ? 7 : 0),
        lineStyle: { color: colour.accent, width: 2 },
        itemStyle: { color: colour.accent },
        emphasis: { disabled: true },
        data: shares.map((share, week) => ({
          value: share,
          label: {
            ...markLabel,
            show: week === last,
            position: 'right' as const,
            formatter: `${Math.round((share ?? 0) * 100).toString()}%`,
          },
        })),
      };
    }),
  };
}
