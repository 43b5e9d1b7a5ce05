import type { SourceFile } from '../source/source-file.js';

export interface ImportProgress {
  /** File that is being read. */
  readonly file: string;
  /** Rows read so far, of all tables. */
  readonly rows: number;
  readonly rowsPerSecond: number;
  /** Bytes read of all files, as they lie on the disk. */
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Milliseconds between two messages. */
const pauseMs = 250;

/** Says how far an import has come, not more often than anybody can read. */
export class ProgressMeter {
  readonly #totalBytes: number;
  #file = '';
  #bytes = 0;
  #rows = 0;
  #saidAt = 0;

  /** @param started by `performance.now()` */
  constructor(
    files: readonly SourceFile[],
    private readonly started: number,
    private readonly say: (progress: ImportProgress) => void,
  ) {
    this.#totalBytes = files.reduce((sum, { size }) => sum + size, 0);
  }

  read(file: SourceFile, bytes: number): void {
    this.#file = file.name;
    this.#bytes += bytes;
  }

  rows(rows: number): void {
    this.#rows += rows;
    const now = performance.now();
    if (now - this.#saidAt < pauseMs) return;
    this.#saidAt = now;
    this.say({
      file: this.#file,
      rows: this.#rows,
      rowsPerSecond: Math.round((this.#rows / (now - this.started)) * 1000),
      bytes: this.#bytes,
      totalBytes: this.#totalBytes,
    });
  }
}
