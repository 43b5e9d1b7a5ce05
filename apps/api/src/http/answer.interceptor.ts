import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { answerMetadata, type AnswerOptions } from './answer.decorator.js';

/** Passes answers through their schema, and tells a page that asks again whether anything has changed. */
@Injectable()
export class AnswerInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const options = this.reflector.get<AnswerOptions | undefined>(answerMetadata, context.getHandler());
    if (options === undefined) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      map((value) => {
        const answer = options.schema.parse(value);
        void reply.header('cache-control', 'private, no-cache');
        if (!options.polled) return answer;
        const tag = entityTag(answer);
        void reply.header('etag', tag);
        if (request.headers['if-none-match'] !== tag) return answer;
        void reply.status(304);
        return undefined;
      }),
    );
  }
}

/** Weak: answers that differ in the time of asking alone (`asOf`, `now`) are the same to the reader. */
export function entityTag(answer: unknown): string {
  const lasting =
    typeof answer === 'object' && answer !== null ? { ...answer, asOf: undefined, now: undefined } : answer;
  return `W/"${createHash('sha256').update(JSON.stringify(lasting)).digest('base64url').slice(0, 22)}"`;
}
