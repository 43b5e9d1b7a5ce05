import { createHash } from 'node:crypto';
import { expect } from '@jest/globals';
import { multipartEnd, partHead } from '#libs/xapi';
import { signStatement } from '../../../libs/xapi/src/testing/sign-statement.js';
import { communicationRules, type CommunicationRow } from './communication-rule.js';
import type { Json, RuleCaller } from './rule-caller.js';

const boundary = 'between-the-parts';
const mixed = `multipart/mixed; boundary=${boundary}`;
const file = 'of attendance';
const sha2Of = (content: string) => createHash('sha256').update(content).digest('hex');

const attachment = (content: string, more: Json = {}): Json => ({
  usageType: 'http://example.org/certificate',
  display: { en: 'Certificate' },
  contentType: 'text/plain',
  length: Buffer.byteLength(content),
  sha2: sha2Of(content),
  ...more,
});
type Part = readonly [headers: Record<string, string>, content: string];
const json = (value: unknown, type = 'application/json'): Part => [
  { 'Content-Type': type },
  JSON.stringify(value),
];
const binary = (content: string, more: Record<string, string | undefined> = {}): Part => {
  const headers: Record<string, string | undefined> = {
    'Content-Type': 'text/plain',
    'Content-Transfer-Encoding': 'binary',
    'X-Experience-API-Hash': sha2Of(content),
    ...more,
  };
  return [
    Object.fromEntries(
      Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined),
    ),
    content,
  ];
};
const body = (parts: readonly Part[]): string =>
  parts.map(([headers, content]) => `${partHead(boundary, headers)}${content}`).join('') +
  multipartEnd(boundary);

const post = (by: RuleCaller, parts: readonly Part[], type = mixed) =>
  by.ask('POST', 'statements', {}, body(parts), { type });
const withFile = (by: RuleCaller) => by.statement({ attachments: [attachment(file)] });
const withUrl = (by: RuleCaller) =>
  by.statement({ attachments: [attachment(file, { fileUrl: 'https://example.org/c.txt' })] });

const every = '00127 00128 00129 00130 00131 00132 00133 00134 00135';
const refused: readonly CommunicationRow[] = [
  [
    '00127',
    'as a form',
    (by) => post(by, [json(withFile(by)), binary(file)], `multipart/form-data; boundary=${boundary}`),
    400,
  ],
  [
    '00127',
    'as a form, and with a fileUrl',
    (by) => post(by, [json(withUrl(by))], `multipart/form-data; boundary=${boundary}`),
    400,
  ],
  ['00128', 'with a part more', (by) => post(by, [json(withFile(by)), binary(file), binary('surplus')]), 400],
  ['00129', 'without its part, as JSON alone', (by) => by.post(withFile(by)), 400],
  ['00129', 'without its part', (by) => post(by, [json(withFile(by))]), 400],
  [
    '00130',
    'without a boundary between the parts',
    (by) =>
      by.ask(
        'POST',
        'statements',
        {},
        body([json(withFile(by)), binary(file)]).replaceAll(`--${boundary}`, ''),
        { type: mixed },
      ),
    400,
  ],
  [
    '00131',
    'without a boundary in the header',
    (by) => post(by, [json(withFile(by)), binary(file)], 'multipart/mixed'),
    400,
  ],
  [
    '00132',
    'without the hash of a part',
    (by) => post(by, [json(withFile(by)), binary(file, { 'X-Experience-API-Hash': undefined })]),
    400,
  ],
  [
    '00132',
    'with the hash of something else',
    (by) => post(by, [json(withFile(by)), binary('other', { 'X-Experience-API-Hash': sha2Of(file) })]),
    400,
  ],
  [
    '00133',
    'with statements in two parts',
    (by) => post(by, [json(by.statement()), json(by.statement())]),
    400,
  ],
  [
    '00134',
    'with statements of another type',
    (by) => post(by, [json(withFile(by), 'text/plain'), binary(file)]),
    400,
  ],
  [
    '00135',
    'without a binary encoding',
    (by) => post(by, [json(withFile(by)), binary(file, { 'Content-Transfer-Encoding': undefined })]),
    400,
  ],
];

const jws = (by: RuleCaller, alg: string, more: Json = {}, contentType = 'application/octet-stream') => {
  const plain = by.statement({ timestamp: '2026-03-02T08:15:30.000Z', version: '1.0.0', ...more });
  const signature = signStatement(plain, { alg });
  const attachments = [
    attachment(signature, { usageType: 'http://adlnet.gov/expapi/attachments/signature', contentType }),
  ];
  return { statement: { ...plain, attachments }, signature };
};
const signed = (by: RuleCaller, alg: string) => {
  const { statement, signature } = jws(by, alg);
  return post(by, [json(statement), binary(signature, { 'Content-Type': 'application/octet-stream' })]);
};

/** Attached files (1.0.3 Data 2.4.11, Communication 1.5; 2.0 4.1.3) and signatures (Data 2.6; 4.2.6). */
export const attachmentRows = [
  ...communicationRules('4.1.3', [
    [every, 'statements and files in their parts', (by) => post(by, [json(withFile(by)), binary(file)]), 200],
    [every, 'what lies elsewhere needs no part', (by) => by.post(withUrl(by)), 200],
    ['00127', 'in either form', (by) => post(by, [json(withUrl(by))]), 200],
    ['00127', 'so do statements without any', (by) => post(by, [json(by.statement())]), 200],
    ...refused.map(([numbers, what, ...rest]): CommunicationRow => [
      numbers,
      `an attachment ${what} is refused`,
      ...rest,
    ]),
    [
      '00127',
      'nothing is taken as plain text',
      (by) => by.ask('POST', 'statements', {}, '{}', { type: 'text/plain' }),
      415,
    ],
  ]),
  ...communicationRules('4.1.6.1', [
    [
      '00161 00167',
      'files come back where they are asked for',
      async (by) => {
        const statement = withFile(by);
        expect((await post(by, [json(statement), binary(file)])).status).toBe(200);
        return by.ask('GET', 'statements', { statementId: statement.id, attachments: 'true' });
      },
      200,
      ({ headers, text }) => {
        expect(headers['content-type']).toMatch(/^multipart\/mixed/);
        expect(text).toContain(`\r\n\r\n${file}\r\n`);
      },
    ],
    [
      '00161 00167',
      'and stay where they are not',
      async (by) => {
        const statement = withFile(by);
        expect((await post(by, [json(statement), binary(file)])).status).toBe(200);
        return by.ask('GET', 'statements', { statementId: statement.id });
      },
      200,
      ({ headers, text }) => {
        expect(headers['content-type']).toMatch(/^application\/json/);
        expect(text).not.toContain(`\r\n\r\n${file}`);
      },
    ],
  ]),
  ...communicationRules('4.2.6', [
    ['00115 00116 00117', 'a signature under RS256', (by) => signed(by, 'RS256'), 200],
    ['00117', 'under RS384', (by) => signed(by, 'RS384'), 200],
    ['00117', 'under RS512', (by) => signed(by, 'RS512'), 200],
    ['00117', 'under another algorithm is refused', (by) => signed(by, 'HS256'), 400],
    ['00115', 'without its data it is refused', (by) => by.post(jws(by, 'RS256').statement), 400],
    [
      '00115',
      'what is no JWS is refused',
      (by) => {
        const { statement } = jws(by, 'RS256');
        const attachments = [
          {
            ...statement.attachments[0],
            ...attachment('not.a.jws'),
            usageType: 'http://adlnet.gov/expapi/attachments/signature',
            contentType: 'application/octet-stream',
          },
        ];
        return post(by, [json({ ...statement, attachments }), binary('not.a.jws')]);
      },
      400,
    ],
    [
      '00116',
      'of another statement it is refused',
      (by) => {
        const { statement, signature } = jws(by, 'RS256');
        return post(by, [json({ ...statement, result: { success: true } }), binary(signature)]);
      },
      400,
    ],
    [
      '00115',
      'of another type it is refused',
      (by) => {
        const { statement, signature } = jws(by, 'RS256', {}, 'application/json');
        return post(by, [json(statement), binary(signature)]);
      },
      400,
    ],
  ]),
];
