import { Controller, Get, HttpCode, Post, Put, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isUuid, negotiateVersion, versionHeader, type XapiVersion } from '#libs/xapi';
import { Access, CurrentReader } from '../access/access.decorator.js';
import type { KeyCaller, Reader } from '../access/caller.js';
import { ProblemException } from '../http/problem.js';
import { multipartAnswer } from './attached-files.js';
import { RecordStore } from './record-store.js';
import { StatementReader, type StatementsAnswer } from './statement-reader.js';

/** xAPI 1.0.3 and 2.0: the statements resource. */
@Controller('xapi/statements')
export class StatementsController {
  constructor(
    private readonly store: RecordStore,
    private readonly reading: StatementReader,
  ) {}

  @Post()
  @HttpCode(200)
  @Access({ scopes: ['xapi:write'] })
  async post(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentReader() reader: Reader,
  ): Promise<readonly string[]> {
    const version = await this.negotiated(request, reply, reader);
    knownParameters(request, []);
    return this.store.take(keyOf(reader), request, version);
  }

  @Put()
  @HttpCode(204)
  @Access({ scopes: ['xapi:write'] })
  async put(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentReader() reader: Reader,
  ): Promise<void> {
    const version = await this.negotiated(request, reply, reader);
    const { statementId } = knownParameters(request, ['statementId']);
    if (typeof statementId !== 'string' || !isUuid(statementId))
      throw bad('需要 statementId 参数(UUID)。', 'The statementId parameter is missing or not a UUID.');
    await this.store.take(keyOf(reader), request, version, statementId);
  }

  @Get()
  @Access({ scopes: ['xapi:read'] })
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @CurrentReader() reader: Reader,
  ): Promise<string | StreamableFile> {
    const key = keyOf(reader);
    // Before anything is refused: it stands on every answer.
    void reply.header('X-Experience-API-Consistent-Through', await this.reading.consistentThrough(key));
    const version = await this.negotiated(request, reply, reader);
    return this.answered(reply, await this.reading.answer(key, asked(request), version, language(request)));
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

  /** The version of the request; a refusal for want of one is answered in the tenant's own. */
  private async negotiated(
    request: FastifyRequest,
    reply: FastifyReply,
    reader: Reader,
  ): Promise<XapiVersion> {
    const header = request.headers[versionHeader.toLowerCase()];
    const negotiation = negotiateVersion(typeof header === 'string' ? header : undefined);
    const answered = negotiation.ok
      ? negotiation.version
      : (await this.store.tenantOf(reader.tenant)).defaultXapiVersion;
    void reply.header(versionHeader, answered);
    if (!negotiation.ok) throw bad(negotiation.message, negotiation.message);
    return negotiation.version;
  }
}

/** Unknown and wrong-case parameters are refused (xAPI 1.0.3, Communication 3.2). */
function knownParameters(
  request: FastifyRequest,
  known: readonly string[],
): Readonly<Record<string, unknown>> {
  const query = request.query as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(query).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw bad(`未知参数 ${unknown.slice(0, 80)}。`, `Unknown parameter ${unknown.slice(0, 80)}.`);
  return query;
}

const asked = (request: FastifyRequest): Readonly<Record<string, unknown>> =>
  request.query as Readonly<Record<string, unknown>>;

const language = (request: FastifyRequest): string | undefined => request.headers['accept-language'];

function keyOf(reader: Reader): KeyCaller {
  if (reader.caller.kind !== 'key') throw new Error('the record store takes keys alone');
  return reader.caller;
}

const bad = (zh: string, en: string): ProblemException => new ProblemException('bad-request', { zh, en });
