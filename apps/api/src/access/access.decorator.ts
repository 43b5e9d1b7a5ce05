import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { KeyScope, StaffRole } from '#libs/contracts';
import type { PersonCaller, Reader } from './caller.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the access guard; absent on public routes. */
    reader?: Reader;
  }
}

/** Who may call a handler: a person with one of the roles, a key with one of the scopes, or the control token. */
export interface AccessRule {
  readonly roles?: readonly StaffRole[];
  readonly scopes?: readonly KeyScope[];
  readonly control?: true;
  /** What it answers cannot be cut to a subtree of regions: a person must have the role everywhere. */
  readonly wholeTenant?: true;
}

export type AccessDeclaration = AccessRule | { readonly public: string };

export const accessMetadata = 'snowlight:access';

/** Declares who may call. What is declared nowhere is refused. */
export const Access = (rule: AccessRule) => SetMetadata<string, AccessDeclaration>(accessMetadata, rule);

/** Anybody may call. @param why one phrase that a reviewer would accept */
export const PublicAccess = (why: string) =>
  SetMetadata<string, AccessDeclaration>(accessMetadata, { public: why });

/** Every role: pages whose content is cut to the reader anyway. */
export const everyRole = ['admin', 'manager', 'teacher', 'researcher', 'campaigner', 'operator'] as const;
/** Roles that may see who a learner is and act on it. */
export const careRoles = ['admin', 'manager', 'teacher'] as const;

/** The caller and how far they see. Only on handlers with `@Access`. */
export const CurrentReader = createParamDecorator((_: unknown, context: ExecutionContext): Reader =>
  readerOf(context),
);

/** As `CurrentReader`, on handlers that name roles alone: a person. */
export const CurrentPerson = createParamDecorator(
  (_: unknown, context: ExecutionContext): Reader<PersonCaller> => {
    const reader = readerOf(context);
    if (reader.caller.kind !== 'person') throw new Error('the handler takes keys: use CurrentReader');
    return { ...reader, caller: reader.caller };
  },
);

function readerOf(context: ExecutionContext): Reader {
  const { reader } = context.switchToHttp().getRequest<FastifyRequest>();
  if (reader === undefined) throw new Error('no reader on a public handler');
  return reader;
}
