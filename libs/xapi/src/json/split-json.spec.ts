import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { splitJson } from './split-json.js';

const limits = { mostBytes: 100, mostParts: 50 };
const split = (text: string) => splitJson(Buffer.from(text), limits);

/** What comes of parsing the parts; undefined where one cannot be. */
function parsed(text: string): unknown {
  const bytes = Buffer.from(text);
  const found = splitJson(bytes, { mostBytes: 1e6, mostParts: 1e6 });
  try {
    if (found.kind === 'one') return JSON.parse(text);
    if (found.kind !== 'list') return undefined;
    return found.parts.map(([start, end]) => JSON.parse(bytes.toString('utf8', start, end)) as unknown);
  } catch {
    return undefined;
  }
}

function parsedWhole(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

describe('a body in parts', () => {
  it.each([
    ['an object', '{"a":[1,2]}', { kind: 'one' }],
    ['nothing', '', { kind: 'one' }],
    ['an empty list', ' [ ] ', { kind: 'list', parts: [] }],
    [
      'values with lists and strings in them',
      '[{"a":"],[\\""},[1,2] , 3]',
      {
        kind: 'list',
        parts: [
          [1, 14],
          [15, 21],
          [22, 24],
        ],
      },
    ],
    ['a list without its end', '[{"a":1},', { kind: 'broken', message: 'Unexpected end of JSON input' }],
    ['a string without its end', '["a', { kind: 'broken', message: 'Unexpected end of JSON input' }],
    ['a list that ends as an object', '[1}', { kind: 'broken', message: 'a list ends with }' }],
    ['more after the end', '[1] 2', { kind: 'broken', message: 'there is more after the end of the list' }],
    ['a value of over a hundred bytes', `[1,"${'x'.repeat(100)}"]`, { kind: 'too long', index: 1 }],
    ['such a value without its end', `[1,${'['.repeat(101)}`, { kind: 'too long', index: 1 }],
    ['over fifty values', `[${'1,'.repeat(50)}1]`, { kind: 'too many' }],
  ])('%s', (_, text, found) => {
    expect(split(text)).toEqual(found);
  });

  it('is the same value as the whole', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2), (text, space) => {
        const document = JSON.stringify(JSON.parse(text), null, space);
        expect(parsed(document)).toEqual(JSON.parse(document));
      }),
    );
  });

  it('is illegal wherever the whole is', () => {
    const piece = fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', '1', ' ', ':', '"a"', '\ufeff');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = `[${pieces.join('')}]`;
        expect(parsed(text)).toEqual(parsedWhole(text));
      }),
      { numRuns: 5000 },
    );
  });
});
