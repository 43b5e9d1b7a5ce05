import './states.css';
import { useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import { ApiError } from '../api/http-client.js';
import { both } from '../language/bilingual.js';
import { useLanguage } from '../language/language.js';
import { lazyPart } from './lazy-part.js';

const Refusal = lazyPart(() => import('./refusal.js'), 'Refusal');

const words = {
  counting: both('仍在统计', 'Still counting'),
  loading: both('正在加载', 'Loading'),
  cancel: both('取消', 'Cancel'),
  stopped: both('已停止统计', 'Counting was stopped'),
  retry: both('重试', 'Retry'),
  offline: both('网络不通,未能取得数据。', 'No connection: the figures could not be fetched.'),
  errorId: both('错误编号', 'Error id'),
  stale: (minutes: string) =>
    both(
      `数字是 ${minutes} 分钟前的,连接后自动更新。`,
      `Figures are ${minutes} minutes old; they follow once connected.`,
    ),
};

const stillCountingAfter = 3000;

/** Grey blocks in the final shape. After three seconds it says so, and can be stopped. */
export function Skeleton({
  shape,
  cancel,
}: {
  shape: 'page' | 'cards' | 'chart' | 'lines';
  cancel?: () => void;
}) {
  const { say } = useLanguage();
  const [long, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLong(true);
    }, stillCountingAfter);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <div className={`skeleton ${shape}`} role="status">
      <span className={long ? 'skeleton-note' : 'for-readers'}>
        {say(long ? words.counting : words.loading)}
      </span>
      {long && cancel !== undefined && (
        <button type="button" className="button" onClick={cancel}>
          {say(words.cancel)}
        </button>
      )}
      {Array.from({ length: shape === 'lines' ? 3 : 4 }, (_, index) => (
        <i key={index} />
      ))}
    </div>
  );
}

export function ErrorNote({ error, retry }: { error: Error; retry: () => void }) {
  const { say } = useLanguage();
  const status = error instanceof ApiError ? error.status : null;
  if (status === 403 || status === 404) {
    return (
      <Suspense fallback={null}>
        <Refusal status={status} />
      </Suspense>
    );
  }
  const cause = error instanceof ApiError ? error.problem.detail : say(words.offline);
  const id = error instanceof ApiError ? error.problem.instance : '';
  return (
    <div className="note error" role="alert">
      <p>{cause}</p>
      {id !== '' && (
        <p className="small quiet">
          {say(words.errorId)} <code>{id}</code>
        </p>
      )}
      <button type="button" className="button" onClick={retry}>
        {say(words.retry)}
      </button>
    </div>
  );
}

/** Why there is nothing, and one next step. */
export function Note({ title, text, children }: { title: string; text?: string; children?: ReactNode }) {
  return (
    <div className="note">
      <p className="note-title">{title}</p>
      {text !== undefined && <p className="quiet">{text}</p>}
      {children}
    </div>
  );
}

/** What a query and an infinite query have in common. */
interface Answer<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  readonly fetchStatus: UseQueryResult['fetchStatus'];
  readonly dataUpdatedAt: number;
  readonly refetch: () => Promise<unknown>;
}

interface LoadedProps<T> {
  readonly query: Answer<T>;
  readonly shape: 'page' | 'cards' | 'chart' | 'lines';
  readonly children: (data: T) => ReactNode;
}

const staleAfter = 15 * 60_000;

/** The states that every question to the server can be in. Old content stays while a new answer fails to come. */
export function Loaded<T>({ query, shape, children }: LoadedProps<T>) {
  const client = useQueryClient();
  const { say } = useLanguage();
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    if (query.error !== null) return <ErrorNote error={query.error} retry={retry} />;
    if (query.fetchStatus === 'paused') return <ErrorNote error={new Error('offline')} retry={retry} />;
    if (query.fetchStatus === 'idle')
      return (
        <Note title={say(words.stopped)}>
          <button type="button" className="button" onClick={retry}>
            {say(words.retry)}
          </button>
        </Note>
      );
    return <Skeleton shape={shape} cancel={() => void client.cancelQueries()} />;
  }
  return (
    <>
      {query.error !== null ? (
        <ErrorNote error={query.error} retry={retry} />
      ) : (
        <StaleNote at={query.dataUpdatedAt} />
      )}
      {children(query.data)}
    </>
  );
}

function StaleNote({ at }: { at: number }) {
  const { say } = useLanguage();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 60_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  if (now - at < staleAfter) return null;
  return (
    <p className="note stale" role="status">
      {say(words.stale(Math.floor((now - at) / 60_000).toString()))}
    </p>
  );
}
