import type { BarSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TitleComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';

export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | TitleComponentOption
  | TooltipComponentOption
>;
export type { LineSeriesOption };

/** The tokens by name: the SVG follows theme and print like the rest of the page, without drawing again. */
export const colour = {
  ink: 'var(--ink)',
  ink2: 'var(--ink-2)',
  line: 'var(--line)',
  edge: 'var(--edge)',
  surface: 'var(--surface)',
  accent: 'var(--accent)',
  series2: 'var(--series-2)',
  band: 'var(--band)',
} as const;

const fontFamily =
  'system-ui,-apple-system,"Segoe UI","PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif';

/** What all charts share: no movement, our type, a quiet tooltip. */
export const base = {
  animation: false,
  textStyle: { fontFamily, fontSize: 13, color: colour.ink },
  tooltip: {
    confine: true,
    backgroundColor: colour.surface,
    borderColor: colour.edge,
    borderWidth: 1,
    padding: 8,
    textStyle: { color: colour.ink, fontSize: 13 },
    extraCssText: 'box-shadow:none;border-radius:6px',
    transitionDuration: 0,
  },
} satisfies ChartOption;

const label = { color: colour.ink2, fontSize: 12, fontFamily };
const name = { nameLocation: 'middle', nameTextStyle: { ...label, fontSize: 12 } } as const;

/** Numbers along an axis that starts at 0. */
export const valueAxis = (text: string, more: { readonly max?: number; readonly gap?: number } = {}) =>
  ({
    ...name,
    type: 'value',
    name: text,
    nameGap: more.gap ?? 28,
    min: 0,
    ...(more.max === undefined ? {} : { max: more.max }),
    minInterval: 0,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { ...label, hideOverlap: true },
    splitLine: { lineStyle: { color: colour.line } },
  }) as const;

/** Shares 0 to 1, written as percent. */
export const shareAxis = (text: string, gap = 38) =>
  ({
    ...valueAxis(text, { max: 1, gap }),
    interval: 0.25,
    axisLabel: { ...label, formatter: (share: number) => `${Math.round(share * 100).toString()}%` },
  }) as const;

export const categoryAxis = (names: readonly string[]) => ({
  type: 'category' as const,
  data: [...names],
  axisLine: { lineStyle: { color: colour.edge } },
  axisTick: { show: false },
  axisLabel: { ...label, color: colour.ink, fontSize: 13 },
});

/** Text on a mark or at a line's end, in ink: colour stays on the mark. */
export const markLabel = { color: colour.ink, fontSize: 12, fontFamily } as const;

/** Hovering changes nothing but the tooltip. */
export const still = { emphasis: { disabled: true }, silent: false } as const;
