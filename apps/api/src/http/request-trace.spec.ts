import { describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import type { Trace } from '#libs/contracts';
import { registerRequestTrace, traceOf } from './request-trace.js';

const id = '4bf92f3577b34da6a3ce929d0e0e4736';
const parent = '00f067aa0ba902b7';

async function traced(now: () => number = Date.now) {
  const server = fastify({ genReqId: () => 'a0a0a0a0-b1b1-4c2c-8d3d-e4e4e4e4e4e4' });
  registerRequestTrace(server, now);
  server.get('/', (request) => traceOf(request));
  await server.ready();
  return async (traceparent?: string): Promise<Trace> => {
    const headers = traceparent === undefined ? {} : { traceparent };
    return (await server.inject({ url: '/', headers })).json<Trace>();
  };
}

describe('the trace of a request', () => {
  it('is the sender’s', async () => {
    const ask = await traced();
    expect(await ask(`00-${id}-${parent}-01`)).toEqual({ id, parent, isSampled: true });
    expect(await ask(`00-${id}-${parent}-00`)).toEqual({ id, parent, isSampled: false });
  });

  it.each([undefined, 'nonsense', `00-${'0'.repeat(32)}-${parent}-01`])(
    'is named as the request where %p came, and is not followed',
    async (header) => {
      const ask = await traced();
      const own = { id: 'a0a0a0a0b1b14c2c8d3de4e4e4e4e4e4', parent: '8d3de4e4e4e4e4e4', isSampled: false };
      expect(await ask(header)).toEqual(own);
    },
  );

  it('is followed for fifty requests a second, whatever senders ask for', async () => {
    let now = 5000;
    const ask = await traced(() => now);
    const sampled = async (): Promise<number> => {
      let count = 0;
      for (let n = 0; n < 60; n++) if ((await ask(`00-${id}-${parent}-01`)).isSampled) count++;
      return count;
    };
    expect(await sampled()).toBe(50);
    now += 999;
    expect(await sampled()).toBe(0);
    now += 1;
    expect(await sampled()).toBe(50);
  });
});
