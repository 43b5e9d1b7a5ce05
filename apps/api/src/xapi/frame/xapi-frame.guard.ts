import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { negotiateVersion, versionHeader } from '#libs/xapi';
import { defaultTenant } from '../../access/caller.js';
import { recordStoreDependencies, type RecordStoreDependencies } from '../record-store.dependencies.js';
import { badRequest } from './bad-request.js';
import { keyOf } from './key-of.js';
import { parametersOf, pathOf, resourceAt } from './resources.js';

/**
 * What all resources of the record store demand of a request, after the access guard has let it in: a version that
 * is understood (xAPI 1.0.3, Communication 3.3; 2.0, 4.1.2) and no parameter that the resource does not know, in
 * exactly its spelling (1.0.3, Communication 3.2). A request without a version is refused in the tenant's own.
 */
@Injectable()
export class XapiFrame implements CanActivate {
  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const tenant = await this.store.tenantOf(request.reader?.tenant ?? defaultTenant);
    const header = request.headers[versionHeader.toLowerCase()];
    const negotiation = negotiateVersion(typeof header === 'string' ? header : undefined);
    void reply.header(versionHeader, negotiation.ok ? negotiation.version : tenant.defaultXapiVersion);
    // on every answer of statements, refusals too (1.0.3, Communication 2.1.3): what is stored can be read at once
    if (pathOf(request.url) === '/xapi/statements')
      void reply.header('X-Experience-API-Consistent-Through', tenant.now.toISOString());
    const parameters = parametersIn(request);
    // about, which is asked before a client knows a version or has a key
    if (request.reader === undefined) return true;
    if (!negotiation.ok) throw badRequest(negotiation.message);
    request.xapi = { key: keyOf(request.reader), tenant, version: negotiation.version, parameters };
    return true;
  }
}

function parametersIn(request: FastifyRequest): Readonly<Record<string, string>> {
  const query = request.query as Readonly<Record<string, string>>;
  const known = parametersOf(resourceAt(request.url) ?? {}, request.method);
  for (const [name, value] of Object.entries<unknown>(query)) {
    const shown = name.slice(0, 80);
    if (known !== 'own' && known?.includes(name) !== true) throw unknown(shown, known ?? []);
    if (typeof value !== 'string')
      throw badRequest(`${shown}: must be given once`, `参数 ${shown} 只能出现一次。`);
    // no store keeps it, and nobody means it
    if (value.includes('\0'))
      throw badRequest(`${shown}: holds a NUL character`, `参数 ${shown} 含有 NUL 字符。`);
  }
  return query;
}

function unknown(name: string, known: readonly string[]) {
  const meant = known.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  const hint = meant ?? (known.length === 0 ? null : known.join(', '));
  return badRequest(
    `Unknown parameter ${name}${hint === null ? '' : `: names are case-sensitive, known here: ${hint}`}.`,
    `未知参数 ${name}${hint === null ? '' : `(参数名区分大小写,此处可用:${hint})`}。`,
  );
}
