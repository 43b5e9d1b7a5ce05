import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Problem } from '#libs/contracts';
import { JobError } from '../../../jobs/src/job.js';
import type { OnProgress } from '../api-dependencies.js';
import { problemKinds, problemType } from '../http/problem.js';

/** How the lines of an answer are written. */
export interface Wording {
  readonly progress: (step: object) => object;
  readonly result: (result: object) => object;
  readonly error: (message: string) => object;
}

/** Answers with JSON lines while work goes on; a client that goes away stops it. */
export function jobLines(
  request: FastifyRequest,
  wording: Wording,
  work: (onProgress: OnProgress, signal: AbortSignal) => Promise<object>,
): StreamableFile {
  const stopping = new AbortController();
  const lines = new Readable({
    // progress comes about once a second: what waits for a slow reader stays small
    read: () => undefined,
    destroy(error, done) {
      stopping.abort();
      done(error);
    },
  });
  const say = (line: object): void => {
    if (!lines.destroyed) lines.push(`${JSON.stringify(line)}\n`);
  };
  const onProgress = (step: object): void => {
    say(wording.progress(step));
  };
  void work(onProgress, stopping.signal)
    .then(wording.result, (error: unknown) => {
      request.log.warn({ err: error }, 'a job failed');
      return wording.error(failure(error, request.id));
    })
    .then(say)
    .finally(() => lines.push(null));
  return new StreamableFile(lines, { type: 'application/jsonl; charset=utf-8' });
}

/** The line that says why there is no result. */
export const jobProblem =
  ({ id }: Pick<FastifyRequest, 'id'>) =>
  (detail: string): { readonly problem: Problem } => ({
    problem: {
      type: problemType('bad-request'),
      title: problemKinds['bad-request'].title.en,
      status: 400,
      detail,
      instance: `urn:uuid:${id}`,
    },
  });

/** What the operator can mend, in the job's own words; of anything else, where to look. */
function failure(error: unknown, requestId: string): string {
  if (error instanceof JobError) return error.message;
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return `The job failed for a reason of our own; the log has it under ${requestId}.`;
}
