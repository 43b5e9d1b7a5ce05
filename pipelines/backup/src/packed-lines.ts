import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { BackupError } from './backup-error.js';
import type { FileFacts } from './manifest.js';

/** Rows and bytes that are in memory at a time. */
const ROWS_AT_ONCE = 20_000;
const BYTES_AT_ONCE = 8_000_000;

/** Fast: a level more costs twice the processor for a tenth of the size. */
const LEVEL = 1;

/**
 * Writes lines to a new packed file, each ended by a line feed, and resolves when they are on disk.
 * @param blocks lines, which hold no line feed; as many as are in memory at once
 */
export async function writeLines(
  directory: string,
  file: string,
  blocks: AsyncIterable<readonly string[]>,
): Promise<FileFacts> {
  const count = { rows: 0, bytes: 0 };
  const hash = createHash('sha256');
  async function* texts(): AsyncGenerator<string> {
    for await (const lines of blocks) {
      if (lines.length === 0) continue;
      count.rows += lines.length;
      yield `${lines.join('\n')}\n`;
    }
  }
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done: TransformCallback) {
      hash.update(chunk);
      count.bytes += chunk.length;
      done(null, chunk);
    },
  });
  await pipeline(
    Readable.from(texts(), { objectMode: false }),
    createGzip({ level: LEVEL }),
    measured,
    createWriteStream(join(directory, file), { flags: 'wx', mode: 0o600, flush: true }),
  );
  return { file, ...count, sha256: hash.digest('hex') };
}

/** @throws BackupError where the file is shorter, longer or other than it was written */
export async function checkFile(
  directory: string,
  facts: Pick<FileFacts, 'file' | 'bytes' | 'sha256'>,
): Promise<void> {
  const path = join(directory, facts.file);
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  if (bytes < facts.bytes)
    throw new BackupError(
      `${path} is cut off (${bytes} of ${facts.bytes} bytes): take another copy of the backup`,
    );
  if (hash.digest('hex') !== facts.sha256)
    throw new BackupError(
      `${path} is not as it was written (its hash differs): take another copy of the backup`,
    );
}

/** The lines of a packed file, each with its line feed, some at a time. */
export async function* readLines(directory: string, file: string): AsyncGenerator<Buffer[]> {
  const unpacked = createReadStream(join(directory, file)).pipe(createGunzip());
  let lines: Buffer[] = [];
  let size = 0;
  let rest: Buffer[] = [];
  for await (const chunk of unpacked as AsyncIterable<Buffer>) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, from)) {
      const end = chunk.subarray(from, at + 1);
      const line = rest.length === 0 ? end : Buffer.concat([...rest, end]);
      rest = [];
      from = at + 1;
      lines.push(line);
      size += line.length;
      if (lines.length < ROWS_AT_ONCE && size < BYTES_AT_ONCE) continue;
      yield lines;
      lines = [];
      size = 0;
    }
    if (from < chunk.length) rest.push(chunk.subarray(from));
  }
  if (lines.length > 0) yield lines;
}

const LINE_FEED = 0x0a;
