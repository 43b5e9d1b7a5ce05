import './today-page.css';
import type { Worklist } from '#libs/contracts';
import { useQuery } from '@tanstack/react-query';
import { Suspense, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useApi } from '../../api/api.js';
import { useShownAsOf } from '../../app/as-of.js';
import { useKeys } from '../../app/keys.js';
import { rowKeys } from '../../app/row-keys.js';
import { useView } from '../../app/view.js';
import { useLanguage } from '../../language/language.js';
import { PageHead } from '../../parts/page-head.js';
import { Loaded, Note } from '../../parts/states.js';
import { loadForms, SetAside } from './lazy-forms.js';
import { WorkCard } from './work-card.js';
import { words } from './words.js';

export function TodayPage() {
  const { say } = useLanguage();
  const view = useView();
  const { queries } = useApi();
  const [writing, setWriting] = useState(false);
  const query = useQuery({
    ...queries.worklist(view.scope),
    // A new list must not take the row away that somebody is writing on.
    ...(writing ? { refetchInterval: false, refetchOnWindowFocus: false } : {}),
  });
  useShownAsOf(query.data?.asOf);
  return (
    <>
      <PageHead
        title={say(words.title)}
        question={say(words.question)}
        answer={query.data && <Answer worklist={query.data} />}
      />
      <Loaded query={query} shape="cards">
        {(worklist) => <List worklist={worklist} onWriting={setWriting} />}
      </Loaded>
    </>
  );
}

/** How many of the list are dealt with; a row that a late batch took back needs nobody any more. */
export function progress({ rows }: Pick<Worklist, 'rows'>): { readonly done: number; readonly of: number } {
  const asked = rows.filter(({ withdrawn }) => withdrawn === null);
  return { done: asked.filter(({ item }) => item.state !== 'open').length, of: asked.length };
}

function Answer({ worklist }: { worklist: Worklist }) {
  const { say } = useLanguage();
  const { done, of } = progress(worklist);
  if (of === 0) return <>{say(words.empty)}</>;
  if (done === of) return <strong>{say(words.allDone(of))}</strong>;
  return (
    <>
      <strong>{say(words.call(of))}</strong>
      {worklist.followUps > 0 && ` · ${say(words.followUps(worklist.followUps))}`}
      {` · ${say(words.done(done, of))}`}
      <span className="progress" aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <i key={index} data-done={index < done} />
        ))}
      </span>
    </>
  );
}

function List({ worklist, onWriting }: { worklist: Worklist; onWriting: (writing: boolean) => void }) {
  const { say } = useLanguage();
  const view = useView();
  const next = worklist.rows.find(({ item, withdrawn }) => item.state === 'open' && withdrawn === null);
  useKeys(rowKeys());
  useEffect(() => {
    void loadForms();
  }, []);
  if (worklist.rows.length === 0) {
    return (
      <>
        <Note title={say(words.empty)} text={say(words.emptyNext)}>
          <Link className="button" href={view.to('/learners')}>
            {say(words.emptyStep)}
          </Link>
        </Note>
        <Suspense fallback={null}>
          <SetAside setAside={worklist.setAside} />
        </Suspense>
      </>
    );
  }
  return (
    <>
      <ol className="worklist">
        {worklist.rows.map((row) => (
          <WorkCard
            key={row.item.id}
            row={row}
            worklist={worklist}
            next={row === next}
            onWriting={onWriting}
          />
        ))}
      </ol>
      <footer className="list-end">
        <p>{say(words.end(worklist.rows.length))}</p>
        <p className="small quiet">{say(words.order)}</p>
        <Suspense fallback={null}>
          <SetAside setAside={worklist.setAside} />
        </Suspense>
      </footer>
    </>
  );
}
