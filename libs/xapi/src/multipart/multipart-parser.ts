import { MultipartError } from './multipart-error.js';
import { parsePartHeaders, type PartHeaders } from './part-headers.js';

export type MultipartEvent =
  | { readonly kind: 'part'; readonly headers: PartHeaders }
  /** Bytes of the part that began last; valid until the next `push`. */
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'end of part' };

export interface MultipartLimits {
  readonly mostParts: number;
  /** Of one part's headers, together. */
  readonly mostHeaderBytes: number;
}

/** Spaces that RFC 2046 lets stand after a boundary, and the line end. */
const mostPadding = 80;

/**
 * multipart/mixed (RFC 2046, 5.1) as it arrives, in chunks of any size: nothing is held but what may be the beginning
 * of a boundary, or headers that are not whole. Text before the first boundary and after the last is passed over; a
 * line that begins with the boundary and goes on otherwise is content.
 */
export class MultipartParser {
  readonly #delimiter: Buffer;
  // The first boundary needs no line end before it: this one is put there.
  #held: Buffer = Buffer.from('\r\n');
  #state: 'preamble' | 'headers' | 'content' | 'epilogue' = 'preamble';
  #parts = 0;
  /** The line end before content is not of it, but may be the first of the boundary of an empty part. */
  #skipLineEnd = false;

  constructor(
    boundary: string,
    private readonly limits: MultipartLimits,
  ) {
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  }

  /** @throws MultipartError */
  *push(chunk: Uint8Array): Generator<MultipartEvent, void> {
    this.#held =
      this.#held.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.concat([this.#held, chunk]);
    for (;;) {
      switch (this.#state) {
        case 'headers':
          if (!(yield* this.#headers())) return;
          break;
        case 'preamble':
        case 'content':
          if (!(yield* this.#content())) return;
          break;
        case 'epilogue':
          this.#held = Buffer.alloc(0);
          return;
      }
    }
  }

  /** There is no more. @throws MultipartError where there should be */
  finish(): void {
    if (this.#state === 'epilogue') return;
    throw new MultipartError(
      this.#parts === 0
        ? 'no line of the body begins with the boundary that Content-Type names'
        : `part ${this.#parts}: the body ends before its closing boundary`,
    );
  }

  /** False where more bytes are needed. */
  *#headers(): Generator<MultipartEvent, boolean> {
    // A part without headers begins with the empty line at once.
    const end = this.#held.subarray(0, 2).equals(emptyLine) ? 0 : this.#held.indexOf('\r\n\r\n');
    if (end > this.limits.mostHeaderBytes || (end === -1 && this.#held.length > this.limits.mostHeaderBytes))
      throw new MultipartError(
        `part ${this.#parts}: its headers are over ${this.limits.mostHeaderBytes} bytes`,
      );
    if (end === -1) return false;
    const headers = parsePartHeaders(this.#held.toString('latin1', 0, end), this.#parts);
    // The line end stays: the boundary may follow at once, where the part is empty.
    this.#held = this.#held.subarray(end === 0 ? 0 : end + 2);
    this.#state = 'content';
    this.#skipLineEnd = true;
    yield { kind: 'part', headers };
    return true;
  }

  *#content(): Generator<MultipartEvent, boolean> {
    let from = 0;
    for (;;) {
      const at = this.#held.indexOf(this.#delimiter, from);
      if (at === -1) {
        yield* this.#emit(Math.max(from, this.#held.length - this.#delimiter.length + 1));
        return false;
      }
      const after = this.#afterBoundary(at + this.#delimiter.length);
      if (after === 'more') {
        yield* this.#emit(at);
        return false;
      }
      if (after === 'content') {
        from = at + 1;
        continue;
      }
      yield* this.#emit(at);
      if (this.#state === 'content') yield { kind: 'end of part' };
      this.#held = this.#held.subarray(after.next - at);
      this.#begin(after.closes);
      return true;
    }
  }

  #begin(closes: boolean): void {
    this.#skipLineEnd = false;
    if (closes && this.#parts === 0) throw new MultipartError('the body has no part');
    this.#state = closes ? 'epilogue' : 'headers';
    if (closes) return;
    this.#parts++;
    if (this.#parts > this.limits.mostParts)
      throw new MultipartError(`the body has more than ${this.limits.mostParts} parts`);
  }

  /** What stands where a boundary ends: its line end, the two dashes that close the body, or neither. */
  #afterBoundary(at: number): { readonly next: number; readonly closes: boolean } | 'content' | 'more' {
    const { length } = this.#held;
    if (length < at + 2) return 'more';
    if (this.#held[at] === dash && this.#held[at + 1] === dash) return { next: at + 2, closes: true };
    for (let index = at; index < at + mostPadding; index++) {
      if (index + 1 >= length) return 'more';
      if (this.#held[index] === return_ && this.#held[index + 1] === feed)
        return { next: index + 2, closes: false };
      if (this.#held[index] !== space && this.#held[index] !== tab) return 'content';
    }
    return 'content';
  }

  /** Gives out the first `count` bytes that are held. */
  *#emit(count: number): Generator<MultipartEvent, void> {
    if (count <= 0) return;
    let bytes = this.#held.subarray(0, count);
    if (this.#skipLineEnd) {
      if (count < 2) return;
      bytes = bytes.subarray(2);
      this.#skipLineEnd = false;
    }
    this.#held = this.#held.subarray(count);
    if (this.#state === 'content' && bytes.length > 0) yield { kind: 'data', bytes };
  }
}

const emptyLine = Buffer.from('\r\n');
const [return_, feed, dash, space, tab] = [0x0d, 0x0a, 0x2d, 0x20, 0x09];
