import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { mostDocumentBytes } from '../xapi/documents/document-body.js';
import { isXapi } from '../xapi/frame/resources.js';
import { ProblemException } from './problem.js';

const mebibyte = 1024 * 1024;
/** Of a route that is made for no more. */
export const usualBodyBytes = mebibyte / 4;
/** Largest bodies, by the beginning of the route; the first that fits holds. */
const limits: readonly (readonly [route: string, bytes: number])[] = [
  ['/xapi/activities/', mostDocumentBytes],
  ['/xapi/agents/', mostDocumentBytes],
  ['/xapi', 16 * mebibyte],
  ['/v1/roster', 64 * mebibyte],
  ['/', usualBodyBytes],
];

/**
 * JSON bodies, strictly UTF-8; bodies of other types are refused with 415. The record store gets the bytes as they
 * came and of any type, since what is stored must be what was sent: a document may be an image. A multipart body, of
 * which only its statements resource knows, it gets as the stream.
 */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = limits.find(([prefix]) => route.url.startsWith(prefix))?.[1] ?? usualBodyBytes;
  });
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(/^multipart\//i, (request, payload, done) => {
    if (request.url.startsWith('/xapi/statements')) done(null, payload);
    else done(Object.assign(new Error('no multipart here'), { statusCode: 415 }));
  });
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    if (isXapi(request.url)) done(null, body);
    else
      try {
        done(null, parsed(body, request.headers['content-encoding']));
      } catch (error) {
        done(error as Error);
      }
  });
  fastify.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, (request, body, done) => {
    if (isXapi(request.url)) done(null, body);
    else done(new UnsupportedMediaTypeException());
  });
}

function parsed(body: Buffer, encoding: string | undefined): unknown {
  if (encoding !== undefined && encoding !== 'identity')
    throw new ProblemException('unsupported-type', {
      zh: '此地址不接受压缩的内容。',
      en: 'This address takes no compressed content.',
    });
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    const syntax = error instanceof SyntaxError;
    throw new ProblemException(
      'bad-request',
      {
        zh: syntax ? `内容不是有效的 JSON：${error.message}` : '内容不是 UTF-8 编码，请以 UTF-8 重新发送。',
        en: syntax
          ? `The body is not JSON: ${error.message}`
          : 'The body is not UTF-8. Send it again in UTF-8.',
      },
      { cause: error },
    );
  }
}
