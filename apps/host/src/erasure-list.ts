import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

const ListedErasure = z.object({
  tenant: z.string(),
  /** Every pseudonym of the person. */
  pids: z.array(z.string()).min(1),
  at: z.iso.datetime(),
  reason: z.string(),
});
export type ListedErasure = z.infer<typeof ListedErasure>;

/** Where erasures are listed beside the attachments. */
export const erasureListOf = ({ blobDir }: { readonly blobDir: string }): string =>
  join(blobDir, 'erasures.jsonl');

/**
 * Who was erased, outside of the stores: a backup from before an erasure holds the person still, and the stores that
 * know better are gone when it is brought back. It names nobody: pseudonyms, instants and reasons.
 */
export class ErasureList {
  constructor(private readonly file: string) {}

  /** Resolves when it is on disk. */
  async add(erasure: ListedErasure): Promise<void> {
    await appendFile(this.file, `${JSON.stringify(erasure)}\n`, { mode: 0o600, flush: true });
  }

  /** Oldest first; undefined where there is no such file. A line that was cut off was never answered. */
  async read(): Promise<readonly ListedErasure[] | undefined> {
    const text = await readFile(this.file, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    });
    const lines = text?.split('\n').filter((line) => line !== '');
    return lines?.flatMap((line) => {
      try {
        return [ListedErasure.parse(JSON.parse(line))];
      } catch (error) {
        if (error instanceof SyntaxError) return [];
        throw error;
      }
    });
  }
}
