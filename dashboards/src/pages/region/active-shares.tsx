import type { RegionOverview } from '#libs/contracts';
import { useMemo, useRef } from 'react';
import { multiplesHeight, smallMultiples } from '../../charts/small-multiples.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { useWidth } from '../../parts/use-width.js';
import { words } from './words.js';

type Place = RegionOverview['activeShare'][number];

/** Share of active learners a week: one small chart a place, by name, all on one scale. */
export function ActiveShares({ shares }: { shares: readonly Place[] }) {
  const { say, format } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const columns = Math.min(Math.max(1, Math.floor(width / 220)), shares.length, 4);
  const weeks = useMemo(() => shares[0]?.weeks ?? [], [shares]);
  const option = useMemo(() => {
    const share = (value: number | null) => (value === null ? '–' : format.percent(value));
    return smallMultiples(
      shares.map(({ name, weeks }) => ({ name: say(name), shares: weeks.map(({ share }) => share) })),
      columns,
      (row, week) =>
        `${row.name}<br>${format.shortDate(weeks[week]?.start ?? '')} ${share(row.shares[week] ?? null)}`,
    );
  }, [shares, weeks, columns, say, format]);
  return (
    <div ref={box}>
      <ChartFigure
        title={say(
          words.activeFinding(
            format.shortDate(weeks[0]?.start ?? ''),
            format.shortDate(weeks.at(-1)?.start ?? ''),
          ),
        )}
        subtitle={say(words.activeAxes)}
        height={multiplesHeight(shares.length, columns)}
        option={option}
        rows={shares}
        keyOf={({ region }) => region}
        columns={[
          { name: say(words.place), cell: ({ name }) => say(name) },
          ...weeks.map(({ start }, week) => ({
            name: format.shortDate(start),
            figure: true,
            cell: (place: Place) => {
              const share = place.weeks[week]?.share ?? null;
              return share === null ? '–' : format.percent(share);
            },
          })),
        ]}
      />
    </div>
  );
}
