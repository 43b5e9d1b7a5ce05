import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { XapiVersion } from '../version.js';
import { entityTag, post, put, remove, type ChangeRequest, type Document } from './document-change.js';
import type { DocumentResource } from './document-query.js';

const json = (value: unknown): Document => ({
  contentType: 'application/json',
  content: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
});
const text = (value: string): Document => ({ contentType: 'text/plain', content: Buffer.from(value) });
const kept = json({ car: { make: 'Ford' }, driver: 'Dale' });
const tag = entityTag(kept.content);

function request(
  resource: DocumentResource,
  version: XapiVersion,
  ifMatch?: string,
  ifNoneMatch?: string,
): ChangeRequest {
  return { resource, version, preconditions: { ifMatch, ifNoneMatch } };
}

describe('an entity tag', () => {
  it('is the quoted SHA-1 of the bytes', () => {
    // printf 'abc' | sha1sum
    expect(entityTag(Buffer.from('abc'))).toBe('"a9993e364706816aba3e25717850c26c9cd0d89d"');
  });
});

describe('PUT (1.0.3 Communication 3.1; 2.0 4.1.4)', () => {
  it.each([
    // what is there, resource, version, If-Match, If-None-Match, what comes of it
    [null, 'state', '1.0.3', undefined, undefined, 'store'],
    [kept, 'state', '1.0.3', undefined, undefined, 'store'],
    [null, 'state', '2.0.0', undefined, undefined, 'store'],
    [kept, 'state', '2.0.0', undefined, undefined, 'unguarded'],
    [null, 'agent-profile', '1.0.3', undefined, undefined, 'guard-missing'],
    [null, 'activity-profile', '2.0.0', undefined, undefined, 'store'],
    [kept, 'agent-profile', '1.0.3', undefined, undefined, 'unguarded'],
    [kept, 'activity-profile', '2.0.0', undefined, undefined, 'unguarded'],
    [kept, 'agent-profile', '1.0.3', tag, undefined, 'store'],
    [kept, 'agent-profile', '1.0.3', `"other", ${tag}`, undefined, 'store'],
    [kept, 'agent-profile', '1.0.3', `W/${tag}`, undefined, 'store'],
    [kept, 'agent-profile', '1.0.3', '*', undefined, 'store'],
    [kept, 'agent-profile', '1.0.3', '"other"', undefined, 'precondition-failed'],
    [kept, 'agent-profile', '1.0.3', tag.slice(1, -1), undefined, 'precondition-failed'],
    [null, 'agent-profile', '1.0.3', tag, undefined, 'precondition-failed'],
    [null, 'agent-profile', '1.0.3', '*', undefined, 'precondition-failed'],
    [null, 'agent-profile', '1.0.3', undefined, '*', 'store'],
    [kept, 'agent-profile', '1.0.3', undefined, '*', 'precondition-failed'],
    [kept, 'state', '1.0.3', undefined, '*', 'precondition-failed'],
    [kept, 'agent-profile', '1.0.3', undefined, tag, 'precondition-failed'],
    [kept, 'agent-profile', '1.0.3', undefined, '"other"', 'store'],
  ] as const)(
    'over %j, %s, %s, If-Match %s, If-None-Match %s: %s',
    (current, resource, version, match, none, kind) => {
      expect(put(current, text('next'), request(resource, version, match, none)).kind).toBe(kind);
    },
  );
});

describe('POST (1.0.3 Communication 2.2)', () => {
  const plain = request('state', '1.0.3');
  const merged = (current: Document, next: Document): unknown => {
    const change = post(current, next, plain);
    return change.kind === 'store'
      ? JSON.parse(Buffer.from(change.document.content).toString())
      : change.kind;
  };

  it('replaces properties at the top level alone', () => {
    expect(merged(kept, json({ car: { model: 'Ram' }, age: 3 }))).toEqual({
      car: { model: 'Ram' },
      driver: 'Dale',
      age: 3,
    });
  });

  it.each([
    ['what was sent is no JSON', kept, text('abc')],
    ['what is stored is no JSON', text('abc'), json({})],
    ['what was sent is cut off', kept, json('{"a":')],
    ['what was sent is an array', kept, json([1])],
    ['what was sent is null', kept, json('null')],
    ['what was sent is not UTF-8', kept, { ...json({}), content: Buffer.from([0x7b, 0xff, 0x7d]) }],
    ['what was sent is nested too deeply', kept, json(`{"a":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)],
    ['what was sent is JSON by its type alone, and nothing is stored', null, json('{')],
  ])('is refused where %s', (_, current, next) => {
    expect(post(current, next, plain).kind).toBe('unmergeable');
  });

  it('is as PUT where nothing is stored', () => {
    expect(post(null, text('abc'), plain)).toEqual({ kind: 'store', document: text('abc') });
    expect(post(null, json({ a: 1 }), request('agent-profile', '1.0.3'))).toMatchObject({ kind: 'store' });
  });

  it('asks If-Match too, before it merges', () => {
    expect(post(kept, text('abc'), request('state', '2.0.0', '"other"')).kind).toBe('precondition-failed');
    expect(post(kept, json({}), request('state', '2.0.0', tag)).kind).toBe('store');
  });

  it('has every property of both, that of the new one where both have it', () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(objects, objects, (before, after) => {
        // as JSON knows them: there -0 is 0
        const [a, b] = [before, after].map((value) => JSON.parse(JSON.stringify(value)) as object);
        expect(merged(json(before), json(after))).toEqual({ ...a, ...b });
      }),
    );
  });
});

describe('DELETE', () => {
  it('asks If-Match, and is content with nothing', () => {
    expect(remove(kept, request('state', '1.0.3')).kind).toBe('delete');
    expect(remove(null, request('state', '1.0.3')).kind).toBe('delete');
    expect(remove(kept, request('state', '2.0.0', tag)).kind).toBe('delete');
    expect(remove(kept, request('state', '2.0.0', '"other"')).kind).toBe('precondition-failed');
  });
});
