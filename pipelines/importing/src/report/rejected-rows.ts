import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface RejectedRow {
  readonly file: string;
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  /** As it stands in the source. */
  readonly row: string;
}

/**
 * The rows that an import left out, a JSON object a line, in a file that is made with the first of them. It holds what
 * the source held, names of people too: readable by its owner alone.
 */
export class RejectedRows {
  #waiting: string[] = [];
  #handle: FileHandle | undefined;

  constructor(private readonly path: string) {}

  /** null where no row was rejected. */
  get file(): string | null {
    return this.#handle === undefined ? null : this.path;
  }

  add(row: RejectedRow): void {
    this.#waiting.push(`${JSON.stringify(row)}\n`);
  }

  /** To be called now and then, so that what waits stays small. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    const text = this.#waiting.join('');
    this.#waiting = [];
    if (this.#handle === undefined) {
      await mkdir(dirname(this.path), { recursive: true });
      this.#handle = await open(this.path, 'w', 0o600);
    }
    await this.#handle.write(text);
  }

  async close(): Promise<void> {
    await this.flush();
    await this.#handle?.close();
  }
}
