import { ModelFileError } from './model-file-error.js';

/** The lines of a model file, read one after the other, with the number of the one that was read last. */
export class FileLines {
  private readonly lines: readonly string[];
  private next = 0;

  constructor(text: string) {
    this.lines = text.split(/\r?\n/);
  }

  get line(): number {
    return this.next;
  }

  get atEnd(): boolean {
    return this.next >= this.lines.length;
  }

  peek(): string | undefined {
    return this.lines[this.next];
  }

  take(): string | undefined {
    return this.lines[this.next++];
  }

  skipEmpty(): void {
    while (!this.atEnd && this.lines[this.next]!.trim() === '') this.next++;
  }

  error(message: string): ModelFileError {
    return new ModelFileError(message, Math.min(this.next, this.lines.length));
  }
}

/** `key=value` lines up to an empty line, or one that `stops`; each with its line number. */
export class Entries {
  private readonly values = new Map<string, { readonly text: string; readonly line: number }>();

  constructor(
    lines: FileLines,
    private readonly what: string,
    stops: (line: string) => boolean,
  ) {
    while (!lines.atEnd) {
      const line = lines.peek()!;
      if (line.trim() === '' || stops(line)) break;
      lines.take();
      const at = line.indexOf('=');
      this.values.set(at < 0 ? line : line.slice(0, at), {
        text: at < 0 ? '' : line.slice(at + 1),
        line: lines.line,
      });
    }
    this.end = lines.line;
  }

  private readonly end: number;

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** @throws ModelFileError where there is no such line */
  text(key: string): string {
    const entry = this.values.get(key);
    if (entry === undefined) {
      throw new ModelFileError(
        `${this.what} has no "${key}": the file is damaged or cut off; save it again`,
        this.end,
      );
    }
    return entry.text;
  }

  /** Numbers parted by spaces, exactly `count` of them, each accepted by `takes`. */
  numbers(key: string, count: number, takes: (value: number) => boolean = Number.isFinite): number[] {
    const text = this.text(key).trim();
    const parts = text === '' ? [] : text.split(/ +/);
    if (parts.length !== count) {
      throw this.error(
        key,
        `"${key}" of ${this.what} has ${String(parts.length)} numbers, ${String(count)} are wanted: the file is damaged or cut off`,
      );
    }
    return parts.map((part) => {
      // C++ writes infinity in its own way.
      const value = Number(/^-?inf$/.test(part) ? part.replace('inf', 'Infinity') : part);
      if (!takes(value)) {
        throw this.error(key, `"${part.slice(0, 40)}" cannot stand in "${key}" of ${this.what}`);
      }
      return value;
    });
  }

  number(key: string, takes: (value: number) => boolean = Number.isFinite): number {
    return this.numbers(key, 1, takes)[0]!;
  }

  error(key: string, message: string): ModelFileError {
    return new ModelFileError(message, this.values.get(key)?.line ?? this.end);
  }
}
