import { ProblemException } from './problem.js';

/** @param waitMs until the next one is taken, milliseconds */
export function tooManyRequests(waitMs: number): ProblemException {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new ProblemException(
    'too-many-requests',
    { zh: `请在 ${seconds} 秒后再试。`, en: `Try again in ${seconds} s.` },
    { headers: { 'retry-after': `${seconds}` } },
  );
}
