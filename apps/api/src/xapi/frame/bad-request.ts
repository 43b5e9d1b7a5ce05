import { ProblemException } from '../../http/problem.js';

/** 400 in words. @param zh where left out, the English sentence: it names places of the specification */
export function badRequest(en: string, zh: string = en): ProblemException {
  return new ProblemException('bad-request', { zh, en });
}
