import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DemoControl } from '#libs/contracts';
import { openApiTown, type ApiTown } from '../../support/api-town.js';
import { type Headers, personOf } from './callers.js';

let town: ApiTown;
let one: Headers;
let other: Headers;
let state = { paused: false, secondsPerDay: 10 };

beforeAll(async () => {
  const demo = {
    tenant: 'default',
    personas: [],
    state: () => state,
    set: ({ paused = state.paused, secondsPerDay = state.secondsPerDay }: DemoControl) => {
      state = { paused, secondsPerDay };
      return Promise.resolve();
    },
  };
  town = await openApiTown({ demo });
  one = await (await personOf(town, 'default', { role: 'manager' }))();
  other = await (await personOf(town, 'default', { role: 'researcher' }))();
}, 60_000);
afterAll(() => town.close());

const seenBy = async (headers: Headers) =>
  (await town.app.inject({ url: '/v1/system/demo', headers })).json<object>();
const steer = async (payload: object, headers: Headers) =>
  (await town.app.inject({ method: 'PUT', url: '/v1/system/demo', headers, payload })).json<object>();

describe("a demo's clock", () => {
  it('is seen to stand still by every session, whoever has stopped it', async () => {
    expect(await seenBy(other)).toMatchObject({ paused: false });
    expect(await steer({ paused: true }, one)).toMatchObject({ paused: true, secondsPerDay: 10 });
    expect(await seenBy(other)).toMatchObject({ paused: true });
    expect(await steer({ paused: false }, other)).toMatchObject({ paused: false });
    expect(await seenBy(one)).toMatchObject({ paused: false });
  });

  it('is told with every answer: an ETag would leave out the time', async () => {
    const { headers, statusCode } = await town.app.inject({ url: '/v1/system/demo', headers: one });
    expect([statusCode, headers.etag]).toEqual([200, undefined]);
  });

  it('does not go on because somebody changes how fast its days pass', async () => {
    await steer({ paused: true }, one);
    expect(await steer({ secondsPerDay: 60 }, other)).toMatchObject({ paused: true, secondsPerDay: 60 });
    expect(await seenBy(one)).toMatchObject({ paused: true, secondsPerDay: 60 });
  });

  it('is none of who comes from another tenant', async () => {
    const stranger = await (await personOf(town, 'other', { role: 'manager' }))();
    const answer = await town.app.inject({ url: '/v1/system/demo', headers: stranger });
    expect(answer.statusCode).toBe(404);
  });
});
