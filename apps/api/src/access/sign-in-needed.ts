import type { FastifyRequest } from 'fastify';
import type { BilingualText } from '#libs/contracts';
import type { ExpiredKey } from '#libs/postgres';
import { ProblemException } from '../http/problem.js';

export const signInNeeded = (request: FastifyRequest): ProblemException =>
  problem(request, { zh: '请登录,或使用有效的密钥。', en: 'Sign in, or send a valid key.' });

export const keyExpired = (request: FastifyRequest, { expiredAfter }: ExpiredKey): ProblemException =>
  problem(request, {
    zh: `此密钥的有效期到 ${expiredAfter} 为止,请向管理员索取新的密钥。`,
    en: `This key was valid until the end of ${expiredAfter}; ask your administrator for a new one.`,
  });

function problem(request: FastifyRequest, detail: BilingualText): ProblemException {
  // For the record store's clients; a browser that meets Basic on a page's request would open its own window.
  const scheme = request.url.startsWith('/xapi') ? 'Basic realm="snowlight"' : 'Bearer realm="snowlight"';
  return new ProblemException('sign-in-needed', detail, { headers: { 'www-authenticate': scheme } });
}
