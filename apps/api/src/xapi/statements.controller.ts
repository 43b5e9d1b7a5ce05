import { Controller, Get, HttpCode, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUuid } from '#libs/xapi';
import { Access } from '../access/access.decorator.js';
import { mediaTypeOf } from '../http/media-type.js';
import { ProblemException } from '../http/problem.js';
import { badRequest } from './frame/bad-request.js';
import { CurrentCall, type XapiCall } from './frame/call.js';
import { XapiFrame } from './frame/xapi-frame.guard.js';
import { RecordStore } from './record-store.js';
import { jsonOf } from './request-body.js';
import { StatementReader } from './statement-reader.js';

/** xAPI 1.0.3 and 2.0: the statements resource. */
@Controller('xapi/statements')
@UseGuards(XapiFrame)
export class StatementsController {
  constructor(
    private readonly store: RecordStore,
    private readonly reading: StatementReader,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ scopes: ['xapi:write'] })
  async post(@Req() request: FastifyRequest, @CurrentCall() call: XapiCall): Promise<readonly string[]> {
    return this.store.store(call.key, await bodyOf(request), call.version);
  }

  @Put()
  @HttpCode(204)
  @Access({ scopes: ['xapi:write'] })
  async put(@Req() request: FastifyRequest, @CurrentCall() call: XapiCall): Promise<void> {
    const { statementId } = call.parameters;
    if (statementId === undefined || !isUuid(statementId))
      throw badRequest(
        'The statementId parameter is missing or not a UUID.',
        '需要 statementId 参数(UUID)。',
      );
    await this.store.store(call.key, await bodyOf(request), call.version, statementId);
  }

  @Get()
  @Access({ scopes: ['xapi:read'] })
  async get(
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentCall() { key, parameters, version }: XapiCall,
  ): Promise<string> {
    const answer = await this.reading.answer(key, parameters, version);
    void reply
      .type('application/json; charset=utf-8')
      .header('X-Experience-API-Consistent-Through', answer.consistentThrough);
    return answer.json;
  }
}

async function bodyOf(request: FastifyRequest): Promise<unknown> {
  if (!Buffer.isBuffer(request.body) || mediaTypeOf(request) !== 'application/json')
    throw new ProblemException('unsupported-type', {
      zh: '请使用 Content-Type: application/json。',
      en: 'Send Content-Type: application/json.',
    });
  return jsonOf(request.body, request.headers['content-encoding']);
}
