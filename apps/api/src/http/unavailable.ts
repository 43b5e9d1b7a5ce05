import { ProblemException } from './problem.js';

/** Nothing was taken, and the same request may succeed after so many seconds. */
export const unavailable = (cause: unknown, seconds: number): ProblemException =>
  new ProblemException(
    'unavailable',
    { zh: `请在 ${String(seconds)} 秒后重试。`, en: `Try again in ${String(seconds)} s.` },
    { cause, headers: { 'retry-after': String(seconds) } },
  );
