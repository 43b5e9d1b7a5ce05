import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { XapiAnswer } from '../../support/xapi-client.js';
import { communicationRules, type CommunicationRow } from './communication-rule.js';
import { idsIn, type Json, type RuleCaller } from './rule-caller.js';

const get = (by: RuleCaller, parameters: Json, headers: Record<string, string> = {}) =>
  by.ask('GET', 'statements', parameters, undefined, { headers });
const lastId = (by: RuleCaller): string => by.kept.at(-1)?.id ?? '';

/** Filters: what finds the one statement that was sent, and what is no value of it. */
const filters: readonly (readonly [
  numbers: string,
  name: string,
  found: (by: RuleCaller) => Json,
  illegal: string,
])[] = [
  ['00181', 'agent', (by) => ({ agent: by.agent }), 'somebody'],
  ['00180', 'verb', (by) => ({ verb: by.verb }), 'tried'],
  ['00179', 'activity', (by) => ({ activity: by.activityId }), 'a page'],
  ['00178', 'registration', (by) => ({ registration: by.kept[0]?.registration }), 'seven'],
  ['00177', 'related_activities', (by) => ({ activity: by.activityId, related_activities: 'true' }), 'yes'],
  ['00176', 'related_agents', (by) => ({ agent: by.agent, related_agents: 'true' }), '1'],
  ['00175', 'since', (by) => ({ verb: by.verb, since: '2020-01-01T00:00:00Z' }), 'yesterday'],
  ['00174', 'until', (by) => ({ verb: by.verb, until: '2099-01-01T00:00:00Z' }), 'tomorrow'],
  ['00173', 'limit', (by) => ({ verb: by.verb, limit: '1' }), '-1'],
  ['00166', 'ascending', (by) => ({ verb: by.verb, ascending: 'true' }), 'up'],
  ['00167 00161', 'attachments', (by) => ({ verb: by.verb, attachments: 'false' }), 'all'],
  ['00168', 'format', (by) => ({ verb: by.verb }), ''],
  ['00169', 'format', (by) => ({ verb: by.verb, format: 'canonical' }), 'Canonical'],
  ['00170', 'format', (by) => ({ verb: by.verb, format: 'exact' }), 'exactly'],
  ['00171', 'format', (by) => ({ verb: by.verb, format: 'ids' }), 'id'],
];

const filterRows = filters.flatMap(([numbers, name, found, illegal]): CommunicationRow[] => [
  [
    `${numbers} 00012 00159 00154 00164 00165`,
    `${name} finds what was sent`,
    async (by) => {
      const registration = randomUUID();
      const { id } = await by.sent({ context: { registration } });
      by.kept[0] = { id, registration };
      return get(by, found(by));
    },
    200,
    (answer, by) => {
      expect(idsIn(answer)).toEqual(idsIn(answer).map(() => lastId(by)));
      expect(idsIn(answer)).toHaveLength(1);
      expect(answer.headers['content-type']).toMatch(/^application\/json/);
    },
  ],
  [
    `${numbers} 00012 00159 00154 00164 00165`,
    `${name} wants a value of its own kind`,
    (by) => get(by, { [name]: illegal }),
    400,
  ],
]);

const others: readonly (readonly [string, (by: RuleCaller) => Json])[] = [
  ['agent', (by) => ({ agent: by.agent })],
  ['verb', (by) => ({ verb: by.verb })],
  ['activity', (by) => ({ activity: by.activityId })],
  ['registration', () => ({ registration: randomUUID() })],
  ['related_activities', () => ({ related_activities: 'true' })],
  ['related_agents', () => ({ related_agents: 'true' })],
  ['since', () => ({ since: '2020-01-01T00:00:00Z' })],
  ['until', () => ({ until: '2099-01-01T00:00:00Z' })],
  ['limit', () => ({ limit: '1' })],
  ['ascending', () => ({ ascending: 'true' })],
];
const singles = [
  ['00151 00156 00158', 'statementId', async (by: RuleCaller) => (await by.sent()).id],
  ['00150', 'voidedStatementId', async (by: RuleCaller) => (await by.voided()).id],
] as const;

const singleRows = singles.flatMap(([numbers, name, id]): CommunicationRow[] => [
  ...[{ format: 'exact' }, { attachments: 'false' }].map((more): CommunicationRow => [
    numbers,
    `${name} goes with ${Object.keys(more).join()}`,
    async (by) => get(by, { [name]: await id(by), ...more }),
    200,
  ]),
  ...others.map(([other, more]): CommunicationRow => [
    numbers,
    `${name} does not go with ${other}`,
    async (by) => get(by, { [name]: await id(by), ...more(by) }),
    400,
  ]),
]);

async function three(by: RuleCaller): Promise<XapiAnswer> {
  for (let index = 0; index < 3; index++) await by.sent();
  return get(by, { verb: by.verb, limit: '2' });
}

/** Reading statements (1.0.3 Communication 2.1.3, 2.1.4, Data 2.5; 2.0 4.1.6.1, 4.2.3). */
export const readingRows = communicationRules('4.1.6.1', [
  ...filterRows,
  ...singleRows,
  ['00156 00158', 'an id that nobody sent is not found', (by) => get(by, { statementId: randomUUID() }), 404],
  ['00158', 'an id that is no UUID is refused', (by) => get(by, { statementId: 'one' }), 400],
  ['00157', 'nor is one among the voided', (by) => get(by, { voidedStatementId: 'one' }), 400],
  [
    '00149 00112',
    'what finds nothing answers with an empty list',
    (by) => get(by, { verb: by.verb }),
    200,
    (answer) => expect(answer.json()).toEqual({ statements: [], more: '' }),
  ],
  ['00149 00112', 'a filter that is none is no empty list', (by) => get(by, { verbs: by.verb }), 400],
  [
    '00108 00109 00110 00111 00113 00114',
    'more leads from page to page, to an end',
    async (by) => {
      const first = await three(by);
      const { more } = first.json() as { more: string };
      expect(more).toMatch(/^\/xapi\/statements\?/);
      return by.ask('GET', more.slice('/xapi/'.length));
    },
    200,
    (answer, by) => {
      expect(idsIn(answer)).toEqual([by.kept[0]?.id]);
      expect(Object.keys(answer.json() as Json).sort()).toEqual(['more', 'statements']);
      expect(answer.json()).toMatchObject({ more: '' });
    },
  ],
  [
    '00108 00109 00110 00111 00113 00114',
    'a link that is not ours leads nowhere',
    (by) => get(by, { more: 'x' }),
    400,
  ],
  ...([{}, { format: 'ids' }, { limit: '1' }] as const).map((parameters): CommunicationRow => [
    '00153 00160',
    `a list says through when it is whole, ${JSON.stringify(parameters)}`,
    (by) => get(by, parameters),
    200,
    consistent,
  ]),
  ['00153 00160', 'a refusal says it too', (by) => get(by, { unheard: '1' }), 400, consistent],
  ['00153 00160', 'and what is not found', (by) => get(by, { statementId: randomUUID() }), 404, consistent],
  [
    '00162',
    'what refers to a voided statement is still found by its filters',
    async (by) => {
      const { id } = await by.voided();
      const verb = { id: `${by.verb}/again` };
      await by.sent({ verb, object: { objectType: 'StatementRef', id } });
      return get(by, { verb: by.verb });
    },
    200,
    (answer, by) => {
      expect(idsIn(answer)).toContain(lastId(by));
      expect(idsIn(answer)).not.toContain(by.kept[0]?.id);
    },
  ],
  [
    '00162',
    'the voided one itself is not',
    async (by) => get(by, { statementId: (await by.voided()).id }),
    404,
  ],
  [
    '00172',
    'canonical chooses the language that is asked for',
    async (by) => {
      await by.sent();
      return get(by, { verb: by.verb, format: 'canonical' }, { 'accept-language': 'zh-CN' });
    },
    200,
    (answer) => expect(answer.text).toContain('"display":{"zh-CN":"试"}'),
  ],
  [
    '00172',
    'a language is chosen in no other format',
    async (by) => {
      await by.sent();
      return get(by, { verb: by.verb, format: 'language' }, { 'accept-language': 'zh-CN' });
    },
    400,
  ],
  [
    '',
    'a statement says when it was stored',
    async (by) => get(by, { statementId: (await by.sent()).id }),
    200,
    (answer) => {
      const { stored } = answer.json() as { stored: string };
      expect(answer.headers['last-modified']).toBe(new Date(stored).toUTCString());
    },
    '2.0.0',
  ],
]);

function consistent({ headers }: XapiAnswer): void {
  expect(headers['x-experience-api-consistent-through']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z$/);
}
