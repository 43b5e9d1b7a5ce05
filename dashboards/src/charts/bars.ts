import { base, categoryAxis, colour, markLabel, still, valueAxis, type ChartOption } from './chart-option.js';

export interface Bar {
  readonly name: string;
  readonly value: number;
  /** What stands at the bar's end. */
  readonly label: string;
  /** A hollow bar around it that it is a part of. */
  readonly of?: number;
}

/** Height that gives each horizontal bar the same room. */
export const barsHeight = (count: number): number => 52 + count * 32;

/** Horizontal bars from 0, top to bottom in the order given, each with its words at its end. */
export function bars(rows: readonly Bar[], axis: string): ChartOption {
  const hasWhole = rows.some((row) => row.of !== undefined);
  const labelRoom = 16 + 8 * Math.max(0, ...rows.map(({ label }) => label.length));
  const endLabel = { ...markLabel, show: true, position: 'right' as const };
  return {
    ...base,
    grid: { left: 8, right: labelRoom, top: 4, bottom: 28, containLabel: true },
    xAxis: { ...valueAxis(axis), minInterval: 1, splitNumber: 4 },
    yAxis: { ...categoryAxis(rows.map(({ name }) => name)), inverse: true },
    tooltip: { show: false },
    series: [
      ...(hasWhole
        ? [
            {
              ...still,
              type: 'bar' as const,
              data: rows.map((row) => row.of ?? 0),
              barWidth: 18,
              barGap: '-100%',
              itemStyle: { color: 'transparent', borderColor: colour.edge, borderWidth: 1 },
              label: {
                ...endLabel,
                formatter: ({ dataIndex }: { dataIndex: number }) => rows[dataIndex]?.label ?? '',
              },
            },
          ]
        : []),
      {
        ...still,
        type: 'bar',
        data: rows.map(({ value }) => value),
        barWidth: 18,
        itemStyle: { color: colour.accent },
        label: {
          ...endLabel,
          show: !hasWhole,
          formatter: ({ dataIndex }: { dataIndex: number }) => rows[dataIndex]?.label ?? '',
        },
      },
    ],
  };
}
