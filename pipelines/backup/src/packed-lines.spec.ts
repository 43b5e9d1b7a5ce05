import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkFile, readLines, writeLines } from './packed-lines.js';

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'snowlight-lines-'))));
afterEach(() => rm(home, { recursive: true }));

async function* inBlocks(blocks: readonly (readonly string[])[]): AsyncGenerator<readonly string[]> {
  for (const block of blocks) yield await Promise.resolve(block);
}

async function read(file: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const block of readLines(home, file)) lines.push(...block.map((line) => line.toString('utf8')));
  return lines;
}

describe('packed lines', () => {
  it('are read as they were written, whatever their sizes', async () => {
    let n = 0;
    const line = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\n', ' '));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line, { maxLength: 5 }), { maxLength: 5 }), async (blocks) => {
        const file = `f${n++}`;
        const facts = await writeLines(home, file, inBlocks(blocks));
        expect(facts.rows).toBe(blocks.flat().length);
        await checkFile(home, facts);
        expect(await read(file)).toEqual(blocks.flat().map((text) => `${text}\n`));
      }),
      { numRuns: 30 },
    );
  });

  it('larger than what is read at a time are whole', async () => {
    const long = 'x'.repeat(300_000);
    await writeLines(
      home,
      'f',
      inBlocks([
        ['a', long],
        [long, 'b'],
      ]),
    );
    expect(await read('f')).toEqual(['a\n', `${long}\n`, `${long}\n`, 'b\n']);
  });
});
