import type { ModelCard, ModelList } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useApi } from '../../api/api.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded } from '../../parts/states.js';
import { CalibrationTab } from './calibration-tab.js';
import { CardTab } from './card-tab.js';
import { DriftTab } from './drift-tab.js';
import { FairnessTab } from './fairness-tab.js';
import { modelQueries } from './model-queries.js';
import { pageWords as words, tabs, type Tab } from './page-words.js';
import { Promotion } from './promotion.js';
import { verdictOf } from './verdict.js';
import { Watched } from './watched.js';

type Row = ModelList['models'][number];

/** One version: its card, and how it fares here. Of mastery models there is the card alone. */
export function ModelPage({ version }: { version: string }) {
  const { say } = useLanguage();
  const { http, queries } = useApi();
  const view = useView();
  const list = useQuery(queries.models());
  const row = list.data?.models.find((one) => one.version === version);
  const asked = useQuery({
    ...modelQueries(http, version).card(row?.kind ?? 'risk'),
    enabled: list.data !== undefined,
  });
  // while the list is on its way nobody waits for a card that is not asked for yet
  const query = list.data === undefined ? list : asked;
  const shown = list.data === undefined ? tabs : tabsOf(row);
  const open = shown.find((tab) => tab === view.get('tab')) ?? 'card';
  const previous = asked.data?.promotions.find((one) => one.version === version)?.previous ?? null;
  return (
    <>
      <PageHead
        title={version}
        question={say(words.question)}
        answer={row && say(answerOf(row))}
        {...(row && { actions: <Promotion row={row} previous={previous} /> })}
      />
      <nav className="tabs no-print" aria-label={say(words.tabsOf(version))}>
        {shown.map((tab) => (
          <Link
            key={tab}
            href={view.to(`/models/${encodeURIComponent(version)}`, { tab: tab === 'card' ? null : tab })}
            aria-current={tab === open ? 'page' : undefined}
          >
            {say(words.tabs[tab])}
          </Link>
        ))}
        <Link className="tabs-out" href={view.to('/models')}>
          {say(words.all)}
        </Link>
      </nav>
      <Loaded query={query} shape="chart">
        {() => asked.data && <OpenTab tab={open} card={asked.data} />}
      </Loaded>
    </>
  );
}

/** Of a version that there is not: none. */
function tabsOf(row: Row | undefined): readonly Tab[] {
  if (row === undefined) return [];
  return row.kind === 'mastery' ? ['card'] : tabs;
}

function answerOf(row: Row) {
  return words.answer(words.statuses[row.status], row.kind === 'mastery' ? words.mastery : verdictOf(row));
}

function OpenTab({ tab, card }: { tab: Tab; card: ModelCard }) {
  switch (tab) {
    case 'card':
      return <CardTab card={card} />;
    case 'calibration':
      return <CalibrationTab card={card} />;
    case 'drift':
      return <Watched version={card.version}>{(watch) => <DriftTab watch={watch} />}</Watched>;
    case 'fairness':
      return <Watched version={card.version}>{(watch) => <FairnessTab watch={watch} />}</Watched>;
  }
}
