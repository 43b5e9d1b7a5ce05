import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface UnsteadyRelay {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * A way to the server that is bad at first, as networks are: the first request is answered 503, of the second the
 * server's answer is lost on the way, all others pass.
 */
export async function unsteadyRelay(to: string): Promise<UnsteadyRelay> {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    if (requests === 1) {
      request.resume();
      response.writeHead(503, { 'retry-after': '1' }).end();
      return;
    }
    pass(to, request, response, requests === 2);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(to: string, request: IncomingMessage, response: ServerResponse, isLost: boolean): void {
  const { method, headers, url = '/' } = request;
  const onward = ask(new URL(url, to), { method, headers }, (answer) => {
    if (isLost) {
      answer.resume().on('end', () => response.socket?.destroy());
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  request.pipe(onward);
}
