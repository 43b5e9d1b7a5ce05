import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { FastifyRequest } from 'fastify';
import type { Statement } from '#libs/xapi';
import { mediaTypeOf } from '../http/media-type.js';
import { ProblemException } from '../http/problem.js';
import type { Incoming } from './incoming-statements.js';
import { readMultipart, type MultipartOrder } from './multipart-body.js';
import { breaks } from './refusal.js';
import { isGzip, jsonOf } from './request-body.js';

export interface IncomingOrder extends Omit<MultipartOrder, 'statementsOf'> {
  /** The statements of a parsed body; throws where they are not legal. */
  readonly legal: (body: unknown) => Promise<readonly Statement[]>;
}

/**
 * The statements of a request, whose body is either JSON (as bytes) or multipart/mixed (as a stream); everything else
 * is refused with 400 (xAPI 1.0.3, Communication 1.5).
 */
export async function incomingOf(request: FastifyRequest, order: IncomingOrder): Promise<Incoming> {
  const { body, headers } = request;
  const encoding = headers['content-encoding'];
  if (Buffer.isBuffer(body) && mediaTypeOf(request) === 'application/json')
    return {
      statements: await order.legal(await jsonOf(body, encoding, order.version)),
      files: new Map(),
      discard: () => Promise.resolve(),
    };
  if (Buffer.isBuffer(body))
    throw new ProblemException('unsupported-type', {
      zh: '请使用 Content-Type: application/json。',
      en: 'Send Content-Type: application/json.',
    });
  const type = headers['content-type'] ?? '';
  if (!(body instanceof Readable) || !/^multipart\/mixed\s*(?:;|$)/i.test(type))
    throw breaks('contentType', order.version, 'Content-Type: must be application/json or multipart/mixed');
  let plain = body;
  try {
    plain = unpacked(body, encoding);
    return await readMultipart(plain, type, {
      ...order,
      statementsOf: async (json) => order.legal(await jsonOf(json, undefined, order.version)),
    });
  } catch (error) {
    // What is left is read and dropped: a connection that is closed under a sender loses the answer.
    body.unpipe();
    body.resume();
    if (plain !== body) plain.destroy();
    throw error;
  }
}

/** What is cut off or damaged ends in an error of the stream, as a body that stops does. */
function unpacked(body: Readable, encoding: string | undefined): Readable {
  if (!isGzip(encoding)) return body;
  const plain = createGunzip();
  // Whoever reads it hears of the damage. Of a body that is refused before its end nobody reads on, and an error that
  // nobody hears ends the process.
  plain.on('error', () => undefined);
  body.on('error', (error) => plain.destroy(error));
  return body.pipe(plain);
}
