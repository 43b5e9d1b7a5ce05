import type {
  CourseList,
  CourseOverview,
  DeadLetters,
  DemoState,
  EventPage,
  EvidenceRef,
  LearnerHead,
  LearnerMastery,
  LearnerPage,
  LearnerRisk,
  LearnerTimeline,
  ModelList,
  NudgeLedger,
  Personas,
  RegionOverview,
  Session,
  SystemStatus,
  Worklist,
} from '#libs/contracts';
import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { HttpClient, Query } from './http-client.js';

/** The filters of the top bar. */
export interface Scope {
  readonly region: string | null;
  readonly run: string | null;
}
export interface LearnerFilter extends Scope {
  readonly level: string | null;
  readonly q: string | null;
}

/** What the pages ask the server, one function a question. */
export function createQueries(http: HttpClient) {
  const ask = <T>(path: string, query: Query = {}) =>
    queryOptions({
      queryKey: [path, query],
      queryFn: ({ signal }) => http.get<T>(path, query, signal),
    });
  const askPages = <T extends { readonly nextCursor: string | null }>(path: string, query: Query) =>
    infiniteQueryOptions({
      queryKey: [path, query, 'pages'],
      queryFn: ({ signal, pageParam }) => http.get<T>(path, { ...query, cursor: pageParam }, signal),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.nextCursor,
    });
  const learner = (pid: string, noun = '') => `/v1/learners/${encodeURIComponent(pid)}${noun}`;

  return {
    session: () => ask<Session>(sessionPath),
    personas: () => ask<Personas>(`${sessionPath}/personas`),
    worklist: (scope: Scope) => ask<Worklist>('/v1/worklist', { ...scope }),
    learners: (filter: LearnerFilter) => askPages<LearnerPage>('/v1/learners', { ...filter, limit: 50 }),
    learner: (pid: string, run: string | null) => ask<LearnerHead>(learner(pid), { run }),
    risk: (pid: string, run: string | null) => ask<LearnerRisk>(learner(pid, '/risk'), { run }),
    mastery: (pid: string, run: string | null) => ask<LearnerMastery>(learner(pid, '/mastery'), { run }),
    timeline: (pid: string, run: string | null) => ask<LearnerTimeline>(learner(pid, '/timeline'), { run }),
    events: (evidence: EvidenceRef) => askPages<EventPage>('/v1/events', { ...evidence, limit: 50 }),
    region: (code: string, run: string | null) =>
      ask<RegionOverview>(`/v1/regions/${encodeURIComponent(code)}`, { run }),
    courses: (region: string | null) => ask<CourseList>('/v1/courses', { region }),
    course: (run: string, region: string | null) =>
      ask<CourseOverview>(`/v1/courses/${encodeURIComponent(run)}`, { region }),
    nudges: (filter: { state: string | null; learner: string | null }) =>
      askPages<NudgeLedger>('/v1/nudges', { ...filter, limit: 30 }),
    system: () => ask<SystemStatus>('/v1/system'),
    demo: () => ask<DemoState>('/v1/system/demo'),
    deadLetters: (stage: string, reason: string) =>
      ask<DeadLetters>('/v1/system/dead-letters', { stage, reason, limit: 20 }),
    models: () => ask<ModelList>('/v1/models'),
  };
}
export type Queries = ReturnType<typeof createQueries>;

const sessionPath = '/v1/session';

/** Everything but the session is asked again: after a write that other figures hang on. */
export const refreshPages = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey }) => !String(queryKey[0]).startsWith(sessionPath) });
