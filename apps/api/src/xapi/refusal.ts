import { citation, type Rule, type XapiVersion } from '#libs/xapi';
import { ProblemException } from '../http/problem.js';

/** A body that breaks a rule: what is wrong in words, and where it is written. */
export function breaks(rule: Rule, version: XapiVersion, message: string): ProblemException {
  const said = `${message} (${citation(rule, version)})`;
  return new ProblemException('bad-request', {
    zh: `没有保存任何内容。${said}`,
    en: `Nothing was stored. ${said}`,
  });
}
