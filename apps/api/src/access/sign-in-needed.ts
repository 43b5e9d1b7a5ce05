import type { FastifyRequest } from 'fastify';
import { ProblemException } from '../http/problem.js';

export function signInNeeded(request: FastifyRequest): ProblemException {
  // For the record store's clients; a browser that meets Basic on a page's request would open its own window.
  const scheme = request.url.startsWith('/xapi') ? 'Basic realm="snowlight"' : 'Bearer realm="snowlight"';
  return new ProblemException(
    'sign-in-needed',
    { zh: '请登录,或使用有效的密钥。', en: 'Sign in, or send a valid key.' },
    { headers: { 'www-authenticate': scheme } },
  );
}
