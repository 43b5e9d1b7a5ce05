import type { RegionOverview } from '#libs/contracts';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { funnelPlot, standing } from '../../charts/funnel-plot.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { words } from './words.js';

/** Completion of each place against its size, with the limits that chance alone draws. */
export function Completion({ region: { funnel } }: { region: RegionOverview }) {
  const { say, format } = useLanguage();
  const view = useView();
  const option = useMemo(
    () =>
      funnelPlot(funnel, {
        learners: say(words.learners),
        completion: say(words.completion),
        average: say(words.average),
        nameOf: ({ name }) => say(name),
        describe: (point) =>
          `${say(point.name)}<br>${format.percent(point.completion)} · ${format.number(point.learners)}<br>${say(words.standings[standing(point)])}`,
      }),
    [funnel, say, format],
  );
  const below = funnel.points.filter((point) => ['below', 'low'].includes(standing(point))).length;
  const address = (code: string) => `/regions/${encodeURIComponent(code)}`;
  return (
    <ChartFigure
      title={say(words.funnelFinding(below))}
      subtitle={say(words.funnelAxes(funnel.points.length))}
      height={340}
      option={option}
      onPick={(index) => {
        const point = funnel.points[index];
        if (point !== undefined) view.go(address(point.region));
      }}
      rows={funnel.points}
      keyOf={({ region }) => region}
      columns={[
        {
          name: say(words.place),
          cell: ({ region, name }) => <Link href={view.to(address(region))}>{say(name)}</Link>,
        },
        { name: say(words.learners), figure: true, cell: ({ learners }) => format.number(learners) },
        { name: say(words.completion), figure: true, cell: ({ completion }) => format.percent(completion) },
        {
          name: say(words.limits95),
          figure: true,
          cell: ({ lower95, upper95 }) => `${format.percent(lower95)}–${format.percent(upper95)}`,
        },
        { name: say(words.standing), text: true, cell: (point) => say(words.standings[standing(point)]) },
      ]}
    />
  );
}
