import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BlobDiskFull } from '#libs/blobs';
import {
  ClickHouseAccessDenied,
  ClickHouseDiskFull,
  ClickHouseTimeout,
  ClickHouseUnavailable,
} from '#libs/clickhouse';
import { type BilingualText, Problem } from '#libs/contracts';
import { BusClosedError, BusFullError, BusMessageTooLargeError, BusUnavailableError } from '#libs/event-bus';
import { PostgresAccessDenied, PostgresDiskFull, PostgresUnavailable } from '#libs/postgres';
import { languageOf } from './language.js';
import { ProblemException, type ProblemKind, problemKinds, problemType } from './problem.js';
import { traceOf } from './request-trace.js';
import { unavailable } from './unavailable.js';

/**
 * Every error becomes problem details (RFC 9457) in the reader's language. `instance` is the request's id, which the
 * log line has too. Of an unexpected error the client learns nothing but that id.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** Answers with the error as a problem. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error);
  const { status } = problemKinds[problem.kind];
  if (status >= 500)
    request.log.error(
      { err: problem.more.cause ?? error, problem: problem.kind, trace: traceOf(request).id },
      'request failed',
    );
  // Where the answer is under way already (a stream) there is nobody to tell.
  if (reply.sent || reply.raw.headersSent) return;
  const language = languageOf(request.headers['accept-language']);
  void reply
    .status(status)
    .headers({ ...problem.more.headers, 'cache-control': 'no-store', 'content-language': language })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(render(problem, request, language)));
}

function render(problem: ProblemException, request: FastifyRequest, language: keyof BilingualText): Problem {
  const { status, title } = problemKinds[problem.kind];
  const errors = problem.more.errors?.map(({ path, message }) => ({ path, message: message[language] }));
  return {
    type: problemType(problem.kind),
    title: title[language],
    status,
    detail: problem.detail[language],
    instance: `urn:uuid:${request.id}`,
    trace: traceOf(request).id,
    ...(errors === undefined ? {} : { errors }),
  };
}

/** Come again: what is away comes back. */
const away = [
  BusClosedError,
  ClickHouseAccessDenied,
  ClickHouseTimeout,
  ClickHouseUnavailable,
  PostgresAccessDenied,
  PostgresUnavailable,
];

const full = [BlobDiskFull, ClickHouseDiskFull, PostgresDiskFull];

/** What the journal's files are refused with. */
const isNoSpace = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'ENOSPC';

/** A body whose sender went away before its end; nobody reads the answer, and nothing here is at fault. */
function isCutOff(error: unknown): boolean {
  const { code, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  return code === 'ECONNRESET' && message === 'aborted';
}

/** Sorts what was thrown: ours, the framework's, a store that is away, or a defect. */
export function problemOf(error: unknown): ProblemException {
  if (error instanceof ProblemException) return error;
  if (error instanceof BusFullError || error instanceof BusUnavailableError)
    return unavailable(error, error.retryAfterSeconds);
  if (away.some((kind) => error instanceof kind)) return unavailable(error, 5);
  if (full.some((kind) => error instanceof kind) || isNoSpace(error))
    return new ProblemException(
      'disk-full',
      {
        zh: '磁盘已满,没有保存任何内容。请通知管理员。',
        en: 'The disk is full; nothing was stored. Tell the operator.',
      },
      { cause: error },
    );
  const status = isCutOff(error) ? 400 : error instanceof BusMessageTooLargeError ? 413 : statusOf(error);
  const kind = kindOfStatus.get(status);
  if (kind === undefined || status >= 500)
    return new ProblemException(
      'internal',
      {
        zh: '请稍后再试;若仍不行,请把错误编号告诉管理员。',
        en: 'Try again; if it stays, tell the operator the error id.',
      },
      { cause: error },
    );
  return new ProblemException(kind, details[kind] ?? problemKinds[kind].title, { cause: error });
}

/** Status of the framework's own errors (Nest's HttpException, Fastify's with `statusCode`). */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

const kindOfStatus = new Map<number, ProblemKind>([
  [400, 'bad-request'],
  [401, 'sign-in-needed'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [409, 'conflict'],
  [412, 'precondition-failed'],
  [413, 'too-large'],
  [415, 'unsupported-type'],
  [429, 'too-many-requests'],
]);

const details: Partial<Record<ProblemKind, BilingualText>> = {
  'bad-request': {
    zh: '请检查请求的内容和编码(UTF-8 JSON)。',
    en: 'Check the content and its encoding (JSON in UTF-8).',
  },
  'not-found': { zh: '没有这个地址。', en: 'There is no such address.' },
  'too-large': { zh: '请把内容分成几次发送。', en: 'Send the content in several parts.' },
  'unsupported-type': { zh: '请使用 application/json。', en: 'Use application/json.' },
  'too-many-requests': { zh: '请稍等片刻再试。', en: 'Wait a little, then try again.' },
};
