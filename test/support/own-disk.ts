import { execFileSync } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own in memory, so that only whoever works on it is hurt where it is full. */
export class OwnDisk {
  private constructor(private readonly directory: string) {}

  /** Over the directory, which is there and empty; undefined where this user cannot mount one. */
  static mounted(directory: string, megabytes: number): OwnDisk | undefined {
    const size = `size=${String(megabytes)}m`;
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', size, 'tmpfs', directory], { stdio: 'ignore' });
    } catch {
      return undefined;
    }
    return new OwnDisk(directory);
  }

  get #filler(): string {
    return join(this.directory, 'filler');
  }

  /** Until not another 4 kB fit. */
  fill(): void {
    for (const block of [1 << 20, 1 << 12])
      try {
        for (;;) appendFileSync(this.#filler, Buffer.alloc(block));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
  }

  free(): void {
    rmSync(this.#filler, { force: true });
  }

  unmount(): void {
    execFileSync('umount', [this.directory]);
  }
}
