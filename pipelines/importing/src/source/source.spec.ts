import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readBytes } from './bytes.js';
import { isMisencoded, splitLines } from './lines.js';
import { BrokenSourceError, UnusableSourceError } from './source-error.js';
import { findSources } from './source-file.js';
import { decodeText } from './text.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snowlight-source-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Read {
  readonly lines: string[];
  readonly misencoded: number[];
  readonly error: unknown;
}

async function linesIn(chunks: AsyncIterable<Buffer>): Promise<Read> {
  const lines: string[] = [];
  const misencoded: number[] = [];
  try {
    for await (const block of splitLines(decodeText(chunks))) {
      expect(block.first).toBe(lines.length + 1);
      for (const line of block.lines) {
        lines.push(line);
        if (isMisencoded(line, block)) misencoded.push(lines.length);
      }
    }
    return { lines, misencoded, error: undefined };
  } catch (error) {
    return { lines, misencoded, error };
  }
}

async function linesOfFile(content: Buffer): Promise<Read> {
  const path = join(folder, 'source');
  await writeFile(path, content);
  const [file] = await findSources([path]);
  return linesIn(readBytes(file!, () => undefined));
}

async function* pieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size)
    yield await Promise.resolve(content.subarray(at, at + size));
}

describe('the lines of a source', () => {
  it('are the same in whatever pieces they come', async () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '语', '𝄞', '\n') });
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), async (written, size) => {
        const { lines } = await linesIn(pieces(Buffer.from(written), size));
        const expected = written.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(lines).toEqual(expected);
      }),
    );
  });

  it('have no byte order mark and no carriage return', async () => {
    expect(await linesOfFile(Buffer.from('\uFEFFa,b\r\n1,2\r\n'))).toMatchObject({ lines: ['a,b', '1,2'] });
  });

  it('that are not UTF-8 are named, and the others are whole', async () => {
    const latin1 = Buffer.concat([
      Buffer.from('好\n'),
      Buffer.from('M\u00fcller\n', 'latin1'),
      Buffer.from('é\n'),
    ]);
    expect(await linesOfFile(latin1)).toMatchObject({ lines: ['好', 'M\uFFFDller', 'é'], misencoded: [2] });
  });

  it('of a file that says it is UTF-16 are not read', async () => {
    const { lines, error } = await linesOfFile(Buffer.from('\uFEFFa\n', 'utf16le'));
    expect(lines).toEqual([]);
    expect(error).toBeInstanceOf(BrokenSourceError);
    expect(String(error)).toContain('save it as UTF-8');
  });
});

describe('a gzip source', () => {
  const rows = Array.from({ length: 50_000 }, (_, row) => `${row},${Math.sin(row)}`);
  const packed = gzipSync(`${rows.join('\n')}\n`);

  it('is unpacked whatever its name', async () => {
    expect((await linesOfFile(packed)).lines).toEqual(rows);
  });

  it.each([0.02, 0.5, 0.97])(
    'that is cut off at %d of it gives every whole line before the cut',
    async (share) => {
      const { lines, error } = await linesOfFile(packed.subarray(0, Math.floor(packed.length * share)));
      expect(lines).toEqual(rows.slice(0, lines.length));
      // Of n bytes, n / packed.length of the lines are there, give or take what deflate holds back.
      expect(lines.length / rows.length).toBeCloseTo(share, 1);
      expect(error).toBeInstanceOf(BrokenSourceError);
      expect(error).toMatchObject({ line: lines.length + 1 });
      expect(String(error)).toMatch(/cut off \(at byte \d+ of \d+\)/);
    },
  );

  it('that lacks its last bytes alone is known to be cut off', async () => {
    const { lines, error } = await linesOfFile(packed.subarray(0, -4));
    expect(lines).toEqual(rows);
    expect(error).toBeInstanceOf(BrokenSourceError);
  });

  it('that is damaged inside is known to be', async () => {
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length / 2, packed.length / 2 + 8);
    const { error } = await linesOfFile(damaged);
    expect(String(error)).toContain('damaged');
  });
});

it('a path that is not there is refused by name', async () => {
  const absent = join(folder, 'absent.csv');
  await expect(findSources([absent])).rejects.toThrow(UnusableSourceError);
  await expect(findSources([absent])).rejects.toThrow(`${absent}: there is no such file or folder`);
});
