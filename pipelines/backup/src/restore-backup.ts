import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Blobs } from '#libs/blobs';
import { clickHouseMigrations, clickHouseSchema, type ClickHouse } from '#libs/clickhouse';
import { postgresSchema, type Postgres } from '#libs/postgres';
import { BackupError, sayingWhy } from './backup-error.js';
import { readManifest, type BackedUpTable, type Manifest } from './manifest.js';
import { checkFile, readLines } from './packed-lines.js';
import { BackedUpFile, pathOfFile } from './take-attachments.js';
import type { BackupStep } from './backup-step.js';
import { countDays, eventsThere, writeEvents } from './write-events.js';
import { beginRestore, peopleThere, writePeople } from './write-people.js';

export interface RestoreDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query' | 'stream' | 'insert' | 'command'>;
  readonly postgres: Pick<Postgres, 'query' | 'transaction'>;
  readonly blobs: Pick<Blobs, 'keepSealed'>;
}

/**
 * A backup whose every file is as it was written, and which this version and this secret can read. Nothing of the stores
 * is needed for it.
 * @param fingerprint of the root secret that the stores will have
 * @throws BackupError where it cannot be restored, with what to do
 */
export async function checkedBackup(
  directory: string,
  fingerprint: string,
  onStep: (step: BackupStep) => void,
): Promise<Manifest> {
  try {
    const manifest = await readManifest(directory);
    await refuseOtherSchema(manifest);
    if (manifest.secret !== fingerprint)
      throw new BackupError(
        `the root secret is not the one that ${directory} was made with: nobody could be read by it; give the same SNOWLIGHT_SECRET, or the file "secret" of the old data directory`,
      );
    let files = 0;
    for (const facts of [...manifest.tables, manifest.attachments]) {
      await checkFile(directory, facts);
      onStep({ step: 'files checked', rows: ++files });
    }
    for await (const file of filesOf(directory, manifest)) {
      await checkFile(directory, { file: pathOfFile(file), bytes: file.bytes, sha256: file.sha256 });
      onStep({ step: 'files checked', rows: ++files });
    }
    return manifest;
  } catch (error) {
    throw sayingWhy(error, directory);
  }
}

/**
 * Brings a checked backup into stores that have the schema and no rows. When it rejects, they are half filled, and no
 * process starts on them (`beginRestore`); `endRestore` is the caller's, when all is done.
 * @throws BackupError where the stores are not empty
 */
export async function restoreBackup(
  { clickhouse, postgres, blobs }: RestoreDependencies,
  directory: string,
  manifest: Manifest,
  onStep: (step: BackupStep) => void,
): Promise<void> {
  const there = (await peopleThere(postgres)) ?? (await eventsThere(clickhouse));
  if (there !== undefined)
    throw new BackupError(
      `the stores are not empty (${there} has rows): a backup is brought back into empty ones alone`,
    );
  try {
    await beginRestore(postgres);
    const leftOut = new Set(manifest.leftOut);
    for (const table of manifest.tables.filter(({ store }) => store === 'clickhouse'))
      await writeEvents(
        clickhouse,
        {
          name: `restore/${manifest.id}/${table.file}`,
          table: table.table,
          columns: table.columns,
          blocks: readLines(directory, table.file),
          leftOut: isOfStatements(table) ? leftOut : new Set<string>(),
        },
        (rows) => onStep({ step: table.table, rows }),
      );
    await countDays(clickhouse, (rows) => onStep({ step: 'learner days counted', rows }));
    let files = 0;
    for await (const file of filesOf(directory, manifest)) {
      const bytes = createReadStream(join(directory, pathOfFile(file)));
      await blobs.keepSealed(file.tenant, file.sha2, bytes);
      onStep({ step: 'attachments', rows: ++files });
    }
    await writePeople(
      postgres,
      manifest.tables
        .filter(({ store }) => store === 'postgresql')
        .map(({ table, columns, file }) => ({ table, columns, blocks: () => readLines(directory, file) })),
      (step, rows) => onStep({ step, rows }),
    );
  } catch (error) {
    throw sayingWhy(error, directory);
  }
}

const isOfStatements = ({ table }: BackedUpTable): boolean =>
  table === 'statements' || table === 'statement_log';

async function* filesOf(directory: string, manifest: Manifest): AsyncGenerator<BackedUpFile> {
  for await (const lines of readLines(directory, manifest.attachments.file))
    for (const line of lines) yield BackedUpFile.parse(JSON.parse(line.toString('utf8')));
}

/** Columns mean what this version's do only where both were made by the same migrations. */
async function refuseOtherSchema({ schema, snowlight }: Manifest): Promise<void> {
  const own = [
    ...postgresSchema.map((name) => `PostgreSQL ${name}`),
    ...(await clickHouseSchema(clickHouseMigrations)).map(
      ({ name, checksum }) => `ClickHouse ${name} ${checksum}`,
    ),
  ];
  const theirs = [
    ...schema.postgresql.map((name) => `PostgreSQL ${name}`),
    ...schema.clickhouse.map(({ name, checksum }) => `ClickHouse ${name} ${checksum}`),
  ];
  const newer = theirs.filter((one) => !own.includes(one));
  const missing = own.filter((one) => !theirs.includes(one));
  if (newer.length > 0)
    throw new BackupError(
      `the backup was made by Snowlight ${snowlight}, whose schema is newer than this version's: restore it with that version, or a later one`,
    );
  if (missing.length > 0)
    throw new BackupError(
      `the backup was made by Snowlight ${snowlight}, whose schema is older than this version's: restore it with that version, then upgrade`,
    );
}
