import type { ModelWatch } from '#libs/contracts';
import { useMemo, useRef } from 'react';
import { driftHeight, driftMultiples } from '../../charts/drift-multiples.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { useWidth } from '../../parts/use-width.js';
import { driftWords as words } from './drift-words.js';

type Steadiness = NonNullable<ModelWatch['scores']>;
type Row = Steadiness & { readonly key: string; readonly name: string };

interface FigureDriftProps {
  readonly inputs: NonNullable<ModelWatch['inputs']>;
  readonly scores: Steadiness;
  readonly weeks: readonly string[];
}

/** One small chart for the chances and for each figure behind them; in the order of the answer, those that drift first. */
export function FigureDrift({ inputs, scores, weeks }: FigureDriftProps) {
  const { say, format } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const columns = Math.min(Math.max(1, Math.floor(width / 300)), 4);
  const rows = useMemo<Row[]>(
    () => [
      { ...scores, key: '', name: say(words.scores) },
      ...inputs.map(({ feature, label, ...rest }) => ({ ...rest, key: feature, name: say(label) })),
    ],
    [inputs, scores, say],
  );
  const option = useMemo(
    () =>
      driftMultiples(rows, columns, width - 48, (row, at) => {
        const week = row.weeks[at];
        if (week === undefined) return '';
        return `${row.name}<br>${format.shortDate(week.week)} · ${say(words.learners)} ${format.number(week.learners)}<br>PSI ${decimals(week.index)} · ${say(words.byChance)} ${decimals(week.byChance)}`;
      }),
    [rows, columns, width, say, format],
  );
  const drifted = rows.filter(({ since }) => since !== null).length;
  const all = format.number(rows.length);
  return (
    <div ref={box} className="model-drift">
      {/* drawn once the width is known: the first picture would have one column */}
      {width > 0 && (
        <ChartFigure<Row>
          title={say(drifted === 0 ? words.findingNone(all) : words.finding(drifted, all))}
          subtitle={say(words.axes(format.shortDate(weeks[0] ?? ''), format.shortDate(weeks.at(-1) ?? '')))}
          height={driftHeight(rows.length, columns)}
          option={option}
          tableOnPhone
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            { name: say(words.figure), text: true, cell: ({ name }) => name },
            { name: say(words.verdict), cell: (row) => say(words.standings[newest(row)?.verdict ?? 'few']) },
            { name: say(words.index), figure: true, cell: (row) => decimals(newest(row)?.index ?? null) },
            {
              name: say(words.byChance),
              figure: true,
              cell: (row) => decimals(newest(row)?.byChance ?? null),
            },
            {
              name: say(words.since),
              cell: ({ since }) => (since === null ? '–' : format.shortDate(since)),
            },
            {
              name: say(words.learners),
              figure: true,
              cell: (row) => format.number(newest(row)?.learners ?? 0),
            },
          ]}
        />
      )}
    </div>
  );
}

const newest = ({ weeks }: Steadiness) => weeks.at(-1);
const decimals = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
