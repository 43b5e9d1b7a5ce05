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
  const range = lastRange(shares, format.percent);
  return (
    <div ref={box}>
      <ChartFigure
        title={say(range === null ? words.activeUnknown : words.activeFinding(range))}
        subtitle={say(
          words.activeAxes(
            weeks.length,
            format.shortDate(weeks[0]?.start ?? ''),
            format.shortDate(weeks.at(-1)?.start ?? ''),
          ),
        )}
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

/** "45%–90%": the smallest and the largest share of the newest week; null where none is known. */
function lastRange(shares: readonly Place[], percent: (share: number) => string): string | null {
  const last = shares.flatMap(({ weeks }) => weeks.at(-1)?.share ?? []);
  if (last.length === 0) return null;
  const ends = [Math.min(...last), Math.max(...last)].map(percent);
  return [...new Set(ends)].join('–');
}
