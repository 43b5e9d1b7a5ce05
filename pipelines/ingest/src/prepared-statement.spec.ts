import { describe, expect, it } from '@jest/globals';
import { StatementMessage } from '#libs/contracts';
import type { Statement } from '#libs/xapi';
import { decodeStatement } from './batch/decode.step.js';
import { createEncodeStatement } from './batch/encode.step.js';
import { PreparedStatement } from './prepared-statement.js';

const statement: Statement = {
  actor: { account: { homePage: 'https://w3id.org/snowlight/pid', name: '0123456789abcdefghjkmnpqrs' } },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'https://lms.example.org/page/1' },
};
const encode = createEncodeStatement();
const prepared = new PreparedStatement(
  {
    tenant: 'default',
    timeZone: 'Asia/Shanghai',
    learnerPid: '0123456789abcdefghjkmnpqrs',
    id: '01900000-0000-7000-8000-000000000001',
    n: 7,
    stored: '2026-11-24T04:00:00.000Z',
    contentHash: 'hash',
    version: '1.0.3',
    source: 'xapi',
  },
  statement,
  encode,
);
const delivered = (value: unknown) =>
  decodeStatement({ partition: 0, offset: 0, life: 'first', key: 'default', value });

describe('a message that this process has made', () => {
  it('is the message of the contract for everybody else', () => {
    const sent: unknown = JSON.parse(JSON.stringify(prepared));
    expect(StatementMessage.parse(sent)).toEqual(sent);
  });

  it('becomes the same rows on the way through a broker and without it', () => {
    const decoded = delivered(JSON.parse(JSON.stringify(prepared)));
    expect(decoded).toMatchObject({ kind: 'ok', value: { statement } });
    expect(decoded.kind === 'ok' && encode(decoded.value)).toEqual(PreparedStatement.encoded(prepared));
  });

  it('cannot be imitated: what only looks like one is checked', () => {
    const imitation = { ...(JSON.parse(JSON.stringify(prepared)) as object), id: 'none' };
    expect(PreparedStatement.encoded(imitation)).toBeUndefined();
    expect(delivered(imitation)).toMatchObject({ kind: 'dead-letter', stage: 'decode' });
    expect(PreparedStatement.encoded(Object.create(PreparedStatement.prototype))).toBeUndefined();
  });
});
