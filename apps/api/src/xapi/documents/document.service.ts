import { Inject, Injectable } from '@nestjs/common';
import type { DocumentOwner, KeptDocument } from '#libs/postgres';
import { pseudonym } from '#libs/privacy';
import {
  identifierOf,
  parseDocumentQuery,
  post,
  put,
  remove,
  type Agent,
  type Document,
  type DocumentChange,
  type DocumentQuery,
  type DocumentResource,
  type Preconditions,
} from '#libs/xapi';
import { notFound } from '../../http/problem.js';
import { badRequest } from '../frame/bad-request.js';
import type { XapiCall } from '../frame/call.js';
import { recordStoreDependencies, type RecordStoreDependencies } from '../record-store.dependencies.js';
import { refusalOf } from './refusal.js';

export interface DocumentRequest {
  readonly resource: DocumentResource;
  readonly call: XapiCall;
}

export type DocumentAnswer =
  | { readonly kind: 'document'; readonly document: KeptDocument }
  | { readonly kind: 'ids'; readonly ids: readonly string[]; readonly latest: Date | null };

/** States and profiles (xAPI 1.0.3, Communication 2.2, 2.3, 2.6, 2.7; 2.0, 4.1.6.2, 4.1.6.5, 4.1.6.6). */
@Injectable()
export class DocumentService {
  constructor(@Inject(recordStoreDependencies) private readonly store: RecordStoreDependencies) {}

  /** One document where the request names one, else the ids of all. */
  async read({ resource, call }: DocumentRequest): Promise<DocumentAnswer> {
    const query = queryOf({ resource, call }, true);
    const owner = this.ownerOf(resource, call, query);
    if (query.id === undefined) {
      const since = query.since === undefined ? null : new Date(query.since);
      const listed = await this.store.documents.list(call.tenant.id, owner, since);
      return { kind: 'ids', ids: listed.map(({ id }) => id), latest: listed[0]?.stored ?? null };
    }
    const document = await this.store.documents.find(call.tenant.id, owner, query.id);
    if (document === null) throw notFound();
    return { kind: 'document', document };
  }

  put(request: DocumentRequest, next: Document, preconditions: Preconditions): Promise<void> {
    return this.write(request, (current, rules) => put(current, next, rules), preconditions);
  }

  post(request: DocumentRequest, next: Document, preconditions: Preconditions): Promise<void> {
    return this.write(request, (current, rules) => post(current, next, rules), preconditions);
  }

  /** One document; of states all that the request speaks of, where it names none. */
  async delete({ resource, call }: DocumentRequest, preconditions: Preconditions): Promise<void> {
    const { id, ...query } = queryOf({ resource, call }, resource === 'state');
    const owner = this.ownerOf(resource, call, query);
    if (id === undefined) return this.store.documents.deleteAll(call.tenant.id, owner);
    const rules = { resource, version: call.version, preconditions };
    const done = await this.store.documents.change(call.tenant.id, owner, id, call.tenant.now, (current) =>
      remove(current, rules),
    );
    // of somebody who is not kept there is nothing, which is what was asked for
    if (done.kind !== 'delete' && done.kind !== 'nobody') throw refusalOf(done);
  }

  private async write(
    { resource, call }: DocumentRequest,
    change: (current: Document | null, rules: Parameters<typeof put>[2]) => DocumentChange,
    preconditions: Preconditions,
  ): Promise<void> {
    const { id = '', ...query } = queryOf({ resource, call }, false);
    const { id: tenant, now } = call.tenant;
    const owner = this.ownerOf(resource, call, query);
    if (query.agent !== undefined && 'pid' in owner)
      await this.store.vault.remember(tenant, [
        { pid: owner.pid, identifier: identifierOf(query.agent) ?? '', agent: { ...query.agent } },
      ]);
    const rules = { resource, version: call.version, preconditions };
    const done = await this.store.documents.change(tenant, owner, id, now, (current) =>
      change(current, rules),
    );
    if (done.kind !== 'store') throw refusalOf(done);
  }

  private ownerOf(resource: DocumentResource, { tenant }: XapiCall, query: DocumentQuery): DocumentOwner {
    const { activity = '', registration = null } = query;
    if (resource === 'activity-profile') return { resource, activity };
    const pid = pseudonym(this.store.keyring.tenant(tenant.id), identified(query.agent));
    return resource === 'agent-profile' ? { resource, pid } : { resource, activity, pid, registration };
  }
}

function identified(agent: Agent | undefined): string {
  const identifier = agent && identifierOf(agent);
  if (identifier === undefined) throw new Error('the query was parsed and has no agent');
  return identifier;
}

function queryOf({ resource, call }: DocumentRequest, several: boolean): DocumentQuery {
  const result = parseDocumentQuery(resource, call.parameters, call.version, several);
  if (!result.ok) throw badRequest(result.errors.join('; '));
  return result.query;
}
