import type { Random } from '../../libs/simulator/src/random.js';

export type Headers = [name: string, value: string][];

const oddValues: Readonly<Record<string, readonly string[]>> = {
  'X-Experience-API-Version': [
    '1.0',
    '1.0.0',
    '1.0.99',
    '2.0',
    '2.0.0',
    '0.95',
    '3',
    '',
    'x'.repeat(500),
    '1.0.3, 2.0.0',
    '__proto__',
  ],
  'Content-Type': [
    'application/json; charset=utf-16',
    'text/plain',
    'APPLICATION/JSON',
    'application/json;;;',
    'application/octet-stream',
    'application/x-www-form-urlencoded',
    'x',
    '/',
    '*/*',
    'é/é',
    `application/${'x'.repeat(3000)}`,
  ],
  'Content-Encoding': ['gzip', 'deflate', 'br', 'gzip, gzip', 'identity', 'GZIP', ''],
  'If-Match': ['*', '"x"', 'x', '', 'W/"x"', '"'.repeat(400), '"a", "b"', `"${'0'.repeat(40)}"`],
  'If-None-Match': ['*', '"x"', ',,,', `"${'0'.repeat(40)}"`],
  Authorization: [
    'Basic',
    'Basic !!!',
    'Basic YTpi',
    'Bearer x',
    'Basic Og==',
    `Basic ${'A'.repeat(4000)}`,
    'Digest a=b',
  ],
  'Accept-Language': ['zh', 'en;q=0', '*', 'é', 'x'.repeat(2000), 'en-US,en;q=0.5,zh;q=abc', ';;;,,,'],
  Accept: ['multipart/mixed', 'x', '*/*;q=2'],
  Prefer: ['errors=all', 'errors="all', 'x'.repeat(500), ','],
  Cookie: ['a=b', 'snowlight_session=x', '=;=;', '%', '__proto__=1'],
  Expect: ['100-continue'],
  Origin: ['null', 'http://evil.example'],
  'If-Modified-Since': ['x', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  Range: ['bytes=0-1', 'x'],
  Connection: ['keep-alive'],
};

/** One or two headers put in, taken out, or given twice. */
export function mutateHeaders(headers: Headers, random: Random): void {
  for (let i = random.whole(0, 2); i >= 0; i--) {
    const name = random.pick(Object.keys(oddValues));
    const value = random.pick(oddValues[name] ?? ['']);
    const index = headers.findIndex(([other]) => other === name);
    const way = random.pick(['out', 'twice', 'other', 'other', 'other'] as const);
    if (index === -1 || way === 'twice') headers.push([name, value]);
    else if (way === 'out') headers.splice(index, 1);
    else headers[index] = [name, value];
  }
}

/** Headers by which a server can no longer tell where the request ends. For a connection of its own. */
export function breakFraming(headers: Headers, length: number, random: Random): void {
  const at = headers.findIndex(([name]) => name === 'Content-Length');
  const broken: Headers = random.pick<Headers>([
    [['Content-Length', String(length + 10)]],
    [['Content-Length', String(Math.max(0, length - 10))]],
    [['Content-Length', '-1']],
    [['Content-Length', '1e3']],
    [['Content-Length', '99999999999999999999']],
    [['Content-Length', '104857600']],
    [
      ['Content-Length', String(length)],
      ['Content-Length', '3'],
    ],
    [
      ['Content-Length', String(length)],
      ['Transfer-Encoding', 'chunked'],
    ],
    [['Transfer-Encoding', 'chunked']],
    [['Transfer-Encoding', 'gzip, chunked']],
    [['Transfer-Encoding', 'x']],
    [
      ['Content-Length', String(length)],
      ['A\u0000B', 'x'],
    ],
    [
      ['Content-Length', String(length)],
      ['X-Long', 'x'.repeat(20_000)],
    ],
    [
      ['Content-Length', String(length)],
      [' X', 'folded'],
    ],
    [
      ['Content-Length', String(length)],
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
    ],
    [
      ['Content-Length', String(length)],
      ['Upgrade', 'h2c'],
      ['Connection', 'Upgrade, HTTP2-Settings'],
    ],
    [
      ['Content-Length', String(length)],
      ['Expect', 'nonsense'],
    ],
    [
      ['Content-Length', String(length)],
      ['Host', 'a'],
      ['Host', 'b'],
    ],
    Array.from({ length: 3000 }, (_, n): [string, string] => [`X-${String(n)}`, '']),
  ]);
  headers.splice(at === -1 ? headers.length : at, at === -1 ? 0 : 1, ...broken);
}
