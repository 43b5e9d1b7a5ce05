import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { statement } from '../support/api-town.js';
import { openListeningTown } from '../support/listening-town.js';
import { bytesOf, RawConnection } from '../support/raw-connection.js';

it('while the server ends, what is under way is answered, and what comes after it is told to come again', async () => {
  const town = await openListeningTown();
  const key = await town.key('xapi:all');
  const headers = (length: number) =>
    [
      ['host', '127.0.0.1'],
      ['authorization', `Basic ${Buffer.from(key).toString('base64')}`],
      ['x-experience-api-version', '1.0.3'],
      ['content-type', 'application/json'],
      ['content-length', String(length)],
      ['accept-language', 'en'],
    ] as const;
  const body = Buffer.from(
    JSON.stringify(statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z')),
  );
  const post = bytesOf({ method: 'POST', target: '/xapi/statements', headers: headers(body.length), body });
  const connection = await RawConnection.open(Number(new URL(town.url).port));
  try {
    connection.write(post.subarray(0, -10));
    await sleep(100);
    const closed = town.town.app.close();
    await sleep(50);
    const [first, second] = [connection.awaited('POST'), connection.awaited('POST')];
    connection.write(Buffer.concat([post.subarray(-10), post]));
    expect((await first)?.status).toBe(200);
    const refused = await second;
    expect([
      refused?.status,
      refused?.headers.get('retry-after'),
      refused?.headers.get('connection'),
    ]).toEqual([503, '5', 'close']);
    expect(JSON.parse(refused?.body.toString() ?? '')).toMatchObject({
      type: 'https://w3id.org/snowlight/problems/unavailable',
      status: 503,
      detail: 'Try again in 5 s.',
    });
    await closed;
  } finally {
    connection.close();
    await town.close();
  }
});
