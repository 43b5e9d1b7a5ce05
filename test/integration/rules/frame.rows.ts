import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { XapiAnswer, XapiMethod } from '../../support/xapi-client.js';
import { communicationRules, type CommunicationRow } from './communication-rule.js';
import type { Json, RuleCaller } from './rule-caller.js';

/** Each resource but about, with a request that it takes. */
const resources: readonly (readonly [
  path: string,
  parameters: (by: RuleCaller) => Json,
  misspelt: string,
])[] = [
  ['statements', (by) => ({ verb: by.verb }), 'Verb'],
  ['activities', (by) => ({ activityId: by.activityId }), 'activityID'],
  ['activities/state', (by) => ({ activityId: by.activityId, agent: by.agent }), 'Agent'],
  ['activities/profile', (by) => ({ activityId: by.activityId }), 'activityid'],
  ['agents', (by) => ({ agent: by.agent }), 'AGENT'],
  ['agents/profile', (by) => ({ agent: by.agent }), 'profileID'],
];
const echoed = ({ headers }: XapiAnswer, { version }: RuleCaller) =>
  expect(headers['x-experience-api-version']).toBe(version);
const rows = (make: (resource: (typeof resources)[number]) => readonly CommunicationRow[]) =>
  resources.flatMap(make);
const get = (by: RuleCaller, path: string, parameters: Json, how = {}) =>
  by.ask('GET', path, parameters, undefined, how);

const versionRows = rows(([path, parameters]) => [
  ['00321 00331 00333', `${path} in a version`, (by) => get(by, path, parameters(by)), 200, echoed],
  [
    '00321 00331',
    `${path} without a version is refused`,
    (by) => get(by, path, parameters(by), { version: null }),
    400,
  ],
  [
    '00321 00331 00333',
    `${path} in a version that nobody knows is refused`,
    (by) => get(by, path, parameters(by), { version: '0.8' }),
    400,
    ({ headers }) => expect(headers).toHaveProperty('x-experience-api-version'),
  ],
]);

const headRows = rows(([path, parameters]) => [
  [
    '00125 00126',
    `HEAD of ${path} is GET without its body`,
    (by) => by.ask('HEAD', path, parameters(by)),
    200,
    async ({ headers, text }, by) => {
      const answer = await get(by, path, parameters(by));
      expect([text, headers['content-length'], headers['content-type']]).toEqual([
        '',
        answer.headers['content-length'],
        answer.headers['content-type'],
      ]);
    },
  ],
  [
    '00125 00126',
    `HEAD of ${path} is refused as GET is`,
    (by) => by.ask('HEAD', path, { ...parameters(by), unheard: '1' }),
    400,
    ({ text }) => expect(text).toBe(''),
  ],
]);

const parameterRows = rows(([path, parameters, misspelt]) => [
  ['00324 00325 00140', `${path} with parameters that it knows`, (by) => get(by, path, parameters(by)), 200],
  [
    '00324',
    `${path} with one that it does not know`,
    (by) => get(by, path, { ...parameters(by), unheard: '1' }),
    400,
  ],
  ['00325', `${path} with ${misspelt}`, (by) => get(by, path, { ...parameters(by), [misspelt]: '1' }), 400],
]);

const methods: readonly (readonly [XapiMethod, string])[] = [
  ['DELETE', 'statements'],
  ['PATCH', 'activities/state'],
  ['PUT', 'agents'],
];
const authenticationRows = rows(([path, parameters]) => [
  ['00334 00335', `${path} with a key by Basic authentication`, (by) => get(by, path, parameters(by)), 200],
  [
    '00334 00335 00323',
    `${path} without a key`,
    (by) => get(by, path, parameters(by), { key: null }),
    401,
    asksForBasic,
  ],
  [
    '00334 00335',
    `${path} with a wrong one`,
    (by) => get(by, path, parameters(by), { key: 'no:body' }),
    401,
    asksForBasic,
  ],
]);

function asksForBasic({ headers }: XapiAnswer): void {
  expect(headers['www-authenticate']).toMatch(/^Basic/);
}

const asForm = { type: 'application/x-www-form-urlencoded' };
const form = (fields: Record<string, string>) => new URLSearchParams(fields).toString();
const putAsForm = (by: RuleCaller, parameters: Json, fields: Record<string, string> = {}) =>
  by.ask(
    'POST',
    'statements',
    parameters,
    form({ content: JSON.stringify(by.statement()), ...fields }),
    asForm,
  );

/** What all resources have in common (1.0.3 Communication 1.1 to 1.3, 3.2, 3.3, 4; 2.0 4.1.2, 4.1.5, 4.1.6). */
export const frameRows = [
  ...communicationRules('4.1.2', [...versionRows, ...headRows]),
  ...communicationRules('4.1.6', [
    ...parameterRows,
    ...methods.map(([method, path]): CommunicationRow => [
      '00140',
      `${method} is not for ${path}`,
      (by) => by.ask(method, path),
      405,
      ({ headers }) => expect(headers.allow).toMatch(/GET/),
    ]),
    ['00140 00323', 'there is no other resource', (by) => by.ask('GET', 'elsewhere'), 404],
  ]),
  ...communicationRules('4.1.5', [
    ...authenticationRows,
    ['00327 00323', 'a key with the right', (by) => by.post(by.statement()), 200],
    [
      '00327 00323',
      'a key without the right',
      async (by) =>
        by.ask('POST', 'statements', {}, by.statement(), {
          key: await by.client.key('default', 'xapi:read'),
        }),
      403,
    ],
    ['00328', 'what is within the size', (by) => by.post(by.statement()), 200],
    ['00328 00323', 'what is beyond the size', (by) => by.post(Buffer.alloc(17 * 1024 * 1024, 0x20)), 413],
  ]),
  ...communicationRules('4.1.6.7', [
    [
      '00315 00316 00317 00318 00319',
      'about says which versions are spoken, to anybody',
      (by) => by.ask('GET', 'about', {}, undefined, { key: null, version: null }),
      200,
      (answer) => {
        const { version } = answer.json() as { version: readonly string[] };
        expect(version).toEqual(expect.arrayContaining(['1.0.3', '2.0.0']));
        for (const one of version) expect(one).toMatch(/^(?:1\.0\.\d|2\.0\.\d)$/);
      },
    ],
    [
      '00320',
      'about has nothing beside the versions but extensions, by IRI',
      (by) => by.ask('GET', 'about'),
      200,
      (answer) => {
        const { version, extensions = {}, ...others } = answer.json() as Json;
        expect([Array.isArray(version), others]).toEqual([true, {}]);
        for (const key of Object.keys(extensions as Json)) expect(key).toMatch(/^[a-z][a-z\d+.-]*:/i);
      },
    ],
    [
      '00315 00316 00317 00318 00319 00320',
      'about is read alone',
      (by) => by.ask('POST', 'about', {}, {}),
      405,
    ],
    ['00315 00319', 'about has no parameters', (by) => by.ask('GET', 'about', { version: '1.0.3' }), 400],
  ]),
  ...communicationRules('4.1.2', [
    [
      '00148 00336',
      'a GET as a POST',
      (by) => by.ask('POST', 'statements', { method: 'GET' }, form({ limit: '1' }), asForm),
      200,
      (answer) => expect(answer.json()).toHaveProperty('statements'),
      '1.0.3',
    ],
    [
      '00336',
      'a PUT as a POST',
      (by) =>
        putAsForm(
          by,
          { method: 'PUT' },
          { statementId: randomUUID(), content: JSON.stringify({ ...by.statement(), id: undefined }) },
        ),
      204,
      null,
      '1.0.3',
    ],
    [
      '00148 00336',
      'with a parameter beside method',
      (by) => putAsForm(by, { method: 'PUT', statementId: randomUUID() }),
      400,
    ],
    [
      '00336',
      'without content',
      (by) => by.ask('POST', 'statements', { method: 'PUT' }, form({}), asForm),
      400,
    ],
    ['00336', 'of no form', (by) => by.ask('POST', 'statements', { method: 'PUT' }, by.statement()), 400],
    ['00148 00336', 'what is sent as it is meant', (by) => get(by, 'statements', { limit: '1' }), 200],
    [
      '00148 00336',
      'is not in 2.0',
      (by) => by.ask('POST', 'statements', { method: 'GET' }, form({}), asForm),
      400,
      null,
      '2.0.0',
    ],
  ]),
];
