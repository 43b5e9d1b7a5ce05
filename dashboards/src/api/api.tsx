import { createContext, useContext, type ReactNode } from 'react';
import type { HttpClient } from './http-client.js';
import { createQueries, type Queries } from './queries.js';

interface Api {
  readonly http: HttpClient;
  readonly queries: Queries;
}

const ApiContext = createContext<Api | null>(null);

export const createApi = (http: HttpClient): Api => ({ http, queries: createQueries(http) });

export function ApiProvider({ api, children }: { api: Api; children: ReactNode }) {
  return <ApiContext value={api}>{children}</ApiContext>;
}

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (api === null) throw new Error('useApi outside of ApiProvider');
  return api;
}
