import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { BackupError } from './backup-error.js';

/** Of the files' layout; a reader refuses another. */
const FORMAT = 1;

const MANIFEST = 'manifest.json';
const CHECKSUM = 'manifest.sha256';

const FileFacts = z.object({
  /** Path from the directory of the backup. */
  file: z.string().regex(/^[\w.-]+$/),
  rows: z.int().nonnegative(),
  /** Packed. */
  bytes: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type FileFacts = z.infer<typeof FileFacts>;

const BackedUpTable = FileFacts.extend({
  store: z.enum(['clickhouse', 'postgresql']),
  table: z.string().regex(/^\w+$/),
  columns: z.array(z.string().regex(/^\w+$/)).min(1),
});
export type BackedUpTable = z.infer<typeof BackedUpTable>;

/** What a backup is: written last, so that a directory without it was cut off. */
export const Manifest = z.object({
  format: z.literal(FORMAT),
  id: z.uuid(),
  /** Version that made it. */
  snowlight: z.string(),
  mode: z.enum(['embedded', 'distributed']),
  /** Everything that was acknowledged before this instant is in it. */
  consistentThrough: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  schema: z.object({
    postgresql: z.array(z.string()),
    clickhouse: z.array(z.object({ name: z.string(), checksum: z.string() })),
  }),
  /** Tells which root secret reads it, without telling the secret. */
  secret: z.string(),
  /** Where the topic of statements goes on after it: the offset that each partition's next message has; null in one process. */
  statementsFrom: z.array(z.object({ partition: z.int(), next: z.int() })).nullable(),
  /** `tenant`, tab, `id` of statements that only one of the two tables' files has: on their way at that moment, and left out. */
  leftOut: z.array(z.string()),
  tables: z.array(BackedUpTable),
  attachments: FileFacts.extend({
    /** Of the files themselves, encrypted. */
    totalBytes: z.int().nonnegative(),
    /** Files that have a key and were not there. */
    missing: z.int().nonnegative(),
  }),
});
export type Manifest = z.infer<typeof Manifest>;

export const newManifest = (manifest: Omit<Manifest, 'format'>): Manifest => ({
  format: FORMAT,
  ...manifest,
});

/** With its own checksum beside it, which `sha256sum -c` understands. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
  const sum = createHash('sha256').update(text).digest('hex');
  await writeFile(join(directory, CHECKSUM), `${sum}  ${MANIFEST}\n`, { mode: 0o600, flush: true });
  await writeFile(join(directory, MANIFEST), text, { mode: 0o600, flush: true });
}

/** @throws BackupError where there is none, or it is not as it was written */
export async function readManifest(directory: string): Promise<Manifest> {
  const [text, sum] = await Promise.all(
    [MANIFEST, CHECKSUM].map((name) =>
      readFile(join(directory, name), 'utf8').catch((error: unknown) => {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
        throw new BackupError(
          `${directory} is not a whole backup (${name} is missing): one that was cut off cannot be restored, take another`,
          { cause: error },
        );
      }),
    ),
  );
  const damaged = new BackupError(
    `${join(directory, MANIFEST)} is not as it was written: take another copy of the backup`,
  );
  if (
    sum?.slice(0, 64) !==
    createHash('sha256')
      .update(text ?? '')
      .digest('hex')
  )
    throw damaged;
  const json = JSON.parse(text ?? '') as { format?: unknown; snowlight?: unknown };
  if (json.format !== FORMAT)
    throw new BackupError(
      `${directory} was made in another format, by Snowlight ${String(json.snowlight)}: restore it with that version`,
    );
  const manifest = Manifest.safeParse(json);
  if (!manifest.success) throw damaged;
  return manifest.data;
}
