import { createReadStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { createGunzip, type Gunzip } from 'node:zlib';
import { BrokenSourceError } from './source-error.js';
import { codeOf, unusable, type SourceFile } from './source-file.js';

/** Bytes read or unpacked at once. */
const chunkBytes = 65_536;

/**
 * A file's content, unpacked where it begins as gzip does, whatever its name.
 * @param onRead gets the number of bytes on the disk that each step has used up
 * @throws BrokenSourceError after the last byte that could be unpacked, where the gzip data is cut off or damaged
 */
export async function* readBytes(file: SourceFile, onRead: (bytes: number) => void): AsyncGenerator<Buffer> {
  const input = createReadStream(file.path, { highWaterMark: chunkBytes });
  let unpack: Unpacker | undefined;
  let position = 0;
  try {
    for await (const piece of input as AsyncIterable<Buffer>) {
      if (position === 0 && piece[0] === 0x1f && piece[1] === 0x8b) unpack = new Unpacker(file.size);
      position += piece.length;
      onRead(piece.length);
      if (unpack === undefined) yield piece;
      else yield* unpack.write(piece, position);
    }
    if (unpack !== undefined) yield* unpack.end(position);
  } catch (error) {
    throw error instanceof BrokenSourceError ? error : unusable(file.path, error);
  } finally {
    input.destroy();
    unpack?.destroy();
  }
}

/**
 * Unpacks a piece at a time and hands over everything that a piece gave before it says that the piece was bad. (Read
 * as a stream, a gunzip that fails throws away what it still holds: up to 100 kB of good rows before a cut.)
 */
class Unpacker {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: chunkBytes });
  #unpacked: Buffer[] = [];
  #failed: unknown;
  #written: () => void = () => undefined;

  constructor(private readonly size: number) {
    this.#gunzip.on('data', (chunk: Buffer) => this.#unpacked.push(chunk));
    this.#gunzip.on('error', (error) => {
      this.#failed ??= error;
      this.#written();
    });
  }

  async *write(piece: Buffer, position: number): AsyncGenerator<Buffer> {
    await new Promise<void>((resolve) => {
      // A piece that fails is never said to be written.
      this.#written = resolve;
      this.#gunzip.write(piece, () => resolve());
    });
    yield* this.#take(position);
  }

  async *end(position: number): AsyncGenerator<Buffer> {
    this.#gunzip.end();
    await finished(this.#gunzip).catch((error: unknown) => (this.#failed ??= error));
    yield* this.#take(position);
  }

  destroy(): void {
    this.#gunzip.destroy();
  }

  *#take(position: number): Generator<Buffer> {
    const unpacked = this.#unpacked;
    this.#unpacked = [];
    yield* unpacked;
    if (this.#failed !== undefined) throw this.#broken(position);
  }

  #broken(position: number): BrokenSourceError {
    const isCut = codeOf(this.#failed) === 'Z_BUF_ERROR';
    const where = `byte ${position} of ${this.size}`;
    return new BrokenSourceError(
      isCut
        ? `the gzip data is cut off (at ${where}): the lines before are kept; get the whole file and import it again`
        : `the gzip data is damaged (before ${where}): values of the last lines before may be wrong; get the file again and import it again`,
    );
  }
}
