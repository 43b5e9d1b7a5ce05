import type { RegionOverview } from '#libs/contracts';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { sectionsFor } from '../../app/sections.js';
import { useSession } from '../../app/session.js';
import { useView } from '../../app/view.js';
import { bars, barsHeight } from '../../charts/bars.js';
import { causeAction, causeWord } from '../../language/cause-words.js';
import { useLanguage } from '../../language/language.js';
import { ChartFigure } from '../../parts/chart-figure.js';
import { words } from './words.js';

/** Why people stop, as they told it; each cause with what the place can do about it. */
export function Causes({ causes }: Pick<RegionOverview, 'causes'>) {
  const { say, format } = useLanguage();
  const option = useMemo(
    () =>
      bars(
        causes.map(({ cause, count }) => ({
          name: say(causeWord(cause)),
          value: count,
          label: format.number(count),
        })),
        say(words.count),
      ),
    [causes, say, format],
  );
  const total = causes.reduce((sum, { count }) => sum + count, 0);
  const most = causes.toSorted((a, b) => b.count - a.count)[0];
  return (
    <ChartFigure
      title={
        most === undefined || total === 0
          ? say(words.causesNone)
          : say(
              words.causesFinding(
                say(causeWord(most.cause)),
                format.number(most.count),
                format.number(total),
              ),
            )
      }
      subtitle={say(words.causesAxes)}
      after={total === 0 ? <NoCause /> : <Actions causes={causes} />}
      height={barsHeight(causes.length)}
      option={option}
      rows={causes}
      keyOf={({ cause }) => cause}
      columns={[
        { name: say(words.cause), cell: ({ cause }) => say(causeWord(cause)) },
        { name: say(words.count), figure: true, cell: ({ count }) => format.number(count) },
        {
          name: say(words.action),
          text: true,
          cell: ({ cause }) => {
            const action = causeAction(cause);
            return action === null ? '' : say(action);
          },
        },
      ]}
    />
  );
}

/** Where causes come from; with the way there for whoever has the list. */
function NoCause() {
  const { say } = useLanguage();
  const view = useView();
  const hasList = sectionsFor(useSession()).some(({ path }) => path === '/today');
  return (
    <>
      <p>{say(words.causesNext)}</p>
      {hasList && (
        <Link className="button no-print" href={view.to('/today')}>
          {say(words.causesStep)}
        </Link>
      )}
    </>
  );
}

/** What the place can do about its most heard causes. */
function Actions({ causes }: Pick<RegionOverview, 'causes'>) {
  const { say } = useLanguage();
  const actions = causes
    .toSorted((a, b) => b.count - a.count)
    .flatMap(({ cause }) => causeAction(cause) ?? [])
    .slice(0, 3);
  if (actions.length === 0) return null;
  return (
    <>
      <h3>{say(words.action)}</h3>
      <ul className="cause-actions">
        {actions.map((action) => (
          <li key={action.en}>{say(action)}</li>
        ))}
      </ul>
    </>
  );
}
