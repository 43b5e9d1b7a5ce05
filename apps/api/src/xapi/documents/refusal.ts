import type { DocumentChange } from '#libs/xapi';
import { ProblemException } from '../../http/problem.js';
import { badRequest } from '../frame/bad-request.js';

/** Why a document stays as it is, in words. */
export function refusalOf(done: DocumentChange | { readonly kind: 'nobody' }): ProblemException {
  switch (done.kind) {
    case 'precondition-failed':
      return new ProblemException('precondition-failed', {
        zh: '文档在您读取之后已被更改(或已经存在)。请重新读取,再带上新的 ETag 保存。',
        en: 'The document is not what If-Match or If-None-Match expects: read it again and send its new ETag.',
      });
    case 'unguarded':
      return new ProblemException('conflict', {
        zh: '文档已经存在。请先读取它,再用 If-Match 带上其 ETag 覆盖;或用 POST 合并。',
        en: 'The document exists. Read it and send its ETag in If-Match to overwrite it, or POST to merge into it.',
      });
    case 'guard-missing':
      return badRequest(
        'Send If-None-Match: * with a new profile, or If-Match with its ETag (xAPI 1.0.3, Communication 3.1).',
        '新建档案时请带上 If-None-Match: *,覆盖时请带上 If-Match(xAPI 1.0.3, Communication 3.1)。',
      );
    case 'nobody':
      return new ProblemException('forbidden', {
        zh: '此人的资料已按要求删除,不再保存其文档。',
        en: 'This person was erased; no documents are kept of them any more.',
      });
    case 'unmergeable':
      return badRequest(
        `Documents cannot be merged: ${done.message} (xAPI 1.0.3, Communication 2.2).`,
        `文档无法合并:${done.message}(xAPI 1.0.3, Communication 2.2)。`,
      );
    default:
      throw new Error(`${done.kind} is no refusal`);
  }
}
