import type { SystemStatus } from '#libs/contracts';
import { base, colour, markLabel, type ChartOption } from './chart-option.js';
import { cellAxis, cells } from './cells.js';

export interface LagCell {
  /** Of the topic, and whose group reads it. */
  readonly name: string;
  /** By partition. */
  readonly lines: SystemStatus['lagMinutes'];
}

const cell = { height: 116, top: 26, gap: 18 };

export const lagHeight = (count: number, columns: number): number => Math.ceil(count / columns) * cell.height;

/** Upper end of the scale that all cells share: a round figure that nothing lies above, at least 10. */
export function lagTop(lines: SystemStatus['lagMinutes']): number {
  const most = Math.max(10, ...lines.flatMap(({ waiting }) => waiting.map((count) => count ?? 0)));
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 3, 4, 5, 6, 8].find((step) => step * power >= most) ?? 10);
}

/**
 * One small chart a topic, in it a line for each partition over the minutes of the last hour, all on one scale from 0.
 * Where the fullest partition stands now is written beside its line.
 */
export function lagLines(
  rows: readonly LagCell[],
  columns: number,
  words: {
    readonly count: (waiting: number) => string;
    readonly partition: (partition: number) => string;
    readonly describe: (row: LagCell, minute: number) => string;
  },
): ChartOption {
  const top = lagTop(rows.flatMap(({ lines }) => lines));
  const ofSeries = rows.flatMap((row) => row.lines.map(() => row));
  return {
    ...base,
    tooltip: {
      ...base.tooltip,
      trigger: 'axis',
      axisPointer: { type: 'line', lineStyle: { color: colour.edge } },
      formatter: (items) => {
        const item = Array.isArray(items) ? items[0] : items;
        const row = ofSeries[item?.seriesIndex ?? -1];
        return item === undefined || row === undefined ? '' : words.describe(row, item.dataIndex);
      },
    },
    ...cells(
      rows.map(({ name }) => name),
      columns,
      cell,
    ),
    xAxis: rows.map(({ lines }, index) =>
      cellAxis(index, lines[0]?.waiting.map((_, minute) => minute) ?? []),
    ),
    yAxis: rows.map((_, index) => ({
      type: 'value' as const,
      gridIndex: index,
      min: 0,
      max: top,
      interval: top / 2,
      axisLabel: { show: false },
      splitLine: { lineStyle: { color: colour.line } },
    })),
    series: rows.flatMap(({ lines }, index) => {
      const fullest = fullestNow(lines);
      return lines.map(({ partition, waiting }) => {
        const isFullest = partition === fullest;
        const last = waiting.length - 1;
        return {
          type: 'line' as const,
          xAxisIndex: index,
          yAxisIndex: index,
          connectNulls: false,
          showSymbol: true,
          // also where there is room for few
          showAllSymbol: true,
          lineStyle: { color: colour.accent, width: isFullest ? 2 : 1 },
          itemStyle: { color: colour.accent },
          emphasis: { disabled: true },
          z: isFullest ? 3 : 2,
          data: waiting.map((count, minute) => ({
            value: count,
            symbol: (isFullest && minute === last) || isAlone(waiting, minute) ? 'circle' : 'none',
            symbolSize: isFullest && minute === last ? 7 : 3,
            label: {
              ...markLabel,
              show: isFullest && minute === last,
              position: 'right' as const,
              formatter:
                lines.length === 1
                  ? words.count(count ?? 0)
                  : `${words.count(count ?? 0)}\n${words.partition(partition)}`,
            },
          })),
        };
      });
    }),
  };
}

/** The first partition in which most wait now; null where that is not known. */
function fullestNow(lines: SystemStatus['lagMinutes']): number | null {
  const known = lines.flatMap(({ partition, waiting }) => {
    const now = waiting.at(-1) ?? null;
    return now === null ? [] : [{ partition, now }];
  });
  const most = Math.max(...known.map(({ now }) => now));
  return known.find(({ now }) => now === most)?.partition ?? null;
}

/** No line leads to or from such a minute: it is seen as a dot only. */
const isAlone = (waiting: readonly (number | null)[], minute: number): boolean =>
  waiting[minute] !== null &&
  (waiting[minute - 1] ?? null) === null &&
  (waiting[minute + 1] ?? null) === null;
