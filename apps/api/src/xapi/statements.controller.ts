import { Controller, Get, HttpCode, Post, Put, Req, Res, StreamableFile, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUuid } from '#libs/xapi';
import { Access } from '../access/access.decorator.js';
import { multipartAnswer } from './attached-files.js';
import { badRequest } from './frame/bad-request.js';
import { CurrentCall, type XapiCall } from './frame/call.js';
import { XapiFrame } from './frame/xapi-frame.guard.js';
import { RecordStore } from './record-store.js';
import { StatementReader, type StatementsAnswer } from './statement-reader.js';

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
    return this.store.take(call, request);
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
    await this.store.take(call, request, statementId);
  }

  @Get()
  @Access({ scopes: ['xapi:read', 'xapi:read/mine'] })
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentCall() call: XapiCall,
  ): Promise<string | StreamableFile> {
    const answer = await this.reading.answer(call, request.headers['accept-language']);
    void reply.header('X-Experience-API-Consistent-Through', answer.consistentThrough);
    return this.answered(reply, answer);
  }

  private answered(
    reply: FastifyReply,
    { json, lastModified, files }: StatementsAnswer,
  ): string | StreamableFile {
    if (lastModified !== undefined) void reply.header('Last-Modified', lastModified.toUTCString());
    if (files === undefined) {
      void reply.type('application/json; charset=utf-8');
      return json;
    }
    const { contentType, length, body } = multipartAnswer(json, files);
    return new StreamableFile(body, { type: contentType, length });
  }
}
