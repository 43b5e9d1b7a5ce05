import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { registerOrigins } from './origins.js';

const lms = 'https://lms.example.org';
let app: FastifyInstance;
afterEach(() => app.close());

async function serving(...origins: readonly string[]): Promise<void> {
  app = fastify();
  await registerOrigins(app, origins);
  app.get('/xapi/about', () => ({}));
  app.get('/v1/session', () => ({}));
}

async function allowed(method: 'GET' | 'OPTIONS', url: string, origin?: string) {
  const { statusCode, headers } = await app.inject({
    method,
    url,
    headers: {
      ...(origin !== undefined && { origin }),
      ...(method === 'OPTIONS' && { 'access-control-request-method': 'PUT' }),
    },
  });
  return [statusCode, headers['access-control-allow-origin']];
}

describe('pages of other origins', () => {
  it('are answered where they are named, a preflight too and without a key', async () => {
    await serving('https://other.example.org', lms);
    expect(await allowed('GET', '/xapi/about', lms)).toEqual([200, lms]);
    expect(await allowed('OPTIONS', '/xapi/statements', lms)).toEqual([204, lms]);
  });

  it('are answered, whoever they are, where any is', async () => {
    await serving('*');
    expect(await allowed('OPTIONS', '/xapi/statements', 'null')).toEqual([204, '*']);
  });

  it.each([
    ['of no permitted origin', 'https://lms.example.org.evil.example'],
    ['that name none', undefined],
  ])('are given nothing: %s', async (_, origin) => {
    await serving(lms);
    expect(await allowed('GET', '/xapi/about', origin)).toEqual([200, undefined]);
    expect(await allowed('OPTIONS', '/xapi/about', origin)).toEqual([404, undefined]);
  });

  it('are given nothing beside the record store', async () => {
    await serving('*');
    expect(await allowed('GET', '/v1/session', lms)).toEqual([200, undefined]);
    expect(await allowed('OPTIONS', '/v1/session', lms)).toEqual([404, undefined]);
  });

  it('are not spoken of where no origin is set', async () => {
    await serving();
    const { headers } = await app.inject({ url: '/xapi/about', headers: { origin: lms } });
    expect(headers).not.toHaveProperty('vary');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('have no other meaning of OPTIONS: without a preflight it is what it was', async () => {
    await serving(lms);
    const { statusCode } = await app.inject({
      method: 'OPTIONS',
      url: '/xapi/about',
      headers: { origin: lms },
    });
    expect(statusCode).toBe(404);
  });
});
