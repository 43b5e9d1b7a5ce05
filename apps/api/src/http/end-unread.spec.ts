import { afterEach, describe, expect, it } from '@jest/globals';
import { fastify, type FastifyInstance } from 'fastify';
import { RawConnection } from '../../../../test/support/raw-connection.js';
import { endUnread } from './end-unread.js';

let app: FastifyInstance;
afterEach(() => app.close());

async function refusing(patienceMs: number): Promise<RawConnection> {
  app = fastify();
  endUnread(app, patienceMs);
  app.addHook('onRequest', (_, reply) => reply.code(401).send());
  app.post('/', () => null);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return RawConnection.open(Number(new URL(url).port));
}

const begun = 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 3\r\n\r\n[';

describe('a body that is still coming when its answer has gone out', () => {
  it('has its connection ended when it does not end itself', async () => {
    const connection = await refusing(50);
    const answer = connection.awaited('POST');
    connection.write(begun);
    expect((await answer)?.status).toBe(401);
    expect(connection.isOpen).toBe(true);
    await connection.closed();
  });

  it('keeps its connection when it does', async () => {
    const connection = await refusing(50);
    const answers = [connection.awaited('POST'), connection.awaited('POST')];
    connection.write(begun);
    expect((await answers[0])?.status).toBe(401);
    connection.write('1]');
    await new Promise((resolve) => setTimeout(resolve, 150));
    connection.write(`${begun}1]`);
    expect((await answers[1])?.status).toBe(401);
    expect(connection.isOpen).toBe(true);
    connection.close();
  });
});
