import { afterEach, describe, expect, it } from '@jest/globals';
import { freePort } from '../../../test/support/free-port.js';
import { readinessOf } from './readiness.js';
import { serveWorker, type WorkerServerParts } from './worker-server.js';

describe('a worker without the API', () => {
  const closings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closings.splice(0)) await close();
  });
  const well = {
    clickhouse: { ping: () => Promise.resolve() },
    postgres: { query: () => Promise.resolve([]) },
    isAssigned: () => true,
  };
  const there: WorkerServerParts = {
    readiness: readinessOf(well),
    metrics: { contentType: 'text/plain', text: () => Promise.resolve('snowlight_x 1\n') },
  };
  const asked = async (path: string, parts: Partial<WorkerServerParts> = {}) => {
    const port = await freePort();
    const server = await serveWorker({ host: '127.0.0.1', port }, { ...there, ...parts });
    closings.push(server.close);
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    const text = await response.text();
    return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };

  it('lives', async () => {
    expect(await asked('/health/live')).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('is ready while its stores answer and its consumers have their partitions', async () => {
    expect((await asked('/health/ready')).status).toBe(200);
  });

  it.each([
    ['clickhouse', { clickhouse: { ping: () => Promise.reject(new Error('away')) } }],
    ['postgresql', { postgres: { query: () => Promise.reject(new Error('away')) } }],
    ['bus', { isAssigned: () => false }],
  ])('is not ready without %s, and names it', async (name, parts) => {
    const { status, body } = await asked('/health/ready', { readiness: readinessOf({ ...well, ...parts }) });
    expect(status).toBe(503);
    expect(body).toMatchObject({ stores: expect.arrayContaining([{ name, ok: false }]) });
  });

  it('is measured', async () => {
    expect(await asked('/metrics')).toEqual({ status: 200, body: 'snowlight_x 1\n' });
  });

  it('has no other address', async () => {
    expect((await asked('/v1/system')).status).toBe(404);
  });
});
