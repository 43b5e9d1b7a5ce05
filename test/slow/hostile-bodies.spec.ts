import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { post } from '../support/bystander.js';
import { attaching, HostileServer, json, MB, multipart, one } from '../support/hostile-server.js';
import { type RawAnswer, type RawRequest } from '../support/raw-connection.js';

let server: HostileServer;

beforeAll(async () => {
  server = await HostileServer.start();
}, 60_000);
afterAll(() => server.stop(), 60_000);

const said = ({ body }: RawAnswer): string => body.toString();

describe('bodies that are legal and large', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      one({
        id: randomUUID(),
        result: { response: `answer ${index}`, extensions: { 'x:filler': 'x'.repeat(500) } },
      }),
    );

  it.each([
    ['with ids', (statements: object[]) => statements],
    ['without ids', (statements: object[]) => statements.map((of) => ({ ...of, id: undefined }))],
    [
      'of ten thousand people and activities',
      (statements: object[]) =>
        statements.map((of, index) => ({
          ...of,
          actor: { mbox: `mailto:crowd-${index}@example.org` },
          object: { id: `https://example.org/crowd/${index}`, definition: { name: { en: `Page ${index}` } } },
        })),
    ],
  ])(
    'ten thousand statements %s are taken, whole',
    async (_, made) => {
      const body = json(made(many(10_000)));
      await server.unnoticed(async () => {
        const answer = await server.ask(post(body));
        expect(answer.status).toBe(200);
        expect((JSON.parse(said(answer)) as string[]).length).toBe(10_000);
      });
    },
    60_000,
  );

  it('ten thousand statements of which the last is illegal are refused with its place', async () => {
    const body = json([...many(9999), one({ actor: {} })]);
    await server.unnoticed(async () => {
      const answer = await server.ask(post(body));
      expect([answer.status, said(answer)]).toEqual([400, expect.stringContaining('[9999].actor')]);
    });
  }, 60_000);

  it('four clients at once with ten thousand statements each are taken or told to come again', async () => {
    const bodies = Array.from({ length: 4 }, () => json(many(10_000)));
    await server.unnoticed(async () => {
      const answers = await Promise.all(bodies.map((body) => server.ask(post(body))));
      for (const { status, headers } of answers)
        expect([status, status === 503 ? headers.has('retry-after') : true]).toEqual([
          status === 503 ? 503 : 200,
          true,
        ]);
    });
  }, 60_000);

  it.each([
    ['digits', '1380013800'],
    ['letters', 'x'],
    ['white space', ' '],
    ['labels of patients', '姓名:'],
    ['numbers with dashes', '1-2 3-'],
    ['quotation marks', '"'],
  ])(
    'fifteen texts of nearly 1 MB of %s are taken',
    async (_, made) => {
      const bytes = Buffer.byteLength(JSON.stringify(made)) - 2;
      const response = made.repeat((1000 * 1000) / bytes);
      const body = json(Array.from({ length: 15 }, () => one({ id: randomUUID(), result: { response } })));
      await server.unnoticed(async () => {
        expect((await server.ask(post(body))).status).toBe(200);
      });
    },
    60_000,
  );

  it('statements of 1 MB are refused with their place', async () => {
    const body = json([one(), one({ result: { response: 'x'.repeat(MB) } })]);
    await server.unnoticed(async () => {
      const answer = await server.ask(post(body));
      expect([answer.status, said(answer)]).toEqual([
        413,
        expect.stringContaining('Statement [1] is over 1 MB'),
      ]);
    });
  }, 60_000);

  it('more than twenty thousand statements are refused', async () => {
    const body = Buffer.from(`[${'{},'.repeat(5_000_000)}{}]`);
    await server.unnoticed(async () => {
      const answer = await server.ask(post(body));
      expect([answer.status, said(answer)]).toEqual([
        413,
        expect.stringContaining('more than 20000 statements'),
      ]);
    });
  }, 60_000);
});

describe('bodies that are not what they say', () => {
  const nested = (depth: number) =>
    Buffer.from(
      JSON.stringify(one({ context: { extensions: { 'x:deep': 'HERE' } } })).replace(
        '"HERE"',
        `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
      ),
    );
  const keys = (count: number, last = ''): Buffer =>
    Buffer.from(`{${Array.from({ length: count }, (_, n) => `"k${n}":1`).join()}${last}}`);
  const listOf = (count: number, of: Buffer): Buffer =>
    Buffer.from(`[${Array.from({ length: count }, () => of.toString()).join()}]`);
  const whole = multipart(json(attaching('content')), 'content');
  const type = 'multipart/mixed; boundary=b';
  const cut = gzipSync(json(one())).subarray(0, -20);
  const rows: readonly (readonly [string, () => RawRequest, number, RegExp])[] = [
    ['extensions a thousand deep', () => post(nested(1000)), 400, /nested deeper/],
    ['extensions a million deep', () => post(nested(1_000_000)), 413, /over 1 MB/],
    ['arrays two hundred thousand deep', () => post(Buffer.alloc(200_000, '[')), 400, /JSON/],
    ['arrays eight million deep', () => post(Buffer.alloc(8 * MB, '[')), 413, /over 1 MB/],
    [
      'a key that stands twice',
      () => post(Buffer.from(JSON.stringify(one()).replace('{', '{"id":null,"id":null,'))),
      400,
      /"id\\" more than once/,
    ],
    [
      'a key that stands again and again',
      () => post(Buffer.from(`{${'"a":1,'.repeat(19_000)}"a":1}`)),
      400,
      /"a\\" more than once/,
    ],
    ['a million keys', () => post(keys(1_000_000)), 413, /over 1 MB/],
    ['eighty thousand keys', () => post(listOf(15, keys(80_000))), 413, /\[0\] has more than 20000 keys/],
    ['a hundred and fifty times nine thousand keys', () => post(listOf(150, keys(9000))), 400, /\[0\]\.k0/],
    [
      'nine thousand keys, one of them twice',
      () => post(listOf(150, keys(9000, ',"k0":1'))),
      400,
      /"k0\\" more than once/,
    ],
    ['bytes that are no UTF-8', () => post(Buffer.from([0x22, 0xc3, 0x28, 0x22])), 400, /UTF-8/],
    ['16 MB of bytes that are no UTF-8', () => post(Buffer.alloc(15 * MB, 0xff)), 400, /UTF-8/],
    [
      'a gzip that is cut off',
      () => post(cut, 'application/json', [['Content-Encoding', 'gzip']]),
      400,
      /gzip/,
    ],
    [
      'no gzip at all',
      () => post(json(one()), 'application/json', [['Content-Encoding', 'gzip']]),
      400,
      /gzip/,
    ],
    [
      'an encoding that nobody knows',
      () => post(json(one()), 'application/json', [['Content-Encoding', 'br']]),
      415,
      /gzip/,
    ],
    ['a multipart body without its end', () => post(whole.subarray(0, -8), type), 400, /multipart|part/],
    [
      'a multipart body that is something else',
      () => post(Buffer.alloc(8 * MB, 'x'), type),
      400,
      /multipart|part|bound/,
    ],
    [
      'a multipart body of nearly boundaries',
      () => post(Buffer.from('\r\n--'.repeat(3 * MB)), type),
      400,
      /multipart|part|bound/,
    ],
    [
      'a hundred thousand parts',
      () =>
        post(
          Buffer.concat([
            multipart(json(attaching('content'))),
            Buffer.from('\r\n--b\r\n\r\n'.repeat(100_000)),
          ]),
          type,
        ),
      400,
      /part/,
    ],
    [
      'a part without an end of its headers',
      () => post(Buffer.concat([Buffer.from('--b\r\n'), Buffer.alloc(8 * MB, 'h')]), type),
      400,
      /part/,
    ],
    [
      'a part with another hash than it says',
      () => post(Buffer.from(whole.toString().replace(/content(?=\r\n--b--)/, 'contEnt')), type),
      400,
      /hash/,
    ],
    [
      'an attachment without its part',
      () => post(multipart(json(attaching('content'))), type),
      400,
      /attachments\[0\]/,
    ],
    ['an IRI of 900 kB', () => post(json(one({ verb: { id: `http://${'a'.repeat(900_000)}` } }))), 200, /./],
    [
      'an address of 900 kB',
      () => post(json(one({ actor: { mbox: `mailto:${'a@'.repeat(450_000)}` } }))),
      400,
      /mbox/,
    ],
    [
      'a duration of 900 kB',
      () => post(json(one({ result: { duration: `P${'1'.repeat(900_000)}` } }))),
      400,
      /duration/,
    ],
    [
      'a timestamp of 900 kB',
      () => post(json(one({ timestamp: `2026-01-01T00:00:00.${'0'.repeat(900_000)}!` }))),
      400,
      /timestamp/,
    ],
    [
      'a language of 900 kB',
      () => post(json(one({ verb: { id: 'x:y', display: { ['a-'.repeat(450_000)]: 'x' } } }))),
      400,
      /display/,
    ],
  ];

  it.each(rows)(
    '%s',
    async (_, made, status, message) => {
      const request = made();
      await server.unnoticed(async () => {
        for (let again = 0; again < 3; again++) {
          const answer = await server.ask(request);
          expect([answer.status, said(answer)]).toEqual([status, expect.stringMatching(message)]);
          expect(answer.body.length).toBeLessThan(16 * 1024);
        }
      });
    },
    60_000,
  );
});
