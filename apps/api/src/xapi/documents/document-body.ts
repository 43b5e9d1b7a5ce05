import type { FastifyRequest } from 'fastify';
import type { Document } from '#libs/xapi';
import { ProblemException } from '../../http/problem.js';
import { badRequest } from '../frame/bad-request.js';
import { tooLarge, unpacked } from '../request-body.js';

/** Largest document, bytes after unpacking: it is read and written whole. */
export const mostDocumentBytes = 4 * 1024 * 1024;

/** The document that a request brings: bytes of any type, kept as they are. */
export async function documentIn({ body, headers }: FastifyRequest): Promise<Document> {
  if (body !== undefined && !Buffer.isBuffer(body))
    throw new ProblemException('unsupported-type', {
      zh: '此内容类型不能作为文档保存。',
      en: 'Content of this type cannot be kept as a document.',
    });
  const content = await unpacked(body ?? Buffer.alloc(0), headers['content-encoding']);
  if (content.length > mostDocumentBytes) throw tooLarge(mostDocumentBytes);
  const contentType = headers['content-type'] ?? '';
  // it goes out again as a header; a form of the alternate syntax may bring what no header can hold
  if (!/^[\x20-\x7e]*$/.test(contentType))
    throw badRequest('Content-Type: holds what no header may', 'Content-Type 含有不允许的字符。');
  return { contentType: contentType === '' ? 'application/octet-stream' : contentType, content };
}
