import { BrokenSourceError } from '../source/source-error.js';
import type { TextChunk } from '../source/text.js';

/** One value of a source, as text. */
export interface JsonItem {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly text: string;
  /** Holds a byte that is not UTF-8. */
  readonly misencoded: boolean;
}

/** Characters; no statement is as long. */
const longestItem = 16_777_216;

/**
 * The values of a JSON array as their texts, a chunk's at a time: an array of any length is never held whole. Brackets
 * and quotes alone are looked at; whether a value is JSON shows when it is parsed, and a bad one costs only itself as
 * long as its brackets and quotes match.
 * @throws BrokenSourceError after all whole values, where the array does not end, or something follows it
 */
export async function* jsonArrayItems(chunks: AsyncIterable<TextChunk>): AsyncGenerator<readonly JsonItem[]> {
  const scanner = new ArrayScanner();
  try {
    for await (const chunk of chunks) {
      yield scanner.scan(chunk);
      if (scanner.broken !== undefined) throw new BrokenSourceError(scanner.broken, scanner.line);
    }
  } catch (error) {
    throw error instanceof BrokenSourceError
      ? new BrokenSourceError(error.message, error.line === 0 ? scanner.line : error.line)
      : error;
  }
  if (!scanner.ended)
    throw new BrokenSourceError(
      'the array does not end: the file was cut off, or a bracket or quote of the value on this line does not match; the values before are kept',
      scanner.line,
    );
}

class ArrayScanner {
  broken: string | undefined;
  ended = false;
  #line = 1;
  /** 0 before the array, 1 between its values and in plain ones, more within an object or array. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** What earlier chunks held of the value that is not finished; undefined = between two values. */
  #begun: string | undefined;
  #begunLine = 1;
  #sound = true;

  /** Line of the value that is being read, or of the place between two. */
  get line(): number {
    return this.#begun === undefined ? this.#line : this.#begunLine;
  }

  scan({ text, sound }: TextChunk): JsonItem[] {
    const items: JsonItem[] = [];
    let from = 0;
    this.#sound = this.#begun === undefined ? sound : this.#sound && sound;
    const begin = (at: number) => {
      if (this.#begun !== undefined) return;
      this.#begun = '';
      this.#begunLine = this.#line;
      from = at;
    };
    const finish = (end: number) => {
      if (this.#begun === undefined) return;
      const whole = this.#begun + text.slice(from, end);
      items.push({
        line: this.#begunLine,
        text: whole.trimEnd(),
        misencoded: !this.#sound && whole.includes('\uFFFD'),
      });
      this.#begun = undefined;
      this.#sound = sound;
    };
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === newline) this.#line++;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === backslash) this.#escaped = true;
        else if (code === quote) this.#inString = false;
        continue;
      }
      if (code <= space) continue;
      if (this.ended) {
        this.broken = 'something follows the end of the array: it was not read';
        return items;
      }
      if (code === openBracket || code === openBrace) {
        if (this.#depth > 0) begin(at);
        this.#depth++;
      } else if (code === closeBracket || code === closeBrace) {
        if (this.#depth === 1) {
          finish(at);
          this.ended = true;
        }
        this.#depth--;
      } else if (code === comma && this.#depth === 1) {
        finish(at);
      } else {
        begin(at);
        if (code === quote) this.#inString = true;
      }
    }
    if (this.#begun !== undefined) {
      this.#begun += text.slice(from);
      if (this.#begun.length > longestItem)
        this.broken = `the value is longer than ${longestItem} characters: a bracket or quote does not match`;
    }
    return items;
  }
}

const newline = 10;
const space = 32;
const quote = 34;
const comma = 44;
const openBracket = 91;
const backslash = 92;
const closeBracket = 93;
const openBrace = 123;
const closeBrace = 125;
