import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { jsonFlaw, membersIn, splitJson, type XapiVersion } from '#libs/xapi';
import { eachOf, inSlices } from '#pipelines/ingest';
import { ProblemException } from '../http/problem.js';
import { breaks } from './refusal.js';

const unzip = promisify(gunzip);

/** Largest body after unpacking, bytes: a small gzip may hold a large one. */
export const MOST_BYTES = 16 * 1024 * 1024;

/** Longest statement, bytes: its parsing cannot be interrupted, and a page holds up to 500. */
const MOST_STATEMENT_BYTES = 1024 * 1024;
/** Most statements of a body. */
const MOST_STATEMENTS = 20_000;
/** Most keys of a statement, in all its objects: 80,000 that are all different take 0.2 s to parse. */
const MOST_KEYS = 20_000;
/** Bodies up to this are parsed at once, in less than a millisecond. */
const SMALL_BYTES = 64 * 1024;

/**
 * The JSON of a record store request. Bytes are judged strictly, since what is stored must be what was sent: UTF-8
 * without replacement, a gzip to its end, JSON without a guess and without a key that would be lost. A large list is
 * parsed value by value, so that others go on in between.
 */
export async function jsonOf(
  bytes: Buffer,
  contentEncoding: string | undefined,
  version: XapiVersion,
): Promise<unknown> {
  const plain = withoutMark(await unpacked(bytes, contentEncoding));
  if (!isUtf8(plain))
    throw refused(
      '内容不是 UTF-8 编码,请以 UTF-8 重新发送。',
      'The body is not UTF-8. Send it again in UTF-8.',
    );
  if (plain.length <= SMALL_BYTES) return valueOf(plain, undefined, version);
  const split = splitJson(plain, { mostBytes: MOST_STATEMENT_BYTES, mostParts: MOST_STATEMENTS });
  switch (split.kind) {
    case 'one':
      if (plain.length > MOST_STATEMENT_BYTES) throw statementTooLarge(undefined, '1 MB', 'is over 1 MB');
      return valueOf(plain, undefined, version);
    case 'list':
      return inSlices(
        eachOf(split.parts, ([start, end], index) => valueOf(plain.subarray(start, end), index, version)),
      );
    case 'broken':
      throw notJson(split.message);
    case 'too long':
      throw statementTooLarge(split.index, '1 MB', 'is over 1 MB');
    case 'too many':
      throw new ProblemException('too-large', {
        zh: `一次最多 ${MOST_STATEMENTS} 条 statement,请分成几次发送。`,
        en: `The body has more than ${MOST_STATEMENTS} statements; send it in several parts.`,
      });
  }
}

/** @param index of the value in the body's list; left out where it is the body */
function valueOf(bytes: Buffer, index: number | undefined, version: XapiVersion): unknown {
  if (bytes.length > SMALL_BYTES && membersIn(bytes) > MOST_KEYS)
    throw statementTooLarge(index, `${MOST_KEYS} 个键`, `has more than ${MOST_KEYS} keys`);
  const value = parsed(bytes.toString('utf8'), index);
  const flaw = jsonFlaw(bytes, value);
  if (flaw === undefined) return value;
  const dot = flaw.path === '' || flaw.path.startsWith('[') ? '' : '.';
  const path = index === undefined ? flaw.path : `[${index}]${dot}${flaw.path}`;
  throw breaks('formatting', version, `${path === '' ? 'JSON' : path}: ${flaw.message}`);
}

/** A byte order mark is no part of the JSON (RFC 8259, 8.1: a parser may ignore it). */
const withoutMark = (bytes: Buffer): Buffer =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;

function statementTooLarge(index: number | undefined, most: string, flaw: string): ProblemException {
  const place = index === undefined ? '' : ` [${index}]`;
  return new ProblemException('too-large', {
    zh: `statement${place} 超过 ${most},没有保存任何内容。大的内容请作为附件发送。`,
    en: `Statement${place} ${flaw}; nothing was stored. Send large content as an attachment.`,
  });
}

/** @throws ProblemException where the encoding is not understood, cut off, or holds more than 16 MB */
export async function unpacked(bytes: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (!isGzip(encoding)) return bytes;
  try {
    return await unzip(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw damagedGzip();
  }
}

/** @throws ProblemException where a body comes packed in another way */
export function isGzip(encoding: string | undefined): boolean {
  if (encoding === undefined || encoding === 'identity') return false;
  if (encoding !== 'gzip')
    throw new ProblemException('unsupported-type', {
      zh: `不支持 Content-Encoding ${encoding.slice(0, 40)},请使用 gzip 或不压缩。`,
      en: `Content-Encoding ${encoding.slice(0, 40)} is not understood; send gzip or none.`,
    });
  return true;
}

export const damagedGzip = (): ProblemException =>
  refused(
    'gzip 内容不完整或已损坏,没有保存任何内容,请重新发送。',
    'The gzip is cut off or damaged; nothing was stored. Send it again, whole.',
  );

/** @param most bytes that are taken */
export const tooLarge = (most = MOST_BYTES): ProblemException =>
  new ProblemException('too-large', {
    zh: `内容超过 ${String(most / 1024 / 1024)} MB,请分成几次发送。`,
    en: `The body is over ${String(most / 1024 / 1024)} MB; send it in several parts.`,
  });

function parsed(text: string, index: number | undefined): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? error.message : '';
    throw notJson(index === undefined ? where : `[${index}]: ${where}`);
  }
}

const notJson = (where: string): ProblemException =>
  refused(`内容不是有效的 JSON:${where}`, `The body is not JSON: ${where}`);

const refused = (zh: string, en: string): ProblemException => new ProblemException('bad-request', { zh, en });
