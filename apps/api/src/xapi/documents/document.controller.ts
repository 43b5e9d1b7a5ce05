import { Delete, Get, HttpCode, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { entityTag, namesTag, type DocumentResource, type Preconditions } from '#libs/xapi';
import { CurrentCall, type XapiCall } from '../frame/call.js';
import { documentIn } from './document-body.js';
import type { DocumentService } from './document.service.js';

/** The four methods that every document resource has; its address and access are the subclass's. */
export abstract class DocumentController {
  protected constructor(
    private readonly documents: DocumentService,
    private readonly resource: DocumentResource,
  ) {}

  @Get()
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentCall() call: XapiCall,
  ): Promise<Uint8Array | string | undefined> {
    const answer = await this.documents.read({ resource: this.resource, call });
    void reply.header('cache-control', 'private, no-cache');
    if (answer.kind === 'ids') {
      if (answer.latest !== null) void reply.header('last-modified', answer.latest.toUTCString());
      void reply.type('application/json; charset=utf-8');
      return JSON.stringify(answer.ids);
    }
    const { contentType, content, stored } = answer.document;
    const tag = entityTag(content);
    void reply.header('etag', tag).header('last-modified', stored.toUTCString());
    const { ifNoneMatch } = preconditionsOf(request);
    if (ifNoneMatch !== undefined && namesTag(ifNoneMatch, tag)) {
      void reply.status(304);
      return undefined;
    }
    void reply.type(contentType);
    return content;
  }

  @Put()
  @HttpCode(204)
  async put(@Req() request: FastifyRequest, @CurrentCall() call: XapiCall): Promise<void> {
    const document = await documentIn(request);
    await this.documents.put({ resource: this.resource, call }, document, preconditionsOf(request));
  }

  @Post()
  @HttpCode(204)
  async post(@Req() request: FastifyRequest, @CurrentCall() call: XapiCall): Promise<void> {
    const document = await documentIn(request);
    await this.documents.post({ resource: this.resource, call }, document, preconditionsOf(request));
  }

  @Delete()
  @HttpCode(204)
  async delete(@Req() request: FastifyRequest, @CurrentCall() call: XapiCall): Promise<void> {
    await this.documents.delete({ resource: this.resource, call }, preconditionsOf(request));
  }
}

function preconditionsOf({ headers }: FastifyRequest): Preconditions {
  return { ifMatch: headers['if-match'], ifNoneMatch: headers['if-none-match'] };
}
