import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { partHead } from '#libs/xapi';
import { common, get, post } from '../support/bystander.js';
import {
  attaching,
  HostileServer,
  json,
  MB,
  multipart,
  one,
  PATIENCE_SECONDS,
} from '../support/hostile-server.js';
import { type RawAnswer, type RawConnection, type RawRequest } from '../support/raw-connection.js';

let server: HostileServer;

beforeAll(async () => {
  server = await HostileServer.start();
}, 60_000);
afterAll(() => server.stop(), 60_000);

const headOf = ({ method, target, headers }: Omit<RawRequest, 'body'>): string =>
  `${method} ${target} HTTP/1.1\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;

describe('clients that never finish', () => {
  const slowly: readonly (readonly [string, (connection: RawConnection) => void])[] = [
    ['send nothing at all', () => undefined],
    [
      'send their headers a byte at a time',
      (connection) => connection.write('POST /xapi/statements HTTP/1.1\r\nX-'),
    ],
    [
      'send their body a byte at a time',
      (connection) => {
        const { headers, ...request } = post(Buffer.alloc(0));
        const length = headers.map(
          ([name, value]) => [name, name === 'Content-Length' ? '9999' : value] as const,
        );
        connection.write(headOf({ ...request, headers: length }));
      },
    ],
    [
      'send a multipart body a byte at a time',
      (connection) => {
        const head = [...common, ['Content-Type', 'multipart/mixed; boundary=b'], ['Content-Length', '9999']];
        connection.write(headOf({ ...post(Buffer.alloc(0)), headers: head as RawRequest['headers'] }));
      },
    ],
  ];

  it.each(slowly)(
    '%s: three hundred of them are sent away in time',
    async (_, begin) => {
      await server.unnoticed(async () => {
        const began = performance.now();
        const connections = await server.open(300);
        const answers = connections.map((connection) => connection.awaited('POST'));
        for (const connection of connections) begin(connection);
        const trickle = setInterval(() => {
          if (begin !== slowly[0]?.[1]) for (const connection of connections) connection.write('O');
        }, 200);
        const statuses = (await Promise.all(answers)).map((answer) => answer?.status ?? null);
        await Promise.all(connections.map((connection) => connection.closed()));
        clearInterval(trickle);
        expect([...new Set(statuses)].filter((status) => status !== 408 && status !== null)).toEqual([]);
        expect(performance.now() - began).toBeLessThan((PATIENCE_SECONDS + 3) * 1000);
      });
    },
    30_000,
  );

  it('that leave in the middle of a body leave nothing behind', async () => {
    const before = await server.files();
    await server.unnoticed(async () => {
      const whole = multipart(json(attaching('x'.repeat(MB))), 'x'.repeat(MB));
      for (const connection of await server.open(100)) {
        const { body, ...request } = post(whole, 'multipart/mixed; boundary=b');
        connection.write(headOf(request));
        connection.write(body.subarray(0, MB / 2));
        await connection.drained();
        connection.close();
      }
    });
    expect(await server.files()).toEqual(before);
  }, 30_000);
});

describe('bodies that are too large', () => {
  /** Sends until there is an answer; how much had gone out by then. */
  async function untilAnswered(
    head: string,
    chunk: Buffer,
    most: number,
  ): Promise<[RawAnswer | null, number]> {
    const [connection] = await server.open(1);
    if (connection === undefined) throw new Error('not connected');
    let answer: RawAnswer | null | undefined;
    const answered = connection.awaited('POST').then((given) => (answer = given));
    connection.write(head);
    let sent = 0;
    for (; answer === undefined && sent < most && connection.isOpen; sent += chunk.length) {
      connection.write(chunk);
      await connection.drained();
      await sleep(0);
    }
    await answered;
    connection.close();
    return [answer ?? null, sent];
  }

  const chunked = [
    ...common,
    ['Transfer-Encoding', 'chunked'],
    ['Content-Type', 'application/json'],
  ] as const;
  const piece = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, ' '), Buffer.from('\r\n')]);
  const heads: readonly (readonly [string, RawRequest['headers'], Buffer, number])[] = [
    [
      'with a length',
      post(Buffer.alloc(0)).headers.map(
        ([name, value]) => [name, name === 'Content-Length' ? `${100 * MB}` : value] as const,
      ),
      Buffer.alloc(64 * 1024, ' '),
      4 * MB,
    ],
    ['without a length', chunked, piece, 24 * MB],
    [
      'in the first part of a multipart body',
      [...common, ['Transfer-Encoding', 'chunked'], ['Content-Type', 'multipart/mixed; boundary=b']],
      piece,
      24 * MB,
    ],
  ];

  it.each(heads)(
    '100 MB %s are refused before they have all come',
    async (name, headers, chunk, most) => {
      await server.unnoticed(async () => {
        const preface = name.includes('multipart')
          ? partHead('b', { 'Content-Type': 'application/json' })
          : '';
        const begin = preface === '' ? '' : `${preface.length.toString(16)}\r\n${preface}\r\n`;
        const [answer, sent] = await untilAnswered(
          headOf({ ...post(Buffer.alloc(0)), headers }) + begin,
          chunk,
          100 * MB,
        );
        expect(answer?.status).toBe(413);
        expect(sent).toBeLessThan(most);
      });
    },
    30_000,
  );

  it('a gzip of 100 kB that holds 100 MB is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(100 * MB, ' '));
    await server.unnoticed(async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          server.ask(post(bomb, 'application/json', [['Content-Encoding', 'gzip']])),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 413));
    });
  }, 30_000);
});

describe('queries for everything', () => {
  beforeAll(async () => {
    const many = Array.from({ length: 5000 }, () => one({ result: { response: 'x'.repeat(800) } }));
    expect((await server.ask(post(json(many)))).status).toBe(200);
  }, 60_000);

  it.each([
    '',
    'limit=1000000',
    'limit=1000000&ascending=true',
    'format=canonical&limit=0',
    'attachments=true',
  ])(
    'are answered with a page: ?%s',
    async (query) => {
      await server.unnoticed(async () => {
        const answers = await Promise.all(Array.from({ length: 16 }, () => server.ask(get(query))));
        expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
        const page = /\{.*\}/s.exec(answers[0]?.body.toString() ?? '')?.[0] ?? '';
        const { statements, more } = JSON.parse(page) as { statements: unknown[]; more: string };
        expect(statements.length).toBeLessThanOrEqual(500);
        expect(statements.length).toBeGreaterThanOrEqual(100);
        expect(more).not.toBe('');
      });
    },
    30_000,
  );
});
