import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openApiTown, statement, type ApiTown } from '../support/api-town.js';
import { XapiClient } from '../support/xapi-client.js';

let town: ApiTown;
let client: XapiClient;
let two: XapiClient;

const seen = () => statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z');
const form = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();
const asForm = { type: 'application/x-www-form-urlencoded' };

beforeAll(async () => {
  town = await openApiTown();
  client = await XapiClient.with(town, '1.0.3', 'xapi:all', 'identity:read');
  two = client.in('2.0.0');
});
afterAll(() => town.close());

describe('versions (1.0.3 Communication 3.3; 2.0 4.1.2)', () => {
  it.each([
    ['1.0.3', 200, '1.0.3'],
    ['1.0.0', 200, '1.0.3'],
    ['1.0', 200, '1.0.3'],
    ['2.0.0', 200, '2.0.0'],
    ['0.95', 400, '1.0.3'],
    ['3.0.0', 400, '1.0.3'],
    [null, 400, '1.0.3'],
  ])('%s is answered %d in %s', async (version, status, answered) => {
    const { headers, ...answer } = await client.ask('GET', 'statements', {}, undefined, { version });
    expect([answer.status, headers['x-experience-api-version']]).toEqual([status, answered]);
  });

  it('a request without one is refused in the version of the tenant', async () => {
    await town.platform.stores.tenants.setDefaultXapiVersion('other', '2.0.0');
    const key = await client.key('other', 'xapi:all');
    const { status, headers } = await client.ask('GET', 'statements', {}, undefined, { key, version: null });
    expect([status, headers['x-experience-api-version']]).toEqual([400, '2.0.0']);
  });

  it('about needs neither version nor key, and carries one', async () => {
    const { status, headers } = await client.ask('GET', 'about', {}, undefined, { key: null, version: null });
    expect([status, headers['x-experience-api-version']]).toEqual([200, '1.0.3']);
  });

  it('a refusal for want of a key carries one too', async () => {
    const { status, headers } = await two.ask('GET', 'statements', {}, undefined, { key: 'nobody:nothing' });
    expect([status, headers['x-experience-api-version']]).toEqual([401, '2.0.0']);
    expect(headers['www-authenticate']).toMatch(/^Basic/);
  });
});

describe('parameters and methods (1.0.3 Communication 3.2)', () => {
  it.each([
    ['GET', 'statements', { Verb: 'x:y' }, /Verb/],
    ['GET', 'statements', { unheard: 'x' }, /unheard/],
    ['PUT', 'statements', { statementid: randomUUID() }, /statementid.*statementId/],
    ['POST', 'statements', { statementId: randomUUID() }, /statementId/],
    ['GET', 'about', { version: '1' }, /version/],
    ['GET', 'statements', { limit: '1\0' }, /NUL/],
  ] as const)('%s %s %j is refused by name', async (method, path, parameters, words) => {
    const answer = await client.ask(method, path, parameters, method === 'GET' ? undefined : seen());
    expect([answer.status, answer.json()]).toEqual([
      400,
      expect.objectContaining({ detail: expect.stringMatching(words) as unknown }),
    ]);
  });

  it('a parameter that comes twice is refused', async () => {
    const { status } = await client.ask(
      'PUT',
      `statements?statementId=${randomUUID()}&statementId=x`,
      {},
      seen(),
    );
    expect(status).toBe(400);
  });

  it.each([
    ['DELETE', 'statements', 'GET, HEAD, PUT, POST'],
    ['PATCH', 'activities/state', 'GET, HEAD, PUT, POST, DELETE'],
    ['PUT', 'agents', 'GET, HEAD'],
    ['POST', 'about', 'GET, HEAD'],
  ] as const)('%s %s is 405, with %s allowed', async (method, path, allow) => {
    const { status, headers } = await client.ask(method, path);
    expect([status, headers.allow]).toEqual([405, allow]);
  });

  it.each([
    [{}, '1.0.3', 200],
    [{ statementId: randomUUID() }, '2.0.0', 404],
    [{ unheard: 'x' }, '1.0.3', 400],
    [{}, null, 400],
  ])(
    'statements %j in %s: %d, with X-Experience-API-Consistent-Through',
    async (parameters, version, status) => {
      const answer = await client.ask('GET', 'statements', parameters, undefined, { version });
      const through = String(answer.headers['x-experience-api-consistent-through']);
      expect([answer.status, Date.parse(through)]).toEqual([status, expect.any(Number)]);
      expect(through).toMatch(/^\d{4}-.*Z$/);
    },
  );

  it('an address that is none is 404', async () => {
    expect((await client.ask('GET', 'activity')).status).toBe(404);
  });
});

describe('HEAD (1.0.3 Communication 1.1)', () => {
  it.each([
    ['about', {}],
    ['statements', { limit: '1' }],
  ])('%s answers as GET does, without the body', async (path, parameters) => {
    await client.ask('POST', 'statements', {}, seen());
    const get = await client.ask('GET', path, parameters);
    const head = await client.ask('HEAD', path, parameters);
    expect([head.status, head.text]).toEqual([get.status, '']);
    for (const name of ['content-length', 'content-type', 'x-experience-api-version'])
      expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
    expect(Number(head.headers['content-length'])).toBeGreaterThan(2);
  });

  it('of what a key may not read is refused as GET is', async () => {
    const key = await client.key('default', 'risk:read');
    expect((await client.ask('HEAD', 'statements', {}, undefined, { key })).status).toBe(403);
  });
});

describe('the alternate request syntax (1.0.3 Communication 1.3)', () => {
  const put = (fields: Readonly<Record<string, string>>) =>
    form({ content: JSON.stringify(seen()), ...fields });

  it('a PUT as a POST, read back by a GET as a POST', async () => {
    const statementId = randomUUID();
    const sent = await client.ask('POST', 'statements', { method: 'PUT' }, put({ statementId }), asForm);
    expect([sent.status, sent.text]).toEqual([204, '']);
    const back = await client.ask('POST', 'statements', { method: 'GET' }, form({ statementId }), asForm);
    expect([back.status, back.json()]).toEqual([200, expect.objectContaining({ id: statementId })]);
  });

  it('takes key and version from the form, as over a connection of its own', async () => {
    await town.app.listen(0, '127.0.0.1');
    const url = `${await town.app.getUrl()}/xapi/statements`;
    const key = await client.key('default', 'xapi:all');
    const fields = {
      Authorization: `Basic ${Buffer.from(key).toString('base64')}`,
      'X-Experience-API-Version': '1.0.3',
      'Content-Type': 'application/json',
    };
    for (let turn = 0; turn < 3; turn++) {
      const statementId = randomUUID();
      const body = new URLSearchParams({ ...fields, statementId, content: JSON.stringify(seen()) });
      const answer = await fetch(`${url}?method=PUT`, { method: 'POST', body });
      expect([answer.status, answer.headers.get('x-experience-api-version')]).toEqual([204, '1.0.3']);
      const read = await fetch(`${url}?method=GET`, {
        method: 'POST',
        body: new URLSearchParams({ ...fields, statementId }),
      });
      expect([read.status, await read.json()]).toEqual([200, expect.objectContaining({ id: statementId })]);
    }
  });

  it('HEAD is answered as the POST that it is on the wire: with a length that its content has', async () => {
    const head = await client.ask('POST', 'statements', { method: 'HEAD' }, form({}), asForm);
    expect([head.status, head.headers['content-length'], head.text]).toEqual([200, '0', '']);
    const refused = await client.ask('POST', 'statements', { method: 'HEAD' }, form({ limit: 'x' }), asForm);
    expect([refused.status, refused.headers['content-length'], refused.text]).toEqual([400, '0', '']);
  });

  it.each([
    [
      'a version in the form that is not known',
      { method: 'PUT' },
      put({ 'X-Experience-API-Version': '0.8' }),
      400,
    ],
    ['a second parameter beside method', { method: 'PUT', statementId: randomUUID() }, put({}), 400],
    ['no content', { method: 'PUT' }, form({ statementId: randomUUID() }), 400],
    ['content of a GET', { method: 'GET' }, put({}), 400],
    ['another method', { method: 'PATCH' }, put({}), 400],
    ['a method in lower case', { method: 'put' }, put({}), 400],
    ['a field twice', { method: 'PUT' }, `${put({})}&content=x`, 400],
    ['what is not UTF-8', { method: 'PUT' }, 'content=%C3%28', 400],
    ['no form', { method: 'PUT' }, JSON.stringify({ content: seen() }), 400],
    ['a wrong length', { method: 'PUT' }, put({ 'Content-Length': '3' }), 400],
    ['a method that the resource lacks', { method: 'DELETE' }, form({}), 405],
  ] as const)('%s is refused', async (_, parameters, body, status) => {
    expect((await client.ask('POST', 'statements', parameters, body, asForm)).status).toBe(status);
  });

  it('only a POST may stand for something else', async () => {
    const { status } = await client.ask('PUT', 'statements', { method: 'POST' }, put({}), asForm);
    expect(status).toBe(400);
  });

  it('is none of 2.0', async () => {
    expect((await two.ask('POST', 'statements', { method: 'GET' })).status).toBe(400);
    const body = put({ statementId: randomUUID(), 'X-Experience-API-Version': '2.0.0' });
    expect((await client.ask('POST', 'statements', { method: 'PUT' }, body, asForm)).status).toBe(400);
  });
});

describe('what a key may (1.0.3 Communication 4.2)', () => {
  it.each([
    [['xapi:all'], 200, 200],
    [['xapi:read'], 200, 403],
    [['xapi:write'], 403, 200],
    [['xapi:state', 'xapi:profile'], 403, 403],
  ] as const)('%j reads statements: %d, writes them: %d', async (scopes, read, write) => {
    const key = await client.key('default', ...scopes);
    expect((await client.ask('GET', 'statements', {}, undefined, { key })).status).toBe(read);
    expect((await client.ask('POST', 'statements', {}, seen(), { key })).status).toBe(write);
  });

  it('`xapi:all` is of the record store alone', async () => {
    const key = await client.key('default', 'xapi:all');
    const authorization = `Basic ${Buffer.from(key).toString('base64')}`;
    expect((await town.app.inject({ url: '/v1/system', headers: { authorization } })).statusCode).toBe(403);
  });
});
