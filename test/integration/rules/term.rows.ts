import { expect } from '@jest/globals';
import { communicationRules, type CommunicationRow } from './communication-rule.js';
import type { Json, RuleCaller } from './rule-caller.js';

const identifiers = [
  ['00239 00244', 'mbox', () => 'mailto:wang@example.org'],
  ['00240', 'mbox_sha1sum', () => 'ebd31e95054c018b10727ccffd2ef2ec3a016ee9'],
  ['00241', 'openid', () => 'https://wang.example.org/'],
  ['00242', 'account', () => ({ homePage: 'http://example.org', name: 'wang' })],
] as const;
const person = (by: RuleCaller, agent: unknown) => by.ask('GET', 'agents', { agent });

const identifierRows = identifiers.flatMap(([numbers, name, value]): CommunicationRow[] => [
  [
    `${numbers} 00246 00247`,
    `a person has ${name} in a list`,
    (by) => person(by, { [name]: value() }),
    200,
    (answer) => expect(answer.json()).toEqual({ objectType: 'Person', [name]: [value()] }),
  ],
  [
    `${numbers} 00246 00247 00249`,
    `${name} of another form is refused`,
    (by) => person(by, { [name]: 'somebody' }),
    400,
  ],
]);

const asPerson = '00236 00237 00238 00243 00245 00248 00249';
const wrongAgents: readonly (readonly [string, Json | string | undefined])[] = [
  ['left out', undefined],
  ['of no JSON', 'wang'],
  ['without an identifier', { name: 'Wang' }],
  ['with two', { mbox: 'mailto:wang@example.org', openid: 'https://wang.example.org/' }],
  ['whose name is no string', { mbox: 'mailto:wang@example.org', name: 7 }],
];

/** People and activities (1.0.3 Communication 2.4, 2.5; 2.0 4.1.6.3, 4.1.6.4). */
export const termRows = [
  ...communicationRules('4.1.6.3', [
    ...identifierRows,
    [
      `${asPerson} 00140`,
      'a person whom statements named has the name in a list',
      async (by) => {
        await by.sent({ actor: { ...by.agent, name: 'Wang' } });
        return person(by, by.agent);
      },
      200,
      (answer, by) =>
        expect(answer.json()).toEqual({ objectType: 'Person', name: ['Wang'], mbox: [by.agent.mbox] }),
    ],
    ...wrongAgents.map(([what, agent]): CommunicationRow => [
      asPerson,
      `an agent ${what} is refused`,
      (by) => person(by, agent),
      400,
    ]),
    ['00236', 'people are read alone', (by) => by.ask('POST', 'agents', {}, {}), 405],
  ]),
  ...communicationRules('4.1.6.4', [
    [
      '00250 00251 00252 00253 00254 00140',
      'an activity has what every statement said of it',
      async (by) => {
        const object = (definition: Json) => ({ object: { id: by.activityId, definition } });
        await by.sent(object({ name: { en: 'A page' } }));
        await by.sent(object({ name: { 'zh-CN': '一页' }, description: { en: 'To read' } }));
        return by.ask('GET', 'activities', { activityId: by.activityId });
      },
      200,
      (answer, by) =>
        expect(answer.json()).toEqual({
          objectType: 'Activity',
          id: by.activityId,
          definition: { name: { en: 'A page', 'zh-CN': '一页' }, description: { en: 'To read' } },
        }),
    ],
    [
      '00252',
      'of one that nobody named there is the id',
      (by) => by.ask('GET', 'activities', { activityId: by.activityId }),
      200,
      (answer, by) => expect(answer.json()).toEqual({ objectType: 'Activity', id: by.activityId }),
    ],
    ['00250 00251 00252 00253 00254', 'an activity has an id', (by) => by.ask('GET', 'activities'), 400],
    [
      '00250 00251 00254',
      'which is an IRI',
      (by) => by.ask('GET', 'activities', { activityId: 'no scheme' }),
      400,
    ],
    ['00253', 'activities are read alone', (by) => by.ask('PUT', 'activities', {}, {}), 405],
  ]),
];
