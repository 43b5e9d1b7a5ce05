import { staffRoles } from '#libs/contracts';
import { password, run } from '../../support/api-town.js';
import type { Right } from './right.js';

const care = ['admin', 'manager', 'teacher'] as const;
const lists = ['admin', 'manager'] as const;
const places = [...care, 'researcher'] as const;
const ledger = ['admin', 'manager', 'campaigner'] as const;
const upkeep = { roles: ['admin', 'operator'], scopes: ['admin'], control: true } as const;
const privacy = { roles: ['admin'], scopes: ['admin'], wholeTenant: true } as const;
const item = '/v1/worklist/items/{new}';
const pages = { isPublic: true, taken: 200 } as const;

/** What each role, scope and the control token open beside the record store. */
export const apiRights: readonly Right[] = [
  { route: 'POST /v1/session', isPublic: true, body: { account: 'researcher', password }, taken: 200 },
  { route: 'GET /v1/session', roles: staffRoles, taken: 200 },
  { route: 'DELETE /v1/session', roles: staffRoles, taken: 204 },
  { route: 'GET /v1/session/personas', isPublic: true, taken: 200 },

  { route: 'GET /v1/worklist', roles: lists, taken: 200 },
  // of an item that there is not
  {
    route: 'PUT /v1/worklist/items/:id/assignment',
    roles: lists,
    url: `${item}/assignment`,
    body: { account: null },
    taken: 404,
  },
  {
    route: 'POST /v1/worklist/items/:id/notes',
    roles: lists,
    url: `${item}/notes`,
    body: { text: 'x' },
    taken: 404,
  },
  {
    route: 'PUT /v1/worklist/items/:id/outcome',
    roles: lists,
    url: `${item}/outcome`,
    body: { result: 'reached' },
    taken: 404,
  },
  { route: 'DELETE /v1/worklist/items/:id/outcome', roles: lists, url: `${item}/outcome`, taken: 404 },
  {
    route: 'POST /v1/worklist/items/:id/dismissal',
    roles: lists,
    url: `${item}/dismissal`,
    body: { reason: 'x' },
    taken: 404,
  },

  { route: 'GET /v1/learners', roles: care, scopes: ['risk:read'], taken: 200 },
  {
    route: 'GET /v1/learners/:pid',
    roles: care,
    scopes: ['risk:read'],
    url: '/v1/learners/{pid}',
    taken: 200,
  },
  ...['risk', 'mastery', 'timeline'].map((noun): Right => ({
    route: `GET /v1/learners/:pid/${noun}`,
    roles: care,
    scopes: ['risk:read'],
    url: `/v1/learners/{pid}/${noun}`,
    taken: 200,
  })),
  // names are for people
  { route: 'POST /v1/learners/:pid/contact', roles: care, url: '/v1/learners/{pid}/contact', taken: 200 },

  {
    route: 'GET /v1/regions/:code',
    roles: places,
    scopes: ['research:read'],
    url: '/v1/regions/c1',
    taken: 200,
  },
  { route: 'GET /v1/courses', roles: places, scopes: ['research:read'], taken: 200 },
  {
    route: 'GET /v1/courses/:run',
    roles: places,
    scopes: ['research:read'],
    url: `/v1/courses/${run.code}`,
    taken: 200,
  },
  { route: 'GET /v1/events', roles: staffRoles, scopes: ['risk:read', 'research:read'], taken: 200 },
  {
    route: 'GET /v1/models',
    roles: ['admin', 'manager', 'researcher', 'operator'],
    scopes: ['risk:read', 'research:read'],
    taken: 200,
  },
  {
    route: 'GET /v1/models/:version/card',
    roles: ['admin', 'manager', 'researcher', 'operator'],
    scopes: ['risk:read', 'research:read'],
    url: '/v1/models/unknown/card',
    taken: 404,
  },
  {
    route: 'GET /v1/models/:version/watch',
    roles: ['admin', 'manager', 'researcher', 'operator'],
    scopes: ['risk:read', 'research:read'],
    url: '/v1/models/unknown/watch',
    taken: 404,
  },
  {
    route: 'GET /v1/models/:version/promotion',
    roles: ['admin'],
    scopes: ['admin'],
    control: true,
    wholeTenant: true,
    url: '/v1/models/unknown/promotion',
    taken: 404,
  },
  {
    route: 'POST /v1/models/:version/promote',
    roles: ['admin'],
    scopes: ['admin'],
    control: true,
    wholeTenant: true,
    url: '/v1/models/unknown/promote',
    body: { why: 'to try' },
    taken: 404,
  },

  { route: 'GET /v1/nudges', roles: ledger, scopes: ['nudges:write'], taken: 200 },
  {
    route: 'GET /v1/nudges/:id',
    roles: ledger,
    scopes: ['nudges:write'],
    url: '/v1/nudges/{new}',
    taken: 404,
  },
  {
    route: 'POST /v1/nudges/:id/outcome',
    scopes: ['nudges:write'],
    url: '/v1/nudges/{new}/outcome',
    body: { status: 'delivered', at: '2026-11-24T04:00:00Z' },
    taken: 404,
  },

  { route: 'POST /v1/privacy/erasures', ...privacy, body: {}, taken: 400 },
  { route: 'GET /v1/privacy/erasures', ...privacy, taken: 200 },
  { route: 'POST /v1/privacy/persons/links', ...privacy, body: {}, taken: 400 },
  {
    route: 'DELETE /v1/privacy/persons/links/:pid',
    ...privacy,
    url: '/v1/privacy/persons/links/{pid}',
    taken: 404,
  },

  { route: 'GET /v1/system', ...upkeep, taken: 200 },
  { route: 'GET /v1/system/dead-letters', ...upkeep, wholeTenant: true, taken: 200 },
  {
    route: 'POST /v1/system/dead-letters/replay',
    ...upkeep,
    wholeTenant: true,
    body: { dryRun: true },
    taken: 200,
  },
  { route: 'GET /v1/system/corrections', ...upkeep, wholeTenant: true, taken: 200 },
  // of a demo that there is not
  { route: 'GET /v1/system/demo', roles: staffRoles, control: true, taken: 404 },
  { route: 'PUT /v1/system/demo', roles: staffRoles, control: true, body: { paused: true }, taken: 404 },
  {
    route: 'POST /v1/roster',
    scopes: ['admin'],
    control: true,
    url: '/v1/roster?dryRun=true',
    body: {},
    taken: 200,
  },
  { route: 'POST /v1/imports', scopes: ['admin'], control: true, body: {}, taken: 400 },
  { route: 'POST /v1/control/jobs/:name', control: true, url: '/v1/control/jobs/none', body: {}, taken: 404 },

  { route: 'GET /v1/openapi.json', ...pages },
  { route: 'GET /docs', ...pages },
  { route: 'GET /docs/', ...pages },
  { route: 'GET /docs/*', ...pages, url: '/docs/swagger-ui.css' },
  // a file of the viewer that its package does not serve
  { route: 'GET /docs/LICENSE', isPublic: true, taken: 404 },
  { route: 'GET /docs/index.html', ...pages },
  { route: 'GET /docs/swagger-ui-init.js', ...pages },
  { route: 'GET /docs/docs/swagger-ui-init.js', ...pages },
  { route: 'GET /health/live', ...pages },
  { route: 'GET /health/ready', ...pages },
  { route: 'GET /metrics', ...pages },
  // not built here
  { route: 'GET *', isPublic: true, url: '/today', taken: 503 },
];
