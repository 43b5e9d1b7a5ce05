import { colour, markLabel } from './chart-option.js';

/** Of one small chart among many, px. */
export interface Cell {
  readonly height: number;
  /** Room for its name above it, and below it before the next. */
  readonly top: number;
  readonly gap: number;
}

/**
 * Where small charts of one row each stand, `columns` abreast, in the order given, their names above them.
 * @param textStyle of names, beside what all have
 */
export function cells(
  names: readonly string[],
  columns: number,
  { height, top, gap }: Cell,
  textStyle: { readonly width?: number; readonly overflow?: 'truncate' } = {},
) {
  const width = 100 / columns;
  // Right of each line its last figure is written, some 40 px: the fewer columns, the narrower the whole may be.
  const beside = 18 / columns + 1;
  const left = (index: number): string => `${((index % columns) * width + 1).toString()}%`;
  const above = (index: number): number => Math.floor(index / columns) * height;
  return {
    title: names.map((text, index) => ({
      text,
      left: left(index),
      top: above(index),
      padding: 0,
      textStyle: { ...markLabel, fontSize: 13, fontWeight: 400 as const, ...textStyle },
    })),
    grid: names.map((_, index) => ({
      left: left(index),
      width: `${(width - beside - 1).toString()}%`,
      top: above(index) + top,
      height: height - top - gap,
    })),
  };
}

/** The x axis of a cell: a line without words. */
export const cellAxis = (gridIndex: number, data: readonly (string | number)[]) => ({
  type: 'category' as const,
  gridIndex,
  data: [...data],
  boundaryGap: false,
  axisLabel: { show: false },
  axisTick: { show: false },
  axisLine: { lineStyle: { color: colour.edge } },
});
