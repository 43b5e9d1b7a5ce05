import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MultipartParser, boundaryOf, multipartEnd, partHead } from '#libs/xapi';
import { openApiTown, statement, type ApiTown } from '../support/api-town.js';
import { XapiClient, type XapiAnswer } from '../support/xapi-client.js';

const MB = 1024 * 1024;
/** Of text, so that the statement is just below the 1 MB that one may have. */
const LARGEST = 990_000;
/** What an answer may hold: the bound, and what ends the page and the multipart body. */
const MOST = 16.5 * MB;

let town: ApiTown;
let client: XapiClient;
beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
}, 60_000);
afterAll(() => town.close());

const verb = { id: `http://example.org/${randomUUID()}` };
const large = (index: number, bytes: number) => ({
  ...statement('a01', 'experienced', 'page-1', `2026-11-20T08:00:00.${String(index).padStart(3, '0')}Z`),
  id: randomUUID(),
  verb,
  result: { response: `${String(index)} ${'x'.repeat(bytes)}` },
});

/** In the order in which they are sent. */
const sent: { readonly id: string }[] = [];
async function send(statements: readonly { readonly id: string }[]): Promise<void> {
  const answer = await client.ask('POST', 'statements', {}, statements);
  expect(answer.status).toBe(200);
  sent.push(...statements);
}

interface Page {
  readonly statements: readonly { readonly id: string; readonly result: { readonly response: string } }[];
  readonly more: string;
}

/** All pages of a query, each held to the bound. */
async function pagesOf(
  parameters: object,
  pageOf: (answer: XapiAnswer) => Page = (answer) => answer.json() as Page,
): Promise<Page[]> {
  const pages: Page[] = [];
  for (let ask = { ...parameters } as Record<string, unknown>; ;) {
    const answer = await client.ask('GET', 'statements', ask);
    expect(answer.status).toBe(200);
    expect(answer.bytes.length).toBeLessThan(MOST);
    const page = pageOf(answer);
    pages.push(page);
    if (page.more === '') return pages;
    ask = Object.fromEntries(new URL(page.more, 'http://127.0.0.1').searchParams);
  }
}

const idsOf = (pages: readonly Page[]) => pages.flatMap(({ statements }) => statements.map(({ id }) => id));

describe('statements as large as they may be', () => {
  beforeAll(async () => {
    // small ones between large ones, and on either side
    await send([large(0, 10), large(1, 10)]);
    for (let batch = 0; batch < 4; batch++)
      await send(
        Array.from({ length: 10 }, (_, index) => large(10 * batch + index, index === 5 ? 10 : LARGEST)),
      );
    await send([large(80, 10), large(81, 10)]);
  }, 60_000);

  it.each([
    ['all, newest first', {}],
    ['all, oldest first', { ascending: 'true' }],
    ['as many as the server gives', { limit: '0' }],
    ['of a verb', { verb: verb.id, limit: '500' }],
    ['of two filters', { verb: verb.id, activity: 'https://example.org/activities/page-1', limit: '500' }],
    ['in their short form', { format: 'ids', limit: '500' }],
  ])('come in pages that end before they are too many bytes: %s', async (_, parameters) => {
    const pages = await pagesOf(parameters);
    const ids = sent.map(({ id }) => id);
    expect(idsOf(pages)).toEqual('ascending' in parameters ? ids : ids.reverse());
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.length).toBeLessThan(6);
    for (const { statements } of pages)
      for (const { result } of statements) expect(result.response).toMatch(/^\d+ x{10,}$/);
  });

  it('end where the limit does, if that is before', async () => {
    const pages = await pagesOf({ verb: verb.id, limit: '10' });
    expect(idsOf(pages)).toHaveLength(sent.length);
    expect(pages.map(({ statements }) => statements.length)).toEqual([10, 10, 10, 10, 4]);
  });

  it('are passed over where they are voided', async () => {
    const wanted = sent.slice(10, 12).map(({ id }) => id);
    for (const id of wanted)
      await client.ask(
        'POST',
        'statements',
        {},
        {
          actor: statement('a02', 'experienced', 'page-1', '').actor,
          verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
          object: { objectType: 'StatementRef', id },
        },
      );
    const activity = 'https://example.org/activities/page-1';
    const ids = idsOf(await pagesOf({ verb: verb.id, activity, limit: '500' }));
    // what voids them is found by what they are found by
    const own = ids.filter((id) => sent.some((one) => one.id === id));
    expect(own).toEqual(sent.flatMap(({ id }) => (wanted.includes(id) ? [] : id)).reverse());
    expect(ids).toHaveLength(own.length + wanted.length);
  });
});

describe('large statements with attachments', () => {
  it('come in bounded pages, each with the files of its own statements', async () => {
    const registration = randomUUID();
    const content = (index: number) => `file ${String(index)}`;
    const sha2 = (index: number) => createHash('sha256').update(content(index)).digest('hex');
    const statements = Array.from({ length: 24 }, (_, index) => ({
      ...large(index, LARGEST),
      context: { registration },
      attachments: [
        {
          usageType: 'http://example.org/attached',
          display: { en: 'Attached' },
          contentType: 'text/plain',
          length: content(index).length,
          sha2: sha2(index),
        },
      ],
    }));
    const boundary = 'the-boundary';
    for (let from = 0; from < statements.length; from += 12) {
      const part = statements.slice(from, from + 12);
      const body = [
        partHead(boundary, { 'Content-Type': 'application/json' }),
        JSON.stringify(part),
        ...part.flatMap((_, index) => [
          partHead(boundary, {
            'Content-Type': 'text/plain',
            'Content-Transfer-Encoding': 'binary',
            'X-Experience-API-Hash': sha2(from + index),
          }),
          content(from + index),
        ]),
        multipartEnd(boundary),
      ].join('');
      const type = `multipart/mixed; boundary=${boundary}`;
      const answer = await client.ask('POST', 'statements', {}, Buffer.from(body), { type });
      expect(answer.status).toBe(200);
    }
    const files: string[][] = [];
    const pages = await pagesOf({ registration, attachments: 'true' }, (answer) => {
      const [json = '', ...data] = partsOf(answer);
      files.push(data);
      return JSON.parse(json) as Page;
    });
    expect(idsOf(pages)).toEqual(statements.map(({ id }) => id).reverse());
    expect(pages.length).toBeGreaterThan(1);
    const numbers = pages.map((page) =>
      page.statements.map(({ result }) => `file ${result.response.split(' ')[0] ?? ''}`),
    );
    expect(files).toEqual(numbers);
  }, 60_000);
});

/** The bodies of a multipart answer. */
function partsOf({ headers, bytes }: XapiAnswer): string[] {
  const parser = new MultipartParser(boundaryOf(String(headers['content-type'])) ?? '', {
    mostParts: 1001,
    mostHeaderBytes: 8192,
  });
  const parts: Buffer[][] = [];
  for (const event of parser.push(bytes)) {
    if (event.kind === 'part') parts.push([]);
    else if (event.kind === 'data') parts.at(-1)?.push(Buffer.from(event.bytes));
  }
  return parts.map((pieces) => Buffer.concat(pieces).toString());
}
