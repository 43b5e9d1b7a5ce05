import type { Session } from '#libs/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, type ReactNode } from 'react';
import { useApi } from '../api/api.js';

const SessionContext = createContext<Session | null>(null);

const minute = 60_000;
/** A simulated day passes in seconds, so its pages ask more often. */
export const simulatedPoll = 10_000;

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  const client = useQueryClient();
  useApi().http.carryCsrfToken(session.csrfToken);
  const refetchInterval = session.simulated ? simulatedPoll : minute;
  const defaults = client.getDefaultOptions();
  if (defaults.queries?.refetchInterval !== refetchInterval) {
    // Not when hidden: TanStack Query's default for intervals.
    client.setDefaultOptions({ ...defaults, queries: { ...defaults.queries, refetchInterval } });
  }
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside of SessionProvider');
  return session;
}

export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  const { http, queries } = useApi();
  return async () => {
    await http.send('DELETE', '/v1/session');
    http.forget();
    const sessionKey = queries.session().queryKey;
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
    await client.resetQueries({ queryKey: sessionKey });
  };
}
