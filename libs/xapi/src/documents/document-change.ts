import { hash } from 'node:crypto';
import type { XapiVersion } from '../version.js';
import type { DocumentResource } from './document-query.js';
import { areMet, type Preconditions } from './preconditions.js';

export interface Document {
  /** As a Content-Type header says it. */
  readonly contentType: string;
  readonly content: Uint8Array;
}

export type DocumentChange =
  | { readonly kind: 'store'; readonly document: Document }
  | { readonly kind: 'delete' }
  /** Somebody else was there first (412). */
  | { readonly kind: 'precondition-failed' }
  /** Would overwrite what the client may not have seen (409). */
  | { readonly kind: 'unguarded' }
  /** Should have said that it expects to find nothing (400). */
  | { readonly kind: 'guard-missing' }
  /** Cannot be merged, and why (400). */
  | { readonly kind: 'unmergeable'; readonly message: string };

export interface ChangeRequest {
  readonly resource: DocumentResource;
  readonly version: XapiVersion;
  readonly preconditions: Preconditions;
}

/** Quoted SHA-1 of the bytes in hexadecimal (xAPI 1.0.3, Communication 3.1). */
export function entityTag(content: Uint8Array): string {
  return `"${hash('sha1', content, 'hex')}"`;
}

/**
 * What a PUT does. Of a profile it must say what it expects to find, or it is refused (xAPI 1.0.3, Communication 3.1):
 * as a conflict where there is something, as a bad request where there is nothing. In 2.0 (4.1.4) that is a conflict
 * for a state too, and a new document needs no guard.
 */
export function put(current: Document | null, next: Document, request: ChangeRequest): DocumentChange {
  const { preconditions, resource, version } = request;
  if (!areMet(preconditions, tagOf(current))) return { kind: 'precondition-failed' };
  const guarded = preconditions.ifMatch !== undefined || preconditions.ifNoneMatch !== undefined;
  if (!guarded && (resource !== 'state' || version === '2.0.0')) {
    if (current !== null) return { kind: 'unguarded' };
    if (version === '1.0.3') return { kind: 'guard-missing' };
  }
  return { kind: 'store', document: next };
}

/**
 * What a POST does: as PUT where there is nothing, else the properties of the new JSON object replace those of the
 * old one, at the top level alone (xAPI 1.0.3, Communication 2.2; 2.0, 4.1.6).
 */
export function post(current: Document | null, next: Document, request: ChangeRequest): DocumentChange {
  if (!areMet(request.preconditions, tagOf(current))) return { kind: 'precondition-failed' };
  const added = objectIn(next);
  if (current === null) {
    if (isJson(next) && added === null) return unmergeable('what was sent is not a JSON object');
    return { kind: 'store', document: next };
  }
  const kept = objectIn(current);
  if (kept === null) return unmergeable('what is stored is not a JSON object of type application/json');
  if (added === null) return unmergeable('what was sent is not a JSON object of type application/json');
  const merged = textOf({ ...kept, ...added });
  if (merged === null) return unmergeable('they are nested too deeply');
  return { kind: 'store', document: { contentType: current.contentType, content: Buffer.from(merged) } };
}

export function remove(current: Document | null, { preconditions }: ChangeRequest): DocumentChange {
  return areMet(preconditions, tagOf(current)) ? { kind: 'delete' } : { kind: 'precondition-failed' };
}

const unmergeable = (message: string): DocumentChange => ({ kind: 'unmergeable', message });

function tagOf(document: Document | null): string | null {
  return document === null ? null : entityTag(document.content);
}

function isJson({ contentType }: Document): boolean {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

/** null where the value is nested more deeply than can be written: reading has no such bound. */
function textOf(value: object): string | null {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function objectIn(document: Document): Readonly<Record<string, unknown>> | null {
  if (!isJson(document)) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(document.content);
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    // Neither UTF-8 nor JSON: no object, which is all that is asked.
    return null;
  }
}
