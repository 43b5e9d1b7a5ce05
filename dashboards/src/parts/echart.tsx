import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { GridComponent, TitleComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type ECharts } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ChartOption } from '../charts/chart-option.js';

register([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  TitleComponent,
  TooltipComponent,
  SVGRenderer,
  LabelLayout,
]);

interface EChartProps {
  readonly option: ChartOption;
  readonly height: number;
  readonly onPick?: (index: number) => void;
}

/** One ECharts instance in a box that it fills; nothing of ours but size, option and clicks. */
export function EChart({ option, height, onPick }: EChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(undefined);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    if (box.current === null) return;
    const instance = init(box.current, null, { renderer: 'svg' });
    chart.current = instance;
    instance.on('click', ({ dataIndex }) => pick.current?.(dataIndex));
    const observer = new ResizeObserver(() => {
      instance.resize();
    });
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      instance.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  // React sets it through the object model, which a policy against style attributes allows.
  return <div ref={box} style={{ height }} />;
}
