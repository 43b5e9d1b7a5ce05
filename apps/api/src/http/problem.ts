import type { BilingualText } from '#libs/contracts';

/** What can go wrong, by a name that clients hold on to; the `type` of the answer ends in it. */
export const problemKinds = {
  'bad-request': { status: 400, title: { zh: '请求无法理解', en: 'The request is not understood' } },
  invalid: { status: 400, title: { zh: '有字段不正确', en: 'Some fields are not right' } },
  'sign-in-needed': { status: 401, title: { zh: '请先登录', en: 'Sign in first' } },
  'wrong-credentials': { status: 401, title: { zh: '账号或密码不正确', en: 'Account or password is wrong' } },
  forbidden: { status: 403, title: { zh: '没有权限', en: 'Not allowed' } },
  csrf: { status: 403, title: { zh: '页面已过期', en: 'The page is out of date' } },
  'not-found': { status: 404, title: { zh: '没有找到', en: 'Not found' } },
  'method-not-allowed': { status: 405, title: { zh: '不支持此方法', en: 'Method not allowed' } },
  conflict: { status: 409, title: { zh: '与现有内容冲突', en: 'In conflict with what is there' } },
  'precondition-failed': {
    status: 412,
    title: { zh: '内容已被更改', en: 'The content has changed meanwhile' },
  },
  'too-large': { status: 413, title: { zh: '内容过大', en: 'The content is too large' } },
  'unsupported-type': { status: 415, title: { zh: '不支持此内容类型', en: 'Unsupported content type' } },
  'locked-out': { status: 429, title: { zh: '账号已暂时锁定', en: 'The account is locked for a while' } },
  'too-many-requests': { status: 429, title: { zh: '请求过于频繁', en: 'Too many requests' } },
  internal: { status: 500, title: { zh: '服务器出错', en: 'Something went wrong here' } },
  unavailable: { status: 503, title: { zh: '暂时无法处理', en: 'Not available just now' } },
  'disk-full': { status: 507, title: { zh: '磁盘已满', en: 'The disk is full' } },
} as const satisfies Record<string, { status: number; title: BilingualText }>;
export type ProblemKind = keyof typeof problemKinds;

export const problemType = (kind: ProblemKind): string => `https://w3id.org/snowlight/problems/${kind}`;

export interface FieldError {
  /** Where in the request, dots between the steps: `body.outcome.at`. */
  readonly path: string;
  readonly message: BilingualText;
}

/** An answer other than success, in words for the one who asked. Nothing in it may name a person. */
export class ProblemException extends Error {
  override readonly name = 'ProblemException';

  constructor(
    readonly kind: ProblemKind,
    readonly detail: BilingualText,
    readonly more: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
      /** What happened inside; for the log alone. */
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail.en, { cause: more.cause });
  }
}

/** Not there, or not for this reader: the answer is the same, so that nobody learns which. */
export const notFound = (): ProblemException =>
  new ProblemException('not-found', {
    zh: '没有这项内容,或者不在您的范围内。',
    en: 'There is no such thing within your reach.',
  });
