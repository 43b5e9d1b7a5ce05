import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Answer, Recommender } from './recommender.js';

/** An intent has some 3 kB. */
const largestBody = 256 * 1024;

/** `POST /nudges` takes intents, `GET /recommendations` shows the last 50. */
export function serverFor(recommender: Recommender): Server {
  return createServer((request, response) => {
    answer(recommender, request)
      // the request broke off, or the programme is wrong: either way the sender tries again
      .catch((error: unknown): Answer => ({ status: 500, body: { error: String(error) } }))
      .then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
        response.end(`${JSON.stringify(body)}\n`);
      })
      .catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
  });
}

async function answer(recommender: Recommender, request: IncomingMessage): Promise<Answer> {
  const route = `${request.method ?? ''} ${request.url?.split('?')[0] ?? ''}`;
  if (route === 'GET /recommendations') return { status: 200, body: recommender.recent() };
  if (route !== 'POST /nudges') return { status: 404, body: { error: `there is no ${route}` } };
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  if (size > largestBody) return { status: 413, body: { error: 'an intent has less than 256 kB' } };
  const headers = Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  ) as Record<string, string>;
  return recommender.receive(headers, Buffer.concat(chunks).toString('utf8'));
}
