import { timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FromRoot } from '../from-root.js';
import type { ApiStores } from '../api-stores.js';
import { type Caller, defaultTenant, type PersonCaller } from './caller.js';
import { SessionCookie } from './session-cookie.js';
import { keyExpired } from './sign-in-needed.js';

/** Says who asks: by key (Basic, or Bearer `id:secret`), by the control token, or by the session cookie. */
@Injectable()
export class Authenticator {
  /** Asked more than once: before the body is read, and by the guard. */
  private readonly byHeader = new WeakMap<FastifyRequest, Promise<Caller | null>>();

  constructor(
    @FromRoot('stores') private readonly stores: ApiStores,
    @FromRoot('controlToken') private readonly controlToken: string | null,
    private readonly cookie: SessionCookie,
  ) {}

  /**
   * null where nobody is named, or wrongly: the answer is the same. A key that is sent decides, right or wrong.
   * @throws ProblemException 401 where the key has expired, which its owner is told and nobody else
   */
  async callerOf(request: FastifyRequest): Promise<Caller | null> {
    const { authorization } = request.headers;
    if (authorization !== undefined) return this.onceByHeader(request, authorization);
    const token = this.cookie.read(request);
    return token === undefined ? null : this.bySession(token);
  }

  private onceByHeader(request: FastifyRequest, authorization: string): Promise<Caller | null> {
    const known = this.byHeader.get(request);
    if (known !== undefined) return known;
    const caller = this.byAuthorization(request, authorization);
    this.byHeader.set(request, caller);
    return caller;
  }

  private async byAuthorization(request: FastifyRequest, authorization: string): Promise<Caller | null> {
    const [scheme = '', credentials = ''] = authorization.split(' ', 2);
    if (scheme.toLowerCase() === 'basic')
      return this.byKey(request, Buffer.from(credentials, 'base64').toString('utf8'));
    if (scheme.toLowerCase() !== 'bearer') return null;
    if (this.isControlToken(credentials)) return { kind: 'control', tenant: defaultTenant };
    return this.byKey(request, credentials);
  }

  private async byKey(request: FastifyRequest, pair: string): Promise<Caller | null> {
    const colon = pair.indexOf(':');
    if (colon < 1) return null;
    const principal = await this.stores.keys.verify(pair.slice(0, colon), pair.slice(colon + 1));
    if (principal === null) return null;
    if ('expiredAfter' in principal) throw keyExpired(request, principal);
    return { kind: 'key', tenant: principal.tenant, keyId: principal.keyId, scopes: principal.scopes };
  }

  private async bySession(token: string): Promise<PersonCaller | null> {
    const session = await this.stores.sessions.find(token);
    if (session === null) return null;
    const { id, tenant, account, displayName, roles } = session.user;
    return {
      kind: 'person',
      tenant,
      userId: id,
      account,
      name: displayName,
      grants: roles,
      csrfToken: session.csrf,
    };
  }

  private isControlToken(given: string): boolean {
    return this.controlToken !== null && sameSecret(given, this.controlToken);
  }
}

/** Compares in a time that tells nothing of where they differ. */
export function sameSecret(given: string, secret: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(secret)];
  return a.length === b.length && timingSafeEqual(a, b);
}
