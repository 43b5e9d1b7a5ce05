import { BrokenSourceError } from './source-error.js';
import type { TextChunk } from './text.js';

/** Consecutive lines; line `first + i` is `lines[i]`, without its line break. */
export interface LineBlock {
  /** From 1. */
  readonly first: number;
  readonly lines: readonly string[];
  /** False where some byte of the block was not UTF-8: lines with U+FFFD in them are not what was written. */
  readonly sound: boolean;
}

/** Characters; a line that is longer is no line of any format that we read. */
const longestLine = 16_777_216;

/**
 * Lines, a block at a time.
 * @throws BrokenSourceError with its line, after all whole lines before it; a last line that a cut has shortened is
 *   not given out: it could pass for a whole one with other values
 */
export async function* splitLines(chunks: AsyncIterable<TextChunk>): AsyncGenerator<LineBlock> {
  let first = 1;
  let rest = '';
  let restSound = true;
  try {
    for await (const { text, sound } of chunks) {
      const end = text.lastIndexOf('\n');
      if (end === -1) {
        rest += text;
        restSound &&= sound;
        if (rest.length > longestLine)
          throw new BrokenSourceError(
            `the line is longer than ${longestLine} characters: is this the right file?`,
          );
        continue;
      }
      const lines = linesOf(rest + text.slice(0, end));
      yield { first, lines, sound: sound && restSound };
      first += lines.length;
      rest = text.slice(end + 1);
      restSound = sound;
    }
  } catch (error) {
    throw error instanceof BrokenSourceError ? new BrokenSourceError(error.message, first) : error;
  }
  if (rest !== '') yield { first, lines: linesOf(rest), sound: restSound };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (!text.includes('\r')) return lines;
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

export const notUtf8 = 'is not UTF-8: save the file as UTF-8 (iconv -t UTF-8) and import it again';

/** Whether the line holds a byte that is not UTF-8. */
export function isMisencoded(line: string, { sound }: Pick<LineBlock, 'sound'>): boolean {
  return !sound && line.includes('\uFFFD');
}
