import './evidence-drawer.css';
import type { EventPage, EvidenceRef } from '#libs/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/api.js';
import { useView } from '../app/view.js';
import { both } from '../language/bilingual.js';
import { daysAfter } from '../language/days-after.js';
import { useLanguage } from '../language/language.js';
import { eventKindWords } from '../language/event-words.js';
import { DataTable } from './data-table.js';
import { Dialog } from './dialog.js';
import { downloadCsv } from './download-csv.js';
import { evidenceOf } from './evidence-code.js';
import { EventEntry } from './event-entry.js';
import { Loaded } from './states.js';

const words = {
  title: both('依据', 'Evidence'),
  shown: both('页面上写的', 'On the page'),
  total: (n: string) => both(`共 ${n} 条学习记录`, `${n} learning events`),
  rule: both('口径', 'How it is counted'),
  scope: both('范围', 'Scope'),
  none: both('没有记录。', 'No events.'),
  more: (left: string) => both(`再显示一些(还有 ${left} 条)`, `Show more (${left} left)`),
  daysOnly: both('按您的角色只显示每天的条数。', 'Your role sees counts per day.'),
  day: both('日期', 'Day'),
  count: both('条数', 'Events'),
  link: both('复制链接', 'Copy link'),
  copied: both('链接已复制', 'Link copied'),
  notCopied: both(
    '浏览器不允许复制,请从地址栏复制',
    'The browser does not allow it: copy from the address bar',
  ),
  until: (day: string) => both(`截至${day}`, `up to ${day}`),
  since: (day: string) => both(`${day}起`, `from ${day}`),
  csv: both('下载 CSV', 'Download CSV'),
};

/** What a figure was counted from: the count again, how it is counted, and the events themselves. */
export function EvidenceDrawer({ code }: { code: string }) {
  const view = useView();
  const { say } = useLanguage();
  const { queries } = useApi();
  const evidence = evidenceOf(code);
  const query = useInfiniteQuery({ ...queries.events(evidence), refetchInterval: false });
  const close = () => {
    if (view.state?.drawer === true) history.back();
    else view.change({ ev: null }, { replace: true });
  };
  const shown = view.state?.shown;
  return (
    <Dialog side title={say(words.title)} onClose={close}>
      {shown !== undefined && (
        <p className="evidence-shown">
          <span className="small quiet">{say(words.shown)}</span>
          <br />
          {shown}
        </p>
      )}
      <Loaded query={query} shape="lines">
        {({ pages }) => (
          <Events
            evidence={evidence}
            pages={pages}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
          />
        )}
      </Loaded>
    </Dialog>
  );
}

interface EventsProps {
  readonly evidence: EvidenceRef;
  readonly pages: readonly EventPage[];
  readonly more: (() => void) | null;
}

function Events({ evidence, pages, more }: EventsProps) {
  const { say, format } = useLanguage();
  const [first] = pages;
  if (first === undefined) return null;
  const rows = pages.flatMap((page) => page.rows);
  return (
    <>
      <div>
        <p className="evidence-total">{say(words.total(format.number(first.total)))}</p>
        <dl className="evidence-facts small">
          <dt>{say(words.rule)}</dt>
          <dd>{say(first.rule)}</dd>
          <dt>{say(words.scope)}</dt>
          <dd>
            <Scope evidence={evidence} />
          </dd>
        </dl>
      </div>
      <div className="evidence-actions no-print">
        <CopyLink />
        {rows.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() => {
              downloadCsv('snowlight-events.csv', rows);
            }}
          >
            {say(words.csv)}
          </button>
        )}
      </div>
      {first.days !== null ? (
        <>
          <p className="small quiet">{say(words.daysOnly)}</p>
          <DataTable
            caption={say(words.daysOnly)}
            columns={[
              { name: say(words.day), cell: ({ day }) => format.date(day) },
              { name: say(words.count), figure: true, cell: ({ count }) => format.number(count) },
            ]}
            rows={first.days}
            keyOf={({ day }) => day}
          />
        </>
      ) : (
        <ol className="events">
          {rows.map((row) => (
            <EventEntry key={row.id} row={row} named={evidence.learner === undefined} />
          ))}
        </ol>
      )}
      {first.total === 0 && <p className="quiet">{say(words.none)}</p>}
      {more !== null && (
        <button type="button" className="button" onClick={more}>
          {say(words.more(format.number(first.total - rows.length)))}
        </button>
      )}
    </>
  );
}

function CopyLink() {
  const { say } = useLanguage();
  const [told, setTold] = useState<'copied' | 'notCopied' | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      setTold('copied');
    } catch {
      // Without TLS there is no clipboard, or the reader has forbidden it: either is said.
      setTold('notCopied');
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void copy()}>
        {say(words.link)}
      </button>
      <span role="status" className="evidence-told small quiet">
        {told !== null && say(words[told])}
      </span>
    </>
  );
}

/** What the server writes for "from the first event on". */
const wholeTime = '1970-01-01';

function Scope({ evidence }: { evidence: EvidenceRef }) {
  const { say, format } = useLanguage();
  const { from, to, kinds, run, region, activity } = evidence;
  // `to` is exclusive; people read a closed range.
  const lastDay = to === undefined ? undefined : daysAfter(to, -1);
  const firstDay = from === wholeTime ? undefined : from;
  const days =
    firstDay !== undefined && lastDay !== undefined
      ? firstDay === lastDay
        ? format.shortDate(firstDay)
        : `${format.shortDate(firstDay)} – ${format.shortDate(lastDay)}`
      : lastDay !== undefined
        ? say(words.until(format.shortDate(lastDay)))
        : firstDay !== undefined
          ? say(words.since(format.shortDate(firstDay)))
          : null;
  return (
    <>
      {[days, kinds?.map((kind) => say(eventKindWords[kind])).join(' / '), run, region, activity]
        .filter((part) => part !== null && part !== undefined)
        .join(' · ')}
    </>
  );
}
