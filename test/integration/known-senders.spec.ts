import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { withKey } from '../support/api-town.js';
import { type ListeningTown, openListeningTown } from '../support/listening-town.js';
import { RawConnection } from '../support/raw-connection.js';

let served: ListeningTown;
let right: string;
beforeAll(async () => {
  served = await openListeningTown();
  right = withKey(await served.key('xapi:write')).authorization ?? '';
}, 60_000);
afterAll(() => served.close());

const open = () => RawConnection.open(Number(new URL(served.url).port));
const wrong = withKey('nobody:knows').authorization ?? '';
const json = 'content-type: application/json\r\n';
const form = 'content-type: application/x-www-form-urlencoded\r\n';

/** The headers of a request, and one byte of the 10 million of its body. */
const begun = (line: string, headers: string, length = 10_000_000): string =>
  `${line} HTTP/1.1\r\nhost: x\r\nx-experience-api-version: 1.0.3\r\n${headers}content-length: ${String(length)}\r\n\r\n[`;

describe('the body of somebody who is not known', () => {
  it.each([
    ['without a key', 'POST /xapi/statements', json],
    ['with a wrong key', 'POST /xapi/statements', `${json}authorization: ${wrong}\r\n`],
    ['one statement, without a key', 'PUT /xapi/statements?statementId=x', json],
    ['of several parts', 'POST /xapi/statements', 'content-type: multipart/mixed; boundary=b\r\n'],
    ['a document', 'PUT /xapi/activities/state?stateId=x', 'content-type: image/png\r\n'],
    [
      'a form in the alternate syntax with a wrong key',
      'POST /xapi/statements?method=GET',
      `${form}authorization: ${wrong}\r\n`,
    ],
    ['a roster', 'POST /v1/roster', json],
    ['a roster, in a session that there is not', 'POST /v1/roster', `${json}cookie: snowlight=none\r\n`],
  ])('is refused before it has come: %s', async (_, line, headers) => {
    const connection = await open();
    const answer = connection.awaited('POST');
    connection.write(begun(line, headers));
    const refused = await answer;
    expect(refused?.status).toBe(401);
    expect(refused?.headers.get('www-authenticate')).toMatch(/realm="snowlight"/);
    if (line.includes('/xapi')) expect(refused?.headers.get('x-experience-api-version')).toBe('1.0.3');
    connection.close();
  });

  it('is dropped where it comes all the same, and the connection stays', async () => {
    const connection = await open();
    const answer = connection.awaited('POST');
    connection.write(begun('POST /xapi/statements', json, 1_000_000));
    expect((await answer)?.status).toBe(401);
    const next = connection.awaited('GET');
    connection.write(Buffer.alloc(999_999, ' '));
    connection.write('GET /xapi/about HTTP/1.1\r\nhost: x\r\n\r\n');
    expect((await next)?.status).toBe(200);
    connection.close();
  });

  it('is read where it may bring the key: a form in the alternate syntax', async () => {
    const connection = await open();
    const answer = connection.awaited('POST');
    const fields = new URLSearchParams({ Authorization: right, content: '[]' }).toString();
    connection.write(
      `${begun('POST /xapi/statements?method=POST', form, fields.length).slice(0, -1)}${fields}`,
    );
    expect((await answer)?.status).toBe(200);
    connection.close();
  });
});
