import { isUtf8 } from 'node:buffer';
import { BrokenSourceError } from './source-error.js';

/** A stretch of text. Where it is not `sound`, bytes that are not UTF-8 stand in it as U+FFFD. */
export interface TextChunk {
  readonly text: string;
  readonly sound: boolean;
}

/**
 * Bytes as UTF-8 text, without a byte order mark.
 * @throws BrokenSourceError where the file says of itself that it is UTF-16
 */
export async function* decodeText(chunks: AsyncIterable<Buffer>): AsyncGenerator<TextChunk> {
  let rest: Buffer = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of chunks) {
    let bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    if (!begun) {
      begun = true;
      refuseUtf16(bytes);
      if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) bytes = bytes.subarray(3);
    }
    const end = endOfCharacters(bytes);
    rest = bytes.subarray(end);
    if (end > 0) yield decoded(bytes.subarray(0, end));
  }
  if (rest.length > 0) yield decoded(rest);
}

function decoded(bytes: Buffer): TextChunk {
  return { text: bytes.toString('utf8'), sound: isUtf8(bytes) };
}

function refuseUtf16(bytes: Buffer): void {
  const mark = bytes.length < 2 ? 0 : bytes.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff)
    throw new BrokenSourceError('the file is UTF-16: save it as UTF-8 and import it again', 1);
}

/** Where the last whole character ends: a chunk may end within one of up to four bytes. */
function endOfCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
