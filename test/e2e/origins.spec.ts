import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { readConfig } from '#libs/config';
import { activity, withKey } from '../support/api-town.js';
import { hasBrowser, launchOptions } from '../support/browser.js';
import { openListeningTown, type ListeningTown } from '../support/listening-town.js';

/** A course package on a content server, in Debian's Chromium, with the record store on another site. */
const withBrowser = hasBrowser('origins') ? describe : describe.skip;
const tinCan = readFileSync(createRequire(import.meta.url).resolve('tincanjs/build/tincan-min.js'), 'utf8');

const agent = { objectType: 'Agent', account: { homePage: 'https://id.example.org', name: 'a01' } };
const statement = {
  actor: agent,
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: activity('page-1') },
};

interface Ask {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

withBrowser('a page of another origin', () => {
  let content: Server;
  let browser: Browser;
  let served: ListeningTown;
  let page: Page;
  let stranger: Page;
  let authorization: string;

  beforeAll(async () => {
    content = createServer((_, response) => {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><title>A unit</title>');
    });
    await new Promise<void>((resolve) => content.listen(0, '127.0.0.1', resolve));
    const { port } = content.address() as AddressInfo;
    // another site than the record store's, which is known by its number
    const permitted = `http://localhost:${String(port)}`;
    served = await openListeningTown({ config: readConfig({ SNOWLIGHT_XAPI_ORIGINS: permitted }) });
    authorization = withKey(await served.key('xapi:all')).authorization ?? '';
    browser = await chromium.launch({ ...launchOptions, args: [...launchOptions.args] });
    page = await browser.newPage();
    await page.goto(`${permitted}/unit`);
    stranger = await browser.newPage();
    await stranger.goto(`http://unit.localhost:${String(port)}/unit`);
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await served.close();
    await new Promise((resolve) => content.close(resolve));
  });

  /** null where the browser gives the page nothing. */
  const ask = (from: Page, { path, method = 'GET', headers = {}, body }: Ask): Promise<Seen | null> =>
    from.evaluate(
      async ({ url, how }) => {
        try {
          const answer = await fetch(url, how);
          return {
            status: answer.status,
            headers: Object.fromEntries(answer.headers),
            text: await answer.text(),
          };
        } catch {
          return null;
        }
      },
      {
        url: `${served.url}${path}`,
        how: {
          method,
          headers: { authorization, 'x-experience-api-version': '2.0.0', ...headers },
          ...(body === undefined ? {} : { body }),
        },
      },
    );
  const json = { 'content-type': 'application/json' };

  it('sends statements, reads them, and sees the headers of the answer', async () => {
    const sent = await ask(page, {
      path: '/xapi/statements',
      method: 'POST',
      headers: json,
      body: JSON.stringify(statement),
    });
    expect(sent?.status).toBe(200);
    const [id = ''] = JSON.parse(sent?.text ?? '[]') as string[];
    const read = await ask(page, { path: `/xapi/statements?statementId=${id}` });
    expect(read).toMatchObject({
      status: 200,
      headers: {
        'last-modified': expect.any(String) as unknown,
        'x-experience-api-version': '2.0.0',
        'x-experience-api-consistent-through': expect.any(String) as unknown,
      },
    });
  });

  it('keeps a document under preconditions', async () => {
    const query = new URLSearchParams({
      activityId: activity('page-1'),
      agent: JSON.stringify(agent),
      stateId: 'bookmark',
    }).toString();
    const path = `/xapi/activities/state?${query}`;
    const put = (headers: Readonly<Record<string, string>>) =>
      ask(page, { path, method: 'PUT', headers: { ...json, ...headers }, body: '{"page":1}' });
    expect((await put({ 'if-none-match': '*' }))?.status).toBe(204);
    const etag = (await ask(page, { path }))?.headers.etag ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{40}"$/);
    expect((await put({ 'if-match': '"other"' }))?.status).toBe(412);
    expect((await put({ 'if-match': etag }))?.status).toBe(204);
    expect((await ask(page, { path, method: 'DELETE', headers: { 'if-match': etag } }))?.status).toBe(204);
  });

  it('reads why it is refused', async () => {
    const refused = await ask(page, {
      path: '/xapi/statements',
      method: 'POST',
      headers: { ...json, authorization: 'Basic bm9ib2R5Omtub3dz' },
      body: '[]',
    });
    expect(refused?.status).toBe(401);
    expect(refused?.text).toContain('sign-in-needed');
  });

  it('uses a client that was written for browsers: TinCanJS', async () => {
    await page.addScriptTag({ content: tinCan });
    const status = await page.evaluate(
      ({ endpoint, auth, one }) => {
        const { TinCan } = globalThis as unknown as {
          TinCan: {
            LRS: new (settings: object) => {
              saveStatement: (statement: object, how: { callback: (error: unknown) => void }) => void;
            };
            Statement: new (statement: object) => object;
          };
        };
        const lrs = new TinCan.LRS({ endpoint, auth, allowFail: false, version: '1.0.1' });
        return new Promise((resolve) => {
          lrs.saveStatement(new TinCan.Statement(one), { callback: resolve });
        });
      },
      { endpoint: `${served.url}/xapi/`, auth: authorization, one: statement },
    );
    expect(status).toBeNull();
  });

  it('gets nothing where its origin is not permitted, and beside the record store', async () => {
    const post = { path: '/xapi/statements', method: 'POST', headers: json, body: JSON.stringify(statement) };
    expect(await ask(stranger, post)).toBeNull();
    expect(await ask(stranger, { path: '/xapi/about' })).toBeNull();
    expect(await ask(page, { path: '/v1/learners' })).toBeNull();
  });
});
