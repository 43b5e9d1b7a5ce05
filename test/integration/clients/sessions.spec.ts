import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import { openListeningTown, type ListeningTown } from '../../support/listening-town.js';
import type { Json, LearningClient } from '../../support/clients/learning-client.js';
import { xapiJs } from '../../support/clients/xapi-js.js';

let served: ListeningTown;
let client: LearningClient;
let key: string;
beforeAll(async () => {
  served = await openListeningTown();
  key = await served.key('xapi:all', 'identity:read');
  client = xapiJs('axios', `${served.url}/xapi`, key);
});
afterAll(() => served.close());

const actor = { objectType: 'Agent', account: { homePage: 'https://id.example.org', name: 'a01' } };
const adl = (verb: string) => ({ id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { en: verb } });

const list = async (parameters: Record<string, string>): Promise<readonly Json[]> => {
  const answer = await fetch(`${served.url}/xapi/statements?${String(new URLSearchParams(parameters))}`, {
    headers: {
      authorization: `Basic ${Buffer.from(key).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
    },
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { statements: Json[] }).statements;
};
const verbsOf = (statements: readonly Json[]): unknown[] =>
  statements.map(({ verb }) => (verb as { id: string }).id.split('/').at(-1));
const kindsInOrder = defineQuery({
  name: 'kinds of a session',
  sql: 'SELECT kind FROM statements WHERE activity = {activity:String} ORDER BY timestamp, stored',
  params: z.object({ activity: z.string() }),
  row: z.object({ kind: z.string() }),
});
const kindsOf = async (activity: string): Promise<readonly string[]> => {
  await served.town.platform.bus.settled('statements');
  const rows = await served.town.platform.clickhouse.query(kindsInOrder, { activity });
  return rows.map(({ kind }) => kind);
};

describe('a cmi5 session (cmi5 quartz, 6 to 9)', () => {
  const activityId = 'https://example.org/packages/hypertension/au-1';
  const registration = randomUUID();
  const context = (category: readonly string[], more: Json = {}): Json => ({
    registration,
    contextActivities: {
      category: category.map((name) => ({ id: `https://w3id.org/xapi/cmi5/context/categories/${name}` })),
      grouping: [{ id: 'https://example.org/packages/hypertension' }],
    },
    extensions: {
      'https://w3id.org/xapi/cmi5/context/extensions/sessionid': 'session-1',
      ...more,
    },
  });
  const said = (verb: string, second: number, category: readonly string[], more: Json = {}): Json => ({
    id: randomUUID(),
    actor,
    verb: adl(verb),
    object: { objectType: 'Activity', id: activityId },
    context: context(category),
    timestamp: `2026-11-20T08:00:0${second}.000Z`,
    ...more,
  });

  it('finds its launch data, tells its way from launched to terminated, and is read by its registration', async () => {
    const place = { resource: 'state', activityId, agent: actor, id: 'LMS.LaunchData' } as const;
    const launch = { launchMode: 'Normal', masteryScore: 0.8, moveOn: 'CompletedAndPassed' };
    await client.write(place, launch);
    expect((await client.read(place)).content).toEqual(launch);

    const scaled = { score: { scaled: 0.9 }, success: true, duration: 'PT3M' };
    const session = [
      said('launched', 1, ['cmi5'], {
        context: context(['cmi5'], {
          'https://w3id.org/xapi/cmi5/context/extensions/launchmode': 'Normal',
          'https://w3id.org/xapi/cmi5/context/extensions/moveon': 'CompletedAndPassed',
        }),
      }),
      said('initialized', 2, ['cmi5']),
      said('completed', 3, ['cmi5', 'moveon'], { result: { completion: true, duration: 'PT2M' } }),
      said('passed', 4, ['cmi5', 'moveon'], { result: scaled }),
      said('terminated', 5, ['cmi5'], { result: { duration: 'PT4M' } }),
    ];
    // one after the other, as a package sends them: none before the answer to the one before
    for (const one of session) await client.send(one);

    const found = await list({ registration, ascending: 'true' });
    expect(found.map(({ id }) => id)).toEqual(session.map(({ id }) => id));
    expect(found[0]?.context).toEqual(session[0]?.context);
    expect(
      verbsOf(
        await list({
          activity: 'https://w3id.org/xapi/cmi5/context/categories/moveon',
          related_activities: 'true',
          registration,
        }),
      ),
    ).toEqual(['passed', 'completed']);
    expect(await kindsOf(activityId)).toEqual(['launched', 'launched', 'completed', 'passed', 'left']);
  });
});

describe('a video session (video profile 1.0.3)', () => {
  const video = 'https://example.org/videos/blood-pressure';
  const of = (name: string) => `https://w3id.org/xapi/video/extensions/${name}`;
  const said = (verb: Json, second: number, result: Json = {}): Json => ({
    id: randomUUID(),
    actor,
    verb,
    object: {
      objectType: 'Activity',
      id: video,
      definition: { type: 'https://w3id.org/xapi/video/activity-type/video', name: { en: 'Blood pressure' } },
    },
    ...(Object.keys(result).length === 0 ? {} : { result }),
    context: {
      contextActivities: { category: [{ id: 'https://w3id.org/xapi/video' }] },
      extensions: { [of('session-id')]: 'session-2', [of('length')]: 600 },
    },
    timestamp: `2026-11-20T09:00:0${second}.000Z`,
  });
  const profile = (verb: string) => ({
    id: `https://w3id.org/xapi/video/verbs/${verb}`,
    display: { en: verb },
  });

  it('is taken as a player tells it, and read back to the letter', async () => {
    const session = [
      said(adl('initialized'), 1),
      said(profile('played'), 2, { extensions: { [of('time')]: 0 } }),
      said(profile('seeked'), 3, { extensions: { [of('time-from')]: 60, [of('time-to')]: 120 } }),
      said(profile('paused'), 4, {
        extensions: {
          [of('time')]: 180,
          [of('played-segments')]: '0[.]60[,]120[.]180',
          [of('progress')]: 0.2,
        },
      }),
      said(adl('completed'), 5, {
        completion: true,
        duration: 'PT10M',
        extensions: {
          [of('time')]: 600,
          [of('played-segments')]: '0[.]60[,]120[.]600',
          [of('progress')]: 0.9,
        },
      }),
      said(adl('terminated'), 6, { extensions: { [of('time')]: 600 } }),
    ];
    await client.sendAll(session);
    const found = await list({ activity: video, ascending: 'true' });
    for (const sent of session) {
      const { verb, object, result, context, timestamp } = found.find(({ id }) => id === sent.id) ?? {};
      expect({ verb, object, result, context, timestamp }).toEqual({
        verb: sent.verb,
        object: sent.object,
        result: sent.result,
        context: sent.context,
        timestamp: sent.timestamp,
      });
    }
    expect(new Set(await kindsOf(video))).toEqual(new Set(['video']));
  });
});
