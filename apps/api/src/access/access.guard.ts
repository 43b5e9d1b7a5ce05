import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { KeyScope } from '#libs/contracts';
import { scopeOf, wholeTenant } from '#libs/postgres';
import { ProblemException } from '../http/problem.js';
import { type AccessDeclaration, accessMetadata, type AccessRule } from './access.decorator.js';
import { Authenticator, sameSecret } from './authenticator.js';
import type { Caller, PersonCaller, Reader } from './caller.js';
import { signInNeeded } from './sign-in-needed.js';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Stands before every handler. Lets in whom the handler's declaration names, and nobody where it declares nothing.
 * Writes of a cookie session must carry the session's token in `x-csrf-token`; no write comes from another site, unless
 * its origin is permitted, at the record store.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly authenticator: Authenticator,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const declaration = this.reflector.getAllAndOverride<AccessDeclaration | undefined>(accessMetadata, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (declaration === undefined) throw forbidden();
    const writes = !safeMethods.includes(request.method);
    if (writes && isOfOtherSite(request)) throw outOfDate();
    if ('public' in declaration) return true;
    const caller = await this.authenticator.callerOf(request);
    if (caller === null) throw signInNeeded(request);
    const reader = readerOf(caller, declaration);
    if (reader === null) throw forbidden();
    if (declaration.wholeTenant === true && reader.scope.kind !== 'tenant') throw ofWholeTenant();
    if (writes && caller.kind === 'person') checkToken(request, caller);
    request.reader = reader;
    return true;
  }
}

/** What the rule lets the caller see; null where it does not let them in. */
export function readerOf(caller: Caller, rule: AccessRule): Reader | null {
  const { tenant } = caller;
  if (caller.kind === 'person') {
    const grants = caller.grants.filter(({ role }) => rule.roles?.includes(role));
    return grants.length === 0 ? null : { caller, tenant, scope: scopeOf(grants) };
  }
  const allowed =
    caller.kind === 'control'
      ? rule.control === true
      : rule.scopes?.some((scope) => grants(caller.scopes, scope)) === true;
  return allowed ? { caller, tenant, scope: wholeTenant } : null;
}

/** `xapi:all` stands for every scope of the record store (xAPI 1.0.3, Communication 4.2). */
function grants(scopes: readonly KeyScope[], wanted: KeyScope): boolean {
  return scopes.includes(wanted) || (wanted.startsWith('xapi:') && scopes.includes('xapi:all'));
}

function isOfOtherSite({ headers, isOfPermittedOrigin }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] === 'cross-site' && isOfPermittedOrigin !== true;
}

function checkToken(request: FastifyRequest, caller: PersonCaller): void {
  const given = request.headers['x-csrf-token'];
  if (typeof given !== 'string' || !sameSecret(given, caller.csrfToken)) throw outOfDate();
}

const forbidden = (): ProblemException =>
  new ProblemException('forbidden', {
    zh: '您的角色或密钥没有此权限,请联系管理员。',
    en: 'Your role or key does not allow this; ask your administrator.',
  });

const ofWholeTenant = (): ProblemException =>
  new ProblemException('forbidden', {
    zh: '此处涉及整个机构所有区域的记录,只对角色不限区域的人员开放,请联系管理员。',
    en: 'This holds records of every region of the organisation: it is for those whose role is not bound to a region; ask your administrator.',
  });

const outOfDate = (): ProblemException =>
  new ProblemException('csrf', {
    zh: '请刷新页面后再试。',
    en: 'Reload the page and try again.',
  });
