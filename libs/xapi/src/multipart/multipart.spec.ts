import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { boundaryOf } from './boundary.js';
import { MultipartParser } from './multipart-parser.js';
import { multipartEnd, partHead } from './multipart-writer.js';

interface Part {
  readonly headers: Record<string, string>;
  readonly content: Buffer;
}

const limits = { mostParts: 5, mostHeaderBytes: 200 };

/** The parts of a body that comes in these chunks. */
function parse(boundary: string, chunks: readonly Buffer[]): Part[] {
  const parser = new MultipartParser(boundary, limits);
  const parts: Part[] = [];
  let ended = 0;
  for (const chunk of chunks)
    for (const event of parser.push(chunk)) {
      const last = parts.at(-1);
      if (event.kind === 'part')
        parts.push({ headers: Object.fromEntries(event.headers), content: Buffer.alloc(0) });
      else if (event.kind === 'end of part') ended++;
      else if (last !== undefined)
        parts[parts.length - 1] = { ...last, content: Buffer.concat([last.content, event.bytes]) };
    }
  parser.finish();
  expect(ended).toBe(parts.length);
  return parts;
}

const read = (body: string) =>
  parse('b', [Buffer.from(body, 'latin1')]).map(({ headers, content }) => [
    headers,
    content.toString('latin1'),
  ]);

describe('a multipart body', () => {
  it.each([
    [
      'with and without a space in its headers',
      '--b\r\nA:1\r\nB-c: 2\r\n\r\nx\r\n--b--',
      [[{ a: '1', 'b-c': '2' }, 'x']],
    ],
    ['after a line end', '\r\n--b\r\nA: 1\r\n\r\nx\r\n--b--\r\n', [[{ a: '1' }, 'x']]],
    ['with text before and after it', 'hello\r\n--b\r\n\r\nx\r\n--b--\r\nbye --b', [[{}, 'x']]],
    [
      'with an empty part, with and without headers',
      '--b\r\nA: 1\r\n\r\n\r\n--b\r\n\r\n\r\n--b--',
      [
        [{ a: '1' }, ''],
        [{}, ''],
      ],
    ],
    ['with spaces after a boundary', '--b \t\r\n\r\nx\r\n--b--', [[{}, 'x']]],
    [
      'with lines that only begin like its boundary',
      '--b\r\n\r\n\r\n--bc\r\n--b-\r\n\r\n--b--',
      [[{}, '\r\n--bc\r\n--b-\r\n']],
    ],
    ['with line ends in the content', '--b\r\n\r\n\r\n\r\nx\r\n\r\n--b--', [[{}, '\r\n\r\nx\r\n']]],
  ])('%s', (_, body, parts) => {
    expect(read(body)).toEqual(parts);
  });

  it.each([
    ['no boundary', 'no boundary at all', /no line of the body begins with the boundary/],
    ['no part', '--b--', /no part/],
    ['no end', '--b\r\n\r\nx\r\n--b\r\n\r\ny', /part 2: the body ends/],
    ['a header that is none', '--b\r\nnonsense\r\n\r\nx\r\n--b--', /part 1: a header line/],
    ['a header twice', '--b\r\nA: 1\r\na: 2\r\n\r\nx\r\n--b--', /part 1: the header a stands there twice/],
    ['headers without end', `--b\r\nA: ${'x'.repeat(300)}`, /part 1: its headers are over 200 bytes/],
    ['too many parts', `${'--b\r\n\r\nx\r\n'.repeat(6)}--b--`, /more than 5 parts/],
  ])('is refused where it has %s', (_, body, message) => {
    expect(() => read(body)).toThrow(message);
  });

  const content = fc
    .array(fc.constantFrom('\r\n', '--', '-', '\r', '\n', 'b', '\r\n--', '\r\n--bou', 'x', '\0\xff'), {
      maxLength: 12,
    })
    .map((pieces) => Buffer.from(pieces.join(''), 'latin1'));

  it('gives the same parts however it is cut, and back what was written', () => {
    const boundary = 'bound';
    fc.assert(
      fc.property(
        fc.array(content, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
        (contents, sizes) => {
          const wanted = contents.filter(
            (bytes) => !`\r\n${bytes.toString('latin1')}`.includes(`\r\n--${boundary}`),
          );
          fc.pre(wanted.length > 0);
          const body = Buffer.concat([
            ...wanted.flatMap((bytes, index) => [
              Buffer.from(partHead(boundary, { 'X-Part': `${index}` })),
              bytes,
            ]),
            Buffer.from(multipartEnd(boundary)),
          ]);
          const chunks: Buffer[] = [];
          for (let at = 0, turn = 0; at < body.length; turn++) {
            const size = sizes[turn % sizes.length]!;
            chunks.push(body.subarray(at, at + size));
            at += size;
          }
          expect(parse(boundary, chunks)).toEqual(
            wanted.map((bytes, index) => ({ headers: { 'x-part': `${index}` }, content: bytes })),
          );
        },
      ),
    );
  });
});

describe('a boundary in Content-Type', () => {
  it.each([
    ['multipart/mixed; boundary=abc', 'abc'],
    ['multipart/mixed;Boundary="a b,c"; charset=x', 'a b,c'],
    ['multipart/mixed; charset=x; boundary=-------314159265358979323846', '-------314159265358979323846'],
    ['multipart/mixed;', undefined],
    ['multipart/mixed; boundary=""', undefined],
    [`multipart/mixed; boundary=${'a'.repeat(71)}`, undefined],
    ['multipart/mixed; boundary="a "', undefined],
  ])('of %s', (type, boundary) => {
    expect(boundaryOf(type)).toBe(boundary);
  });
});
