import { createHash, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { KeyScope } from '#libs/contracts';
import { MultipartParser, multipartEnd, partHead } from '#libs/xapi';
import { signStatement } from '../../libs/xapi/src/testing/sign-statement.js';
import { openApiTown, statement, type ApiTown } from '../support/api-town.js';

let town: ApiTown;
let full: string;
let reader: string;
const boundary = 'the-boundary';
const type = `multipart/mixed; boundary=${boundary}`;
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

beforeAll(async () => {
  town = await openApiTown();
  full = await key('xapi:read', 'xapi:write', 'identity:read');
  reader = await key('xapi:read');
});
afterAll(() => town.close());

async function key(...scopes: KeyScope[]): Promise<string> {
  const { id, secret } = await town.platform.stores.keys.create('default', scopes.join(), scopes);
  return `${id}:${secret}`;
}

async function ask(method: 'GET' | 'POST', path: string, payload?: Buffer | Readable, more = {}, by = full) {
  const answer = await town.app.inject({
    method,
    url: path,
    headers: {
      authorization: `Basic ${Buffer.from(by).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
      'accept-language': 'en',
      ...(payload === undefined ? {} : { 'content-type': type }),
      ...more,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload, text: answer.body };
}

interface Part {
  readonly headers: Record<string, string>;
  readonly content: string | Buffer;
}

const body = (...parts: readonly Part[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ headers, content }) => [
      Buffer.from(partHead(boundary, headers)),
      Buffer.from(content),
    ]),
    Buffer.from(multipartEnd(boundary)),
  ]);

const json = (value: unknown): Part => ({
  headers: { 'Content-Type': 'application/json' },
  content: JSON.stringify(value),
});
const data = (content: string | Buffer, more: Record<string, string> = {}): Part => ({
  headers: {
    'Content-Type': 'text/plain',
    'Content-Transfer-Encoding': 'binary',
    'X-Experience-API-Hash': sha256(content),
    ...more,
  },
  content,
});

const attachment = (content: string | Buffer, more: object = {}) => ({
  usageType: 'http://example.org/attached',
  display: { en: 'Attached' },
  contentType: 'text/plain',
  length: content.length,
  sha2: sha256(content),
  ...more,
});
const withAttachments = (...attachments: object[]) => ({
  ...statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'),
  id: randomUUID(),
  attachments,
});

/** What lies in the folder of attachments, drafts and all. */
async function files(): Promise<string[]> {
  const found = await readdir(join(town.platform.config.dataDir, 'blobs'), {
    recursive: true,
    withFileTypes: true,
  });
  return found.filter((file) => file.isFile()).map(({ name }) => name);
}

function parse(headers: Readonly<Record<string, unknown>>, bytes: Buffer): Part[] {
  const [, given = ''] = /boundary=(.+)$/.exec(String(headers['content-type'])) ?? [];
  const parts: { headers: Record<string, string>; content: Buffer }[] = [];
  const parser = new MultipartParser(given, { mostParts: 100, mostHeaderBytes: 8192 });
  for (const event of parser.push(bytes)) {
    const last = parts.at(-1);
    if (event.kind === 'part')
      parts.push({ headers: Object.fromEntries(event.headers), content: Buffer.alloc(0) });
    else if (event.kind === 'data' && last !== undefined)
      last.content = Buffer.concat([last.content, event.bytes]);
  }
  parser.finish();
  return parts;
}

describe('attachments', () => {
  it('come with their statements and go back with them, byte for byte and each once', async () => {
    const image = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) % 251));
    const text = `--${boundary} is not a boundary here\r\n\r\n`;
    const sent = [
      withAttachments(attachment(text), attachment(image, { contentType: 'image/png' })),
      withAttachments(attachment(text, { sha2: sha256(text).toUpperCase() })),
    ];
    const taken = await ask('POST', '/xapi/statements', body(json(sent), data(text), data(image)));
    expect([taken.status, JSON.parse(taken.text)]).toEqual([200, sent.map(({ id }) => id)]);

    const back = await ask('GET', '/xapi/statements?attachments=true&limit=2&ascending=true');
    expect(Number(back.headers['content-length'])).toBe(back.bytes.length);
    const [first, ...others] = parse(back.headers, back.bytes);
    const page = JSON.parse(first?.content.toString() ?? '') as { statements: { id: string }[] };
    expect(page.statements.map(({ id }) => id).sort()).toEqual(sent.map(({ id }) => id).sort());
    const given = new Map(others.map(({ headers, content }) => [sha256(content), headers]));
    expect([...given.keys()].sort()).toEqual([sha256(text), sha256(image)].sort());
    expect(given.get(sha256(image))).toEqual({
      'content-type': 'image/png',
      'content-transfer-encoding': 'binary',
      'x-experience-api-hash': sha256(image),
    });

    const single = await ask('GET', `/xapi/statements?statementId=${sent[1]?.id ?? ''}&attachments=true`);
    expect(parse(single.headers, single.bytes)).toHaveLength(2);
    const bare = await ask('GET', `/xapi/statements?statementId=${sent[1]?.id ?? ''}`);
    expect(bare.headers['content-type']).toMatch(/^application\/json/);
  });

  it('go to nobody who may not know people', async () => {
    const answer = await ask('GET', '/xapi/statements?attachments=true&limit=2', undefined, {}, reader);
    expect(parse(answer.headers, answer.bytes)).toHaveLength(1);
  });

  it('may stand elsewhere, and then need no data', async () => {
    const sent = withAttachments(attachment('elsewhere', { fileUrl: 'https://example.org/file' }));
    const answer = await ask('POST', '/xapi/statements', Buffer.from(JSON.stringify(sent)), {
      'content-type': 'application/json',
    });
    expect(answer.status).toBe(200);
  });

  it('are taken in a gzip, in any of the SHA-2 family, and from a sub-statement', async () => {
    const sha2 = createHash('sha384').update('within').digest('hex');
    const { actor, verb, object } = withAttachments();
    const sent = {
      actor,
      verb,
      object: {
        objectType: 'SubStatement',
        actor,
        verb,
        object,
        attachments: [attachment('within', { sha2 })],
      },
    };
    const packed = gzipSync(body(json(sent), data('within', { 'X-Experience-API-Hash': sha2 })));
    expect((await ask('POST', '/xapi/statements', packed, { 'content-encoding': 'gzip' })).status).toBe(200);
    expect(await files()).toContain(sha2);
  });

  const one = withAttachments(attachment('one'));
  it.each<[string, Buffer, object, number, RegExp]>([
    [
      'without a boundary',
      body(json(one), data('one')),
      { 'content-type': 'multipart/mixed' },
      400,
      /must name a boundary/,
    ],
    [
      'of another boundary',
      body(json(one)),
      { 'content-type': 'multipart/mixed; boundary=x' },
      400,
      /begins with the boundary/,
    ],
    [
      'as multipart/form-data',
      body(json(one), data('one')),
      { 'content-type': type.replace('mixed', 'form-data') },
      400,
      /must be application\/json or multipart\/mixed \(xAPI 1\.0\.3, Communication 1\.5\.1\)/,
    ],
    [
      'whose first part is no JSON',
      body(data('one'), json(one)),
      {},
      400,
      /part 1: must have Content-Type application\/json/,
    ],
    [
      'with a part that no attachment names',
      body(json(one), data('one'), data('two')),
      {},
      400,
      /part 3: its X-Experience-API-Hash/,
    ],
    [
      'with a part without a hash',
      body(json(one), { headers: { 'Content-Transfer-Encoding': 'binary' }, content: 'one' }),
      {},
      400,
      /part 2: has no X-Experience-API-Hash/,
    ],
    [
      'with a part in base64',
      body(json(one), data('one', { 'Content-Transfer-Encoding': 'base64' })),
      {},
      400,
      /part 2: must have Content-Transfer-Encoding/,
    ],
    [
      'with other content than its hash says',
      body(json(one), data('eno', { 'X-Experience-API-Hash': sha256('one') })),
      {},
      400,
      /part 2: its content does not have the hash/,
    ],
    [
      'without the data',
      body(json(one)),
      {},
      400,
      /attachments\[0\]: must have a fileUrl, or a part.*Data 2\.4\.11/,
    ],
    ['cut off', body(json(one), data('one')).subarray(0, -20), {}, 400, /part 2: the body ends before/],
    [
      'in a gzip that is cut off',
      gzipSync(body(json(one), data('one'))).subarray(0, -20),
      { 'content-encoding': 'gzip' },
      400,
      /gzip is cut off/,
    ],
    [
      'with an illegal statement',
      body(json({ ...one, actor: {} }), data('one')),
      {},
      400,
      /actor: must have exactly one/,
    ],
    [
      'with more than the limit',
      body(
        json(withAttachments(attachment(Buffer.alloc(101 * 1024 * 1024)))),
        data(Buffer.alloc(101 * 1024 * 1024)),
      ),
      {},
      413,
      /over 100 MB/,
    ],
  ])('are refused %s, and no file is left', async (_, payload, more, status, words) => {
    const before = await files();
    const answer = await ask('POST', '/xapi/statements', payload, more);
    expect([answer.status, (JSON.parse(answer.text) as { detail: string }).detail]).toEqual([
      status,
      expect.stringMatching(words),
    ]);
    expect(await files()).toEqual(before);
  });

  it('are refused early over a real connection, and the answer arrives all the same', async () => {
    const large = Buffer.alloc(24 * 1024 * 1024);
    await town.app.listen(0, '127.0.0.1');
    for (let turn = 0; turn < 3; turn++) {
      const answer = await fetch(`${await town.app.getUrl()}/xapi/statements`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(full).toString('base64')}`,
          'x-experience-api-version': '1.0.3',
          'content-type': type,
        },
        body: body(json(one), data(large)),
      });
      expect([answer.status, await answer.text()]).toEqual([
        400,
        expect.stringContaining('X-Experience-API-Hash'),
      ]);
    }
  });

  it('leave no file where their statement is in conflict', async () => {
    const sent = withAttachments(attachment('kept'));
    expect((await ask('POST', '/xapi/statements', body(json(sent), data('kept')))).status).toBe(200);
    const before = await files();
    const other = { ...sent, attachments: [attachment('other')] };
    expect((await ask('POST', '/xapi/statements', body(json(other), data('other')))).status).toBe(409);
    expect(await files()).toEqual(before);
  });
});

describe('a signed statement', () => {
  const signed = (jws: string, more: object = {}) => {
    const sent = withAttachments();
    return { ...sent, id: signedId, attachments: [attachment(jws, { ...signature, ...more })] };
  };
  const signedId = randomUUID();
  const signature = {
    usageType: 'http://adlnet.gov/expapi/attachments/signature',
    contentType: 'application/octet-stream',
  };
  const plain = { ...statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'), id: signedId };

  it('is taken with the signature of what it says', async () => {
    const jws = signStatement(plain);
    expect((await ask('POST', '/xapi/statements', body(json(signed(jws)), data(jws)))).status).toBe(200);
  });

  it.each<[string, string, object, RegExp]>([
    [
      'of something else',
      signStatement({ ...plain, timestamp: '2020-01-01T00:00:00Z' }),
      {},
      /attachments\[0\]: has a payload that differs.*Data 2\.6/,
    ],
    ['under another algorithm', signStatement(plain, { alg: 'HS256' }), {}, /RS256, RS384 or RS512/],
    [
      'of another content type',
      signStatement(plain),
      { contentType: 'text/plain' },
      /application\/octet-stream/,
    ],
  ])('is refused with a signature %s', async (_, jws, more, words) => {
    const answer = await ask('POST', '/xapi/statements', body(json(signed(jws, more)), data(jws)));
    expect([answer.status, (JSON.parse(answer.text) as { detail: string }).detail]).toEqual([
      400,
      expect.stringMatching(words),
    ]);
  });

  it('is refused without its signature, whatever fileUrl says', async () => {
    const answer = await ask(
      'POST',
      '/xapi/statements',
      body(json(signed('x', { fileUrl: 'https://example.org/x' }))),
    );
    expect([answer.status, answer.text]).toEqual([400, expect.stringMatching(/must come with its data/)]);
  });
});
