import { createHash } from 'node:crypto';
import { multipartEnd, partHead } from '#libs/xapi';
import type { Random } from '../../libs/simulator/src/random.js';
import { withAttachments } from './fuzz-statements.js';
import { mutatedBytes } from './mutate-bytes.js';
import { mutatedJson } from './mutate-json.js';

/** A multipart body with, mostly, one thing wrong: in the JSON, a part's headers, the order, or the boundaries. */
export function multipartBody(
  statement: Readonly<Record<string, unknown>>,
  random: Random,
): { readonly contentType: string; readonly body: Buffer } {
  const attached = withAttachments(statement, random);
  const boundary = random.chance(0.95)
    ? 'fuzz-boundary'
    : random.pick(['b', 'a b', '-'.repeat(70), "'()+_,-./:=?"]);
  const json = random.chance(0.3)
    ? mutatedJson(attached.statement, random)
    : Buffer.from(JSON.stringify(attached.statement));
  const parts = [
    [Buffer.from(partHead(boundary, jsonHeaders(random))), json],
    ...attached.contents.map((content) => [
      Buffer.from(partHead(boundary, partHeaders(content, random)), 'latin1'),
      random.chance(0.05) ? mutatedBytes(content, random) : content,
    ]),
  ];
  const ordered = random.chance(0.05) ? random.shuffled(parts) : parts;
  if (random.chance(0.05)) ordered.push(...ordered.slice(-1));
  if (random.chance(0.05)) ordered.pop();
  const end = random.chance(0.95) ? Buffer.from(multipartEnd(boundary)) : Buffer.alloc(0);
  const whole = Buffer.concat([...ordered.flat(), end]);
  return {
    contentType: typeOf(boundary, random),
    body: random.chance(0.1) ? mutatedBytes(whole, random) : whole,
  };
}

const jsonHeaders = (random: Random): Record<string, string> => ({
  'Content-Type': random.chance(0.95)
    ? 'application/json'
    : random.pick(['text/plain', '', 'application/json; charset=latin1', 'multipart/mixed; boundary=b']),
});

function partHeaders(content: Buffer, random: Random): Record<string, string> {
  const hash = (algorithm: string) => createHash(algorithm).update(content).digest('hex');
  const headers: Record<string, string> = {
    'Content-Type': 'text/plain',
    'Content-Transfer-Encoding': random.chance(0.95)
      ? 'binary'
      : random.pick(['base64', '', 'BINARY', '8bit']),
    'X-Experience-API-Hash': random.chance(0.9)
      ? hash('sha256')
      : random.pick([hash('sha1'), hash('sha512'), hash('sha256').toUpperCase(), '', '0', '__proto__']),
  };
  if (random.chance(0.05)) Reflect.deleteProperty(headers, random.pick(Object.keys(headers)));
  if (random.chance(0.05))
    headers[random.pick(['X', '__proto__x', 'é', ' a', 'a:b'])] = 'x'.repeat(random.pick([1, 9000]));
  return headers;
}

function typeOf(boundary: string, random: Random): string {
  if (random.chance(0.9)) return `multipart/mixed; boundary="${boundary}"`;
  return random.pick([
    'multipart/mixed',
    'multipart/mixed; boundary=',
    'multipart/mixed; boundary="',
    `multipart/mixed; boundary=${boundary}x`,
    `multipart/form-data; boundary=${boundary}`,
    `multipart/related; boundary=${boundary}`,
    `MULTIPART/MIXED;BOUNDARY=${boundary}`,
    `multipart/mixed; boundary=${boundary}; boundary=b`,
    `application/json; boundary=${boundary}`,
  ]);
}
