import type { KeyScope } from '#libs/contracts';
import { activity, statement } from '../../support/api-town.js';
import type { Right } from './right.js';

const seen = statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z');
const agent = `agent=${encodeURIComponent(JSON.stringify(seen.actor))}`;
const activityId = `activityId=${encodeURIComponent(activity('page-1'))}`;
const page = { page: 1 };
const first = { 'if-none-match': '*' };

/** `xapi:all` stands for every other scope of the record store, and is in each row (1.0.3, Communication 4.2). */
const row = (route: string, scopes: readonly KeyScope[], rest: Omit<Right, 'route' | 'scopes'>): Right => ({
  route,
  scopes: [...scopes, 'xapi:all'],
  ...rest,
});

const document = (path: string, scope: KeyScope, whose: string, id: string): Right[] => {
  const one = `/xapi/${path}?${whose}&${id}={new}`;
  return [
    row(`GET /xapi/${path}`, [scope], { url: `/xapi/${path}?${whose}`, taken: 200 }),
    row(`PUT /xapi/${path}`, [scope], { url: one, body: page, headers: first, taken: 204 }),
    row(`POST /xapi/${path}`, [scope], { url: one, body: page, taken: 204 }),
    row(`DELETE /xapi/${path}`, [scope], { url: one, taken: 204 }),
  ];
};

/** What each scope opens at the record store. */
export const recordStoreRights: readonly Right[] = [
  { route: 'GET /xapi/about', isPublic: true, taken: 200 },
  row('GET /xapi/statements', ['xapi:read', 'xapi:read/mine'], { taken: 200 }),
  row('POST /xapi/statements', ['xapi:write'], { body: seen, taken: 200 }),
  row('PUT /xapi/statements', ['xapi:write'], {
    url: '/xapi/statements?statementId={new}',
    body: seen,
    taken: 204,
  }),
  row('GET /xapi/activities', ['xapi:read'], { url: `/xapi/activities?${activityId}`, taken: 200 }),
  row('GET /xapi/agents', ['xapi:read'], { url: `/xapi/agents?${agent}`, taken: 200 }),
  ...document('activities/state', 'xapi:state', `${activityId}&${agent}`, 'stateId'),
  ...document('activities/profile', 'xapi:profile', activityId, 'profileId'),
  ...document('agents/profile', 'xapi:profile', agent, 'profileId'),
];
