import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deepestJson, jsonFlaw } from './json-flaw.js';

const flawOf = (text: string) => jsonFlaw(Buffer.from(text), JSON.parse(text));
const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('a flaw of JSON that parses', () => {
  it.each([
    ['at the top', '{"a":1,"a":1}', { path: '', message: 'has the key "a" more than once' }],
    [
      'in a batch',
      '[{"b":1},{"actor":{"mbox":1,"name":2,"mbox":3}}]',
      { path: '[1].actor', message: 'has the key "mbox" more than once' },
    ],
    [
      'under an IRI',
      '{"x":{"http://e.org/é":{"a":[0,{"b":1,"b":2}]}}}',
      { path: 'x["http://e.org/é"].a[1]', message: 'has the key "b" more than once' },
    ],
    [
      'written with an escape',
      '{"a":1,"\\u0061":2}',
      { path: '', message: 'has the key "a" more than once' },
    ],
    [
      'with quotes and backslashes around',
      '{"t":"\\\\","u":"\\":{","v":1 , "v" : 2}',
      { path: '', message: 'has the key "v" more than once' },
    ],
  ])('a key that stands twice %s', (_, text, flaw) => {
    expect(flawOf(text)).toEqual(flaw);
  });

  it('nesting deeper than the limit, by a little and by far', () => {
    expect(flawOf(nested(deepestJson))).toBeUndefined();
    expect(flawOf(nested(deepestJson + 1))?.message).toMatch(/deeper than 600/);
    expect(flawOf(nested(100_000))?.message).toMatch(/deeper than 600/);
    expect(flawOf(`${'['.repeat(10_000)}${']'.repeat(10_000)}`)?.message).toMatch(/deeper than 600/);
  });

  it('is found in no document that a writer of JSON makes', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, space) => {
        expect(flawOf(JSON.stringify(JSON.parse(text), null, space))).toBeUndefined();
      }),
    );
  });

  it('is found wherever a member is written twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.jsonValue(), fc.jsonValue(), (key, one, other) => {
        const name = JSON.stringify(key);
        const text = `[{"x":{${name}:${JSON.stringify(one)}, ${name} :${JSON.stringify(other)}}}]`;
        expect(flawOf(text)?.path).toBe('[0].x');
      }),
    );
  });
});
