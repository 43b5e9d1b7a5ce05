import './campaigns-page.css';
import type { NudgeLedger } from '#libs/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useApi } from '../../api/api.js';
import { useShownAsOf } from '../../app/as-of.js';
import { useKeys } from '../../app/keys.js';
import { rowKeys } from '../../app/row-keys.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { Chips } from '../../parts/chips.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded, Note } from '../../parts/states.js';
import { LedgerRow } from './ledger-row.js';
import { outcomeWords, stateWords, words } from './words.js';

export function CampaignsPage() {
  const { say, format } = useLanguage();
  const view = useView();
  const { queries } = useApi();
  const state = view.get('state');
  useKeys(rowKeys());
  const query = useInfiniteQuery(queries.nudges({ state, learner: view.get('learner') }));
  const first = query.data?.pages[0];
  useShownAsOf(first?.asOf);
  return (
    <>
      <PageHead
        title={say(words.title)}
        question={say(words.question)}
        answer={first && say(words.answer(format.number(first.sentToday), format.number(first.dailyCap)))}
      />
      {first !== undefined && (
        <>
          <States
            ledger={first}
            state={state}
            choose={(next) => {
              view.change({ state: next, open: null }, { replace: true });
            }}
          />
          <Outcomes ledger={first} />
        </>
      )}
      <Loaded query={query} shape="cards">
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows);
          return rows.length === 0 ? (
            <Note
              title={say(state === null ? words.none : words.noneOf)}
              {...(state === null ? { text: say(words.noneText) } : {})}
            />
          ) : (
            <>
              <ol className="ledger">
                {rows.map((row) => (
                  <LedgerRow key={row.id} row={row} />
                ))}
              </ol>
              {query.hasNextPage && (
                <button type="button" className="button more" onClick={() => void query.fetchNextPage()}>
                  {say(words.more)}
                </button>
              )}
            </>
          );
        }}
      </Loaded>
    </>
  );
}

interface StatesProps {
  readonly ledger: NudgeLedger;
  readonly state: string | null;
  readonly choose: (state: string | null) => void;
}

function States({ ledger, state, choose }: StatesProps) {
  const { say, format } = useLanguage();
  return (
    <Chips
      label={say(words.state)}
      chosen={state ?? 'all'}
      choose={(value) => {
        choose(value === 'all' ? null : value);
      }}
      options={[
        { value: 'all', name: say(words.all) },
        ...ledger.counts.map(({ state, count }) => ({
          value: state,
          name: `${say(stateWords[state].name)} ${format.number(count)}`,
        })),
      ]}
    />
  );
}

/** What came back, counted; with the reminder that this is no effect. */
function Outcomes({ ledger: { outcomes } }: { ledger: NudgeLedger }) {
  const { say, format } = useLanguage();
  const steps = Object.keys(outcomeWords);
  const inOrder = outcomes.toSorted((a, b) => steps.indexOf(a.status) - steps.indexOf(b.status));
  return (
    <p className="ledger-outcomes small">
      <span className="quiet">{say(words.outcomes)}</span>
      {outcomes.length === 0 && <span>{say(words.noOutcome)}</span>}
      {inOrder.map(({ status, count }) => (
        <span key={status}>
          {say(outcomeWords[status])} {format.number(count)}
        </span>
      ))}
      <span className="quiet">{say(words.effect)}</span>
    </p>
  );
}
