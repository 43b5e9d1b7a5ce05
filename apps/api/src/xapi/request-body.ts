import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { jsonFlaw, type XapiVersion } from '#libs/xapi';
import { ProblemException } from '../http/problem.js';
import { breaks } from './refusal.js';

const unzip = promisify(gunzip);

/** Largest body after unpacking, bytes: a small gzip may hold a large one. */
export const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The JSON of a record store request. Bytes are judged strictly, since what is stored must be what was sent: UTF-8
 * without replacement, a gzip to its end, JSON without a guess and without a key that would be lost.
 */
export async function jsonOf(
  bytes: Buffer,
  contentEncoding: string | undefined,
  version: XapiVersion,
): Promise<unknown> {
  const plain = await unpacked(bytes, contentEncoding);
  const value = parsed(decoded(plain));
  const flaw = jsonFlaw(plain, value);
  if (flaw === undefined) return value;
  throw breaks('formatting', version, `${flaw.path === '' ? 'JSON' : flaw.path}: ${flaw.message}`);
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

function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refused(
      '内容不是 UTF-8 编码,请以 UTF-8 重新发送。',
      'The body is not UTF-8. Send it again in UTF-8.',
    );
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const where = error instanceof Error ? error.message : '';
    throw refused(`内容不是有效的 JSON:${where}`, `The body is not JSON: ${where}`);
  }
}

const refused = (zh: string, en: string): ProblemException => new ProblemException('bad-request', { zh, en });
