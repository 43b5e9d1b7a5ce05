import { colour, type LineSeriesOption } from './chart-option.js';

/** An interval as a line across its dot; said in the table and the tooltip, so it is drawn and no more. */
export const whisker = (
  ends: readonly [from: readonly [number, number], to: readonly [number, number]],
  axis: { readonly xAxisIndex?: number; readonly yAxisIndex?: number } = {},
): LineSeriesOption => ({
  ...axis,
  type: 'line',
  data: ends.map((end) => [...end]),
  symbol: 'none',
  lineStyle: { color: colour.edge, width: 1.5 },
  silent: true,
  emphasis: { disabled: true },
});
