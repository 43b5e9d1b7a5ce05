import { createServer, type ServerResponse } from 'node:http';
import type { Readiness } from './readiness.js';

export interface WorkerServerParts {
  readonly readiness: Readiness;
  /** For Prometheus. */
  readonly metrics: { readonly contentType: string; readonly text: () => Promise<string> };
}

/**
 * What a process without the API says of itself: `/health/live`, `/health/ready`, which is 200 while its stores answer
 * and its consumers have their partitions, and `/metrics`.
 */
export async function serveWorker(
  { host, port }: { readonly host: string; readonly port: number },
  { readiness, metrics }: WorkerServerParts,
): Promise<{ readonly close: () => Promise<void> }> {
  const ready = async (response: ServerResponse): Promise<void> => {
    const stores = (await readiness()).map(({ name, ok }) => ({ name, ok }));
    const ok = stores.every((store) => store.ok);
    answer(response, ok ? 200 : 503, { status: ok ? 'ok' : 'unavailable', stores });
  };
  const measured = async (response: ServerResponse): Promise<void> => {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
  };
  const server = createServer((request, response) => {
    if (request.url === '/health/live') answer(response, 200, { status: 'ok' });
    else if (request.url === '/health/ready') void ready(response);
    else if (request.url === '/metrics') void measured(response);
    else answer(response, 404, { status: 'this process has not the role api' });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}
