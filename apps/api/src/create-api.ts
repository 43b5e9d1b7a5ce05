import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import fastifyCookie from '@fastify/cookie';
import fastifyRateLimit from '@fastify/rate-limit';
import type { NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import { Authenticator } from './access/authenticator.js';
import { registerKnownSenders } from './access/known-senders.js';
import { isSecure } from './access/session-cookie.js';
import type { ApiDependencies } from './api-dependencies.js';
import { ApiModule } from './api.module.js';
import { registerBodyParsers } from './http/body-parsers.js';
import { endUnread } from './http/end-unread.js';
import { NestLogger } from './http/nest-logger.js';
import { serveOpenApi } from './http/open-api.js';
import { answerProblem } from './http/problem.filter.js';
import { refuseWhenClosing } from './http/refuse-when-closing.js';
import { registerRequestLog } from './http/request-log.js';
import { registerRequestTrace } from './http/request-trace.js';
import { tooManyRequests } from './http/too-many-requests.js';
import { securityHeaders } from './http/security-headers.js';
import { BuiltPages } from './pages/built-pages.js';
import { registerOrigins } from './xapi/frame/origins.js';
import { requestRate } from './xapi/frame/request-rate.js';
import { registerXapiFrame, registerXapiVersion } from './xapi/frame/register-xapi-frame.js';

/** A client's headers come in one packet or two. */
const LONGEST_HEADERS_MS = 20_000;

/** The HTTP side of Snowlight, ready to listen. Closing it closes nothing that was handed in. */
export async function createApi(dependencies: ApiDependencies): Promise<NestFastifyApplication> {
  const { log, config, system } = dependencies;
  const secure = isSecure(config);
  const patience = config.requestTimeoutSeconds * 1000;
  const adapter = new FastifyAdapter({
    // Fastify's default is none: whoever sends a byte now and then would keep a connection for ever.
    requestTimeout: patience,
    http: { headersTimeout: Math.min(patience, LONGEST_HEADERS_MS), connectionsCheckingInterval: 1000 },
    // our own line for each request: Fastify's holds the address, which names learners
    loggerInstance: log.child({}, { serializers: { req: () => undefined, res: () => undefined } }),
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    return503OnClosing: false,
    // an address that cannot be decoded never reaches the filter
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      answerProblem(error, request, reply);
    },
  });
  const options: Pick<NestApplicationOptions, 'logger' | 'bodyParser' | 'abortOnError'> = {
    logger: new NestLogger(log),
    bodyParser: false,
    abortOnError: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(
    ApiModule.with(dependencies),
    adapter,
    options,
  );
  const fastify = adapter.getInstance();
  const headers = securityHeaders(secure);
  fastify.addHook('onRequest', (_, reply, done) => {
    void reply.headers(headers);
    done();
  });
  refuseWhenClosing(fastify);
  registerBodyParsers(fastify);
  registerRequestTrace(fastify);
  registerRequestLog(fastify, dependencies.metrics);
  endUnread(fastify);
  await app.register(fastifyCookie);
  await app.register(fastifyRateLimit, {
    global: false,
    errorResponseBuilder: (_, { ttl }) => tooManyRequests(ttl),
  });
  const authenticator = app.get(Authenticator);
  registerXapiVersion(fastify);
  await registerOrigins(fastify, config.xapiOrigins);
  registerKnownSenders(fastify, authenticator);
  registerXapiFrame(fastify, config.xapiRate && requestRate(fastify, config.xapiRate, authenticator));
  await app.get(BuiltPages).serve(app);
  serveOpenApi(app, system.version);
  await app.init();
  await fastify.ready();
  return app;
}
