import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { Redirect, Route, Switch, useSearch } from 'wouter';
import { ApiProvider, createApi, useApi } from '../api/api.js';
import { ApiError, HttpClient } from '../api/http-client.js';
import { LanguageProvider } from '../language/language.js';
import { ErrorNote, Skeleton } from '../parts/states.js';
import { ToastProvider } from '../parts/toast.js';
import { pageOf, pages } from './pages.js';
import { sectionsFor } from './sections.js';
import { SessionProvider, useSession } from './session.js';
import { Shell } from './shell.js';
import { lazyPart } from '../parts/lazy-part.js';

const NotFoundPage = lazyPart(() => import('./not-found-page.js'), 'NotFoundPage');
const SignInPage = lazyPart(() => import('../pages/sign-in/sign-in-page.js'), 'SignInPage');

const browser = {
  request: (url: string, init: RequestInit) => fetch(url, init),
  language: () => document.documentElement.lang,
};

/** Asking again helps where the network or a busy server failed, not where the answer was "no". */
const mayRetry = (failures: number, error: Error) =>
  failures < 2 && !(error instanceof ApiError && error.status < 500);

const createQueryClient = () =>
  new QueryClient({ defaultOptions: { queries: { retry: mayRetry, staleTime: 5_000 } } });

export function App() {
  const [queryClient] = useState(createQueryClient);
  const [api] = useState(() => createApi(new HttpClient(browser)));
  return (
    <QueryClientProvider client={queryClient}>
      <ApiProvider api={api}>
        <SignedInOrNot />
      </ApiProvider>
    </QueryClientProvider>
  );
}

function SignedInOrNot() {
  const { queries } = useApi();
  const session = useQuery({ ...queries.session(), refetchInterval: 60_000 });
  const signedOut = session.error instanceof ApiError && session.error.status === 401;
  const known = signedOut ? undefined : session.data;
  return (
    <LanguageProvider timeZone={known?.tenant.timeZone ?? 'Asia/Shanghai'}>
      {known !== undefined ? (
        <SessionProvider session={known}>
          <ToastProvider>
            <SignedIn />
          </ToastProvider>
        </SessionProvider>
      ) : signedOut ? (
        <SignedOut />
      ) : session.error !== null ? (
        <ErrorNote error={session.error} retry={() => void session.refetch()} />
      ) : (
        <Skeleton shape="page" />
      )}
    </LanguageProvider>
  );
}

function SignedOut() {
  return (
    <Switch>
      <Route path="/sign-in">
        <Suspense fallback={<Skeleton shape="page" />}>
          <SignInPage />
        </Suspense>
      </Route>
      <Route>
        {/* Back to the URL first asked for, once signed in. */}
        <Redirect to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`} replace />
      </Route>
    </Switch>
  );
}

function SignedIn() {
  return (
    <Switch>
      <Route path="/" component={Landing} />
      <Route path="/sign-in" component={Landing} />
      <Route>
        <Shell>
          <Suspense fallback={<Skeleton shape="page" />}>
            <Switch>
              {pages.map(({ path, Component }) => (
                <Route key={path} path={path} component={Component} />
              ))}
              <Route component={NotFoundPage} />
            </Switch>
          </Suspense>
        </Shell>
      </Route>
    </Switch>
  );
}

function Landing() {
  const session = useSession();
  const asked = new URLSearchParams(useSearch()).get('to');
  const landing = pageOf(session.landing) === undefined ? undefined : session.landing;
  // Only a page of our own: `to=//elsewhere` would lead out, `to=/?…` back to here.
  const own = asked !== null && /^\/(?![/\\?]|$)/.test(asked) ? asked : undefined;
  return <Redirect to={own ?? landing ?? sectionsFor(session)[0]?.path ?? '/courses'} replace />;
}
