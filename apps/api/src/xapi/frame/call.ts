import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { XapiVersion } from '#libs/xapi';
import type { KeyCaller } from '../../access/caller.js';
import type { TenantMoment } from '../record-store.dependencies.js';

/** A request of the record store that its frame has let through. */
export interface XapiCall {
  readonly key: KeyCaller;
  readonly tenant: TenantMoment;
  /** The data model that was negotiated. */
  readonly version: XapiVersion;
  /** Of the query; each is known to the resource and given once. */
  readonly parameters: Readonly<Record<string, string>>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the frame of the record store. */
    xapi?: XapiCall;
  }
}

/** What the frame knows of the request. Only on handlers under `XapiFrame` that want a key. */
export const CurrentCall = createParamDecorator((_: unknown, context: ExecutionContext): XapiCall => {
  const { xapi } = context.switchToHttp().getRequest<FastifyRequest>();
  if (xapi === undefined) throw new Error('the handler is not under XapiFrame, or public');
  return xapi;
});
