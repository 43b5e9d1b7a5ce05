import { createHash, randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import type { XapiAnswer, XapiMethod } from '../../support/xapi-client.js';
import { communicationRules, type CommunicationRow, type CommunicationRule } from './communication-rule.js';
import { documentNumbers, type DocumentKind } from './document-numbers.js';
import type { Json, RuleCaller } from './rule-caller.js';

const fresh = { headers: { 'if-none-match': '*' } };
const tagOf = (text: string): string => `"${createHash('sha1').update(text).digest('hex')}"`;

/** A document resource as the rules see it. */
interface Place {
  readonly path: string;
  readonly numbers: (typeof documentNumbers)[DocumentKind];
  readonly id: 'stateId' | 'profileId';
  /** Parameters of a document; whose and of what, and which. */
  readonly where: (by: Pick<RuleCaller, 'activityId' | 'agent'>, more?: Json) => Json;
}

const places: Readonly<Record<DocumentKind, Place>> = {
  state: {
    path: 'activities/state',
    numbers: documentNumbers.state,
    id: 'stateId',
    where: (by, more) => ({
      activityId: by.activityId,
      agent: by.agent,
      registration: '6690e6c9-3ef0-4ed3-8b37-7f3964730bee',
      stateId: 'place',
      ...more,
    }),
  },
  agentProfile: {
    path: 'agents/profile',
    numbers: documentNumbers.agentProfile,
    id: 'profileId',
    where: (by, more) => ({ agent: by.agent, profileId: 'place', ...more }),
  },
  activityProfile: {
    path: 'activities/profile',
    numbers: documentNumbers.activityProfile,
    id: 'profileId',
    where: (by, more) => ({ activityId: by.activityId, profileId: 'place', ...more }),
  },
};

const methods = ['GET', 'PUT', 'POST', 'DELETE'] as const satisfies readonly XapiMethod[];

/** What each method wants of its parameters. */
function parameterRows(place: Place): readonly CommunicationRow[] {
  return methods.flatMap((method): CommunicationRow[] => {
    const numbers: Readonly<Record<string, string>> = place.numbers[method];
    const given: Json = place.where({ activityId: '', agent: {} });
    const ask = (by: RuleCaller, more: Json): Promise<XapiAnswer> =>
      by.ask(method, place.path, place.where(by, more), ...content(method));
    const refused = (name: string, value: unknown, own: string | undefined): CommunicationRow => [
      `${own ?? ''} ${numbers.works ?? ''}`,
      `${method} with ${name} ${value === undefined ? 'left out' : JSON.stringify(value)} is refused`,
      (by) => ask(by, { [name]: value }),
      400,
    ];
    const several = method === 'GET' || (method === 'DELETE' && place.id === 'stateId');
    const misspelt = place.id.toLowerCase();
    return [
      [
        Object.values(numbers).join(' '),
        `${method} with all that it wants`,
        async (by) => {
          if (method === 'GET' || method === 'DELETE') await stored(by, place);
          return ask(by, method === 'GET' && place.id === 'stateId' ? {} : {});
        },
        method === 'GET' ? 200 : 204,
        ({ text }) => expect(text).toBe(method === 'GET' ? '{"a":1}' : ''),
      ],
      ...('activityId' in given
        ? [
            refused('activityId', undefined, numbers.noActivity),
            refused('activityId', 'no scheme', numbers.noActivity),
          ]
        : []),
      ...('agent' in given
        ? [
            refused('agent', undefined, numbers.noAgent),
            refused('agent', 'somebody', numbers.badAgent),
            refused('agent', { name: 'Wang' }, numbers.badAgent),
          ]
        : [refused('agent', { mbox: 'mailto:wang@example.org' }, numbers.agentHere)]),
      ...('registration' in given ? [refused('registration', 'seven', numbers.badRegistration)] : []),
      ...(several ? [] : [refused(place.id, undefined, numbers.noId)]),
      [
        `${numbers.idTwice ?? ''} 00325`,
        `${method} with ${place.id} given twice is refused`,
        (by) => by.ask(method, twice(place, by), {}, ...content(method)),
        400,
      ],
      [
        '00325',
        `${method} with ${misspelt} is refused`,
        (by) => ask(by, { [place.id]: undefined, [misspelt]: 'place' }),
        400,
      ],
      method === 'GET'
        ? [
            `${numbers.since ?? ''} ${numbers.badSince ?? ''}`,
            'since that is no timestamp is refused',
            (by) => ask(by, { [place.id]: undefined, since: 'yesterday' }),
            400,
          ]
        : refused('since', '2020-01-01T00:00:00Z', numbers.sinceHere),
    ];
  });
}

const content = (method: XapiMethod): readonly [unknown?, typeof fresh?] =>
  method === 'PUT' ? [{ a: 1 }, fresh] : method === 'POST' ? [{ a: 1 }] : [];

function twice(place: Place, by: RuleCaller): string {
  const parameters = new URLSearchParams(
    Object.entries(place.where(by)).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
  parameters.append(place.id, 'another');
  return `${place.path}?${parameters.toString()}`;
}

async function stored(by: RuleCaller, place: Place, body: unknown = '{"a":1}', type = 'application/json') {
  const answer = await by.ask('PUT', place.path, place.where(by), body, { ...fresh, type });
  expect(answer.status).toBe(204);
}

/** Lists, merges and what cannot be merged. */
function contentRows(place: Place): readonly CommunicationRow[] {
  const { numbers, path, where } = place;
  const read = async (by: RuleCaller) => (await by.ask('GET', path, where(by))).text;
  const merge = async (
    by: RuleCaller,
    first: unknown,
    type: string,
    second: unknown,
    secondType?: string,
  ) => {
    await stored(by, place, first, type);
    return by.ask('POST', path, where(by), second, secondType === undefined ? {} : { type: secondType });
  };
  const json = 'application/json';
  return [
    [
      `${numbers.list} ${numbers.endpoint} 00140`,
      'GET without an id lists ids',
      async (by) => {
        await stored(by, place);
        return by.ask('GET', path, where(by, { [place.id]: undefined }));
      },
      200,
      (answer) => expect(answer.json()).toEqual(['place']),
    ],
    [
      `${numbers.list} ${numbers.endpoint} 00140`,
      'an id that is not there is not found',
      (by) => by.ask('GET', path, where(by, { [place.id]: 'elsewhere' })),
      404,
    ],
    [
      `${numbers.since} 00141`,
      'since lists what was stored after it',
      async (by) => {
        await stored(by, place);
        const ids = async (since: string) =>
          (await by.ask('GET', path, where(by, { [place.id]: undefined, since }))).json();
        expect(await ids('2099-01-01T00:00:00Z')).toEqual([]);
        return by.ask('GET', path, where(by, { [place.id]: undefined, since: '2020-01-01T00:00:00Z' }));
      },
      200,
      (answer) => expect(answer.json()).toEqual(['place']),
    ],
    [
      `${numbers.since} 00141`,
      'since wants a time',
      (by) => by.ask('GET', path, where(by, { [place.id]: undefined, since: '1' })),
      400,
    ],
    [
      `${numbers.merge} ${numbers.unmergeable} 00183 00184`,
      'POST merges the top level',
      (by) => merge(by, { a: { b: 1 }, c: 2 }, json, { a: { d: 3 }, e: 4 }),
      204,
      async (_, by) => expect(JSON.parse(await read(by))).toEqual({ a: { d: 3 }, c: 2, e: 4 }),
    ],
    [
      `${numbers.merge} ${numbers.unmergeable} 00183 00184`,
      'POST onto another type is refused',
      (by) => merge(by, 'text', 'text/plain', { a: 1 }),
      400,
      async (_, by) => expect(await read(by)).toBe('text'),
    ],
    [
      numbers.unmergeable,
      'POST of another type is refused',
      (by) => merge(by, { a: 1 }, json, 'b', 'text/plain'),
      400,
    ],
    [
      numbers.unmergeable,
      'POST onto what is no object is refused',
      (by) => merge(by, [1], json, { a: 1 }),
      400,
    ],
    [
      numbers.unmergeable,
      'POST of what is no object is refused',
      (by) => merge(by, { a: 1 }, json, [1]),
      400,
    ],
    [
      `${numbers.created} ${numbers.badJson}`,
      'POST where nothing is stores it',
      (by) => by.ask('POST', path, where(by), { a: 1 }),
      204,
      async (_, by) => expect(await read(by)).toBe('{"a":1}'),
    ],
    [
      `${numbers.created} ${numbers.badJson}`,
      'POST of broken JSON is refused',
      (by) => by.ask('POST', path, where(by), '{"a":'),
      400,
    ],
    [
      '',
      'a document says when it was changed',
      async (by) => {
        await stored(by, place);
        return by.ask('GET', path, where(by));
      },
      200,
      ({ headers }) => expect(Date.parse(String(headers['last-modified']))).toBeGreaterThan(0),
    ],
  ];
}

/** ETags (1.0.3 Communication 3.1; 2.0 4.1.4). */
function concurrencyRows({ path, where, ...place }: Place): readonly CommunicationRow[] {
  const whole = { path, where, ...place };
  const change = (method: 'PUT' | 'POST' | 'DELETE', tag: string | undefined) => async (by: RuleCaller) => {
    await stored(by, whole);
    return by.ask(method, path, where(by), ...(method === 'DELETE' ? [undefined] : [{ b: 2 }]), {
      headers: tag === undefined ? {} : { 'if-match': tag },
    });
  };
  const unchanged = async (_: XapiAnswer, by: RuleCaller) =>
    expect((await by.ask('GET', path, where(by))).text).toBe('{"a":1}');
  const right = tagOf('{"a":1}');
  const wrong = tagOf(randomUUID());
  const isState = place.id === 'stateId';
  return [
    [
      '00322',
      `${path}: the tag is the quoted SHA-1 of the bytes`,
      async (by) => {
        await stored(by, whole);
        return by.ask('GET', path, where(by));
      },
      200,
      ({ headers }) => expect(headers.etag).toBe(right),
    ],
    ...(['PUT', 'POST', 'DELETE'] as const).flatMap((method): CommunicationRow[] => [
      ['00322', `${path}: ${method} with the tag of what is there`, change(method, right), 204],
      ['00322', `${path}: ${method} with another tag`, change(method, wrong), 412, unchanged],
    ]),
    [
      '00322',
      `${path}: If-None-Match: * where something is`,
      async (by) => {
        await stored(by, whole);
        return by.ask('PUT', path, where(by), { b: 2 }, fresh);
      },
      412,
      unchanged,
    ],
    [
      `00322 ${place.numbers.unguarded}`,
      `${path}: PUT over a document without a tag, in words`,
      change('PUT', undefined),
      409,
      async (answer, by) => {
        expect((answer.json() as { detail: string }).detail).toMatch(/If-Match/);
        await unchanged(answer, by);
      },
      isState ? '2.0.0' : undefined,
    ],
    ...(isState
      ? ([
          [
            '00322',
            `${path}: PUT over a state needs no tag before 2.0`,
            change('PUT', undefined),
            204,
            null,
            '1.0.3',
          ],
          [
            documentNumbers.state.DELETE.all,
            'DELETE without an id deletes all of them',
            async (by) => {
              await stored(by, whole);
              return by.ask('DELETE', path, where(by, { stateId: undefined }));
            },
            204,
            async (_, by) => expect((await by.ask('GET', path, where(by))).status).toBe(404),
          ],
          [
            documentNumbers.state.DELETE.all,
            'DELETE of all wants to know whose',
            (by) => by.ask('DELETE', path, where(by, { stateId: undefined, agent: undefined })),
            400,
          ],
        ] satisfies CommunicationRow[])
      : ([
          [
            place.numbers.unguarded,
            'PUT of a new profile under If-None-Match',
            (by) => by.ask('PUT', path, where(by), { a: 1 }, fresh),
            204,
          ],
          [
            place.numbers.unguarded,
            'PUT of a new profile without it is refused before 2.0',
            (by) => by.ask('PUT', path, where(by), { a: 1 }),
            400,
            null,
            '1.0.3',
          ],
        ] satisfies CommunicationRow[])),
  ];
}

const of = (section: string, place: Place): readonly CommunicationRule[] => [
  ...communicationRules(section, [...parameterRows(place), ...contentRows(place)]),
  ...communicationRules('4.1.4', concurrencyRows(place)),
];

/** States and profiles (1.0.3 Communication 2.2, 2.3, 2.6, 2.7, 3.1; 2.0 4.1.4, 4.1.6.2, 4.1.6.5, 4.1.6.6). */
export const documentRows = [
  ...of('4.1.6.2', places.state),
  ...of('4.1.6.5', places.agentProfile),
  ...of('4.1.6.6', places.activityProfile),
];
