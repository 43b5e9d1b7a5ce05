import type { FastifyRequest } from 'fastify';
import type { Document } from '#libs/xapi';
import { ProblemException } from '../../http/problem.js';
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
  return { contentType: headers['content-type'] ?? 'application/octet-stream', content };
}
