import { describe, expect, it } from '@jest/globals';
import { address, ApiError, HttpClient } from './http-client.js';
import { jsonLines } from './json-lines.js';

/** Answers in the order given, and keeps what was asked. */
function fakeServer(...answers: Response[]) {
  const asked: { url: string; method: string | undefined; headers: Headers }[] = [];
  const client = new HttpClient({
    language: () => 'en',
    request: (url, { method, headers }) => {
      asked.push({ url, method, headers: new Headers(headers) });
      const answer = answers.shift();
      return answer === undefined ? Promise.reject(new Error('asked too often')) : Promise.resolve(answer);
    },
  });
  return { client, asked };
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });
const { signal } = new AbortController();

describe('HTTP client', () => {
  it('writes lists, leaves out what is not asked for', () => {
    expect(
      address('/v1/events', { kinds: ['video', 'viewed'], run: null, region: '', success: false, limit: 50 }),
    ).toBe('/v1/events?kinds=video&kinds=viewed&success=false&limit=50');
    expect(address('/v1/session')).toBe('/v1/session');
  });

  it('gives the very object of the last answer where nothing has changed', async () => {
    const { client, asked } = fakeServer(
      json({ n: 1 }, 200, { etag: 'W/"a"' }),
      new Response(null, { status: 304 }),
    );
    const first = await client.get('/v1/worklist', { run: 'htn' }, signal);
    const second = await client.get('/v1/worklist', { run: 'htn' }, signal);
    expect(second).toBe(first);
    expect(asked.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, 'W/"a"']);
  });

  it('knows nothing of the last reader after signing out', async () => {
    const { client, asked } = fakeServer(json({ n: 1 }, 200, { etag: 'W/"a"' }), json({ n: 2 }));
    await client.get('/v1/worklist', {}, signal);
    client.forget();
    expect(await client.get('/v1/worklist', {}, signal)).toEqual({ n: 2 });
    expect(asked[1]?.headers.has('if-none-match')).toBe(false);
  });

  it('sends the token with every write, and takes an empty answer', async () => {
    const { client, asked } = fakeServer(new Response(null, { status: 204 }));
    client.carryCsrfToken('t0k3n');
    expect(await client.send('PUT', '/v1/x', { a: 1 })).toBeNull();
    expect(asked[0]?.headers.get('x-csrf-token')).toBe('t0k3n');
    expect(asked[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('reads lines as they come, wherever the packets are cut', async () => {
    const bytes = new TextEncoder().encode('{"progress":{"映":1}}\n{"result":{"n":2}}\n');
    const packets = [bytes.slice(0, 14), bytes.slice(14, 15), bytes.slice(15)];
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const packet of packets) controller.enqueue(packet);
        controller.close();
      },
    });
    const { client } = fakeServer(
      new Response(stream),
      json({ status: 403, detail: 'No.', instance: 'i' }, 403),
    );
    const lines: unknown[] = [];
    for await (const line of jsonLines(await client.open('POST', '/v1/x', {}, signal))) lines.push(line);
    expect(lines).toEqual([{ progress: { 映: 1 } }, { result: { n: 2 } }]);
    await expect(client.open('POST', '/v1/x', {}, signal)).rejects.toMatchObject({ message: 'No.' });
  });

  it('throws what the server explained, with the id of its log', async () => {
    const problem = {
      type: 't',
      title: 'Not allowed',
      status: 403,
      detail: 'Managers only.',
      instance: 'urn:1',
    };
    const { client } = fakeServer(json(problem, 403));
    const failure = client.get('/v1/system', {}, signal);
    await expect(failure).rejects.toBeInstanceOf(ApiError);
    await expect(failure).rejects.toMatchObject({ status: 403, message: 'Managers only.', problem });
  });

  it('makes a problem of an answer that is none', async () => {
    const { client } = fakeServer(
      new Response('<html>', { status: 502, statusText: 'Bad Gateway', headers: { 'x-request-id': 'r-7' } }),
    );
    await expect(client.get('/v1/system', {}, signal)).rejects.toMatchObject({
      status: 502,
      problem: { detail: '502 Bad Gateway', instance: 'r-7' },
    });
  });
});
