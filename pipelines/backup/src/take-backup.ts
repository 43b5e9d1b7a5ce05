import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder, type Blobs } from '#libs/blobs';
import { clickHouseMigrations, clickHouseSchema, type ClickHouse } from '#libs/clickhouse';
import type { EventBus } from '#libs/event-bus';
import { postgresSchema, type Postgres } from '#libs/postgres';
import { BackupError, sayingWhy } from './backup-error.js';
import { nowAndThen, type BackupStep } from './backup-step.js';
import { otherEventsTables } from './events-tables.js';
import { newManifest, writeManifest, type BackedUpTable, type Manifest } from './manifest.js';
import { writeLines } from './packed-lines.js';
import { columnsOf, keyOf, rowsOf } from './read-events.js';
import { readPeople } from './read-people.js';
import { openStatements, type Patience, type StatementMoment } from './statement-moment.js';
import { takeAttachments } from './take-attachments.js';

export interface BackupDependencies {
  readonly clickhouse: Pick<ClickHouse, 'query' | 'stream'>;
  readonly postgres: Pick<Postgres, 'withAdvisoryLock' | 'transaction'>;
  readonly blobs: Pick<Blobs, 'sealed'>;
  readonly bus: Pick<EventBus, 'settled' | 'lag' | 'ends'>;
  /** Real time. */
  readonly now: () => Date;
  readonly patience?: Patience;
}

export interface BackupOrder {
  /** Absolute; must not be there. */
  readonly out: string;
  readonly mode: Manifest['mode'];
  /** Version that makes it. */
  readonly version: string;
  /** Of the root secret. */
  readonly fingerprint: string;
}

const usualPatience: Patience = { backlogMs: 600_000, underwayMs: 20_000 };

/**
 * Copies both stores and the attachments, as of one consistent point, while everything goes on:
 *
 * 1. **Statements** first, at a moment that has in it whatever was acknowledged before (`openStatements`).
 * 2. **PostgreSQL** after that, as of one instant: the door remembers people before it publishes what they did, so
 *    everybody is there whom a statement names. People without statements do no harm.
 * 3. **Attachments** last: a file is in its place before its key is committed.
 *
 * What is counted from the statements is not in it, and is counted again. All is written under another name, which goes
 * when all is on disk: what was cut off is no backup.
 * @throws BackupError where it cannot be made; nothing of it is left then
 */
export async function takeBackup(
  dependencies: BackupDependencies,
  order: BackupOrder,
  onStep: (step: BackupStep) => void,
  signal: AbortSignal,
): Promise<Manifest> {
  const { out } = order;
  const draft = `${out}.incomplete`;
  try {
    await refuseWhereThere(out, draft);
    await mkdir(draft, { mode: 0o700 });
  } catch (error) {
    throw sayingWhy(error, dirname(out));
  }
  try {
    const manifest = await takeInto(draft, dependencies, order, nowAndThen(onStep), signal);
    await writeManifest(draft, manifest);
    await syncFolder(draft);
    await rename(draft, out);
    await syncFolder(dirname(out));
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (signal.aborted)
      throw new BackupError('the backup was stopped: nothing of it is kept', { cause: error });
    throw sayingWhy(error, out);
  }
}

async function takeInto(
  directory: string,
  { clickhouse, postgres, blobs, bus, now, patience = usualPatience }: BackupDependencies,
  { mode, version, fingerprint }: BackupOrder,
  onStep: (step: BackupStep) => void,
  signal: AbortSignal,
): Promise<Manifest> {
  const consistentThrough = now().toISOString();
  const statementsFrom = await bus.ends('statements');
  const tables: BackedUpTable[] = [];
  const moment = await openStatements(
    { clickhouse, bus },
    patience,
    (waiting) => onStep({ step: 'waiting for statements to be stored', rows: waiting }),
    signal,
  );
  const counted = (
    step: string,
    blocks: AsyncIterable<readonly string[]>,
  ): AsyncIterable<readonly string[]> => counting(blocks, signal, (rows) => onStep({ step, rows }));

  const { written, leftOut } = await takeStatements(directory, moment, counted);
  tables.push(...written);
  for (const table of otherEventsTables) {
    const columns = await columnsOf(clickhouse, table);
    const file = `clickhouse.${table.name}.tsv.gz`;
    const facts = await writeLines(directory, file, counted(table.name, rowsOf(clickhouse, table, columns)));
    tables.push({ store: 'clickhouse', table: table.table, columns: [...columns], ...facts });
  }
  await readPeople(postgres, async ({ table, columns, blocks }) => {
    const facts = await writeLines(directory, peopleFile(table), counted(table, blocks));
    tables.push({ store: 'postgresql', table, columns: [...columns], ...facts });
  });
  const attachments = await takeAttachments(
    directory,
    blobs,
    peopleFile('blob_keys'),
    (rows) => onStep({ step: 'attachments', rows }),
    signal,
  );
  return newManifest({
    id: randomUUID(),
    snowlight: version,
    mode,
    consistentThrough,
    endedAt: now().toISOString(),
    schema: {
      postgresql: [...postgresSchema],
      clickhouse: [...(await clickHouseSchema(clickHouseMigrations))],
    },
    secret: fingerprint,
    statementsFrom: statementsFrom === null ? null : [...statementsFrom],
    leftOut: [...leftOut],
    tables,
    attachments,
  });
}

const peopleFile = (table: string): string => `postgresql.${table}.jsonl.gz`;

/** Both tables to their ends, and which statements only one of them has. */
async function takeStatements(
  directory: string,
  { tables, uncertain }: StatementMoment,
  counted: (step: string, blocks: AsyncIterable<readonly string[]>) => AsyncIterable<readonly string[]>,
): Promise<{ readonly written: readonly BackedUpTable[]; readonly leftOut: readonly string[] }> {
  const seen = tables.map(() => new Set<string>());
  // at once: a server gives up on a read that nobody takes from for half a minute
  const files = await Promise.allSettled(
    tables.map(async ({ name, table, columns, blocks }, index): Promise<BackedUpTable> => {
      const file = `clickhouse.${name}.tsv.gz`;
      const noted = noting(blocks.rest, uncertain, seen[index]!);
      const facts = await writeLines(directory, file, counted(name, noted));
      return { store: 'clickhouse', table, columns: [...columns], ...facts };
    }),
  );
  for (const { blocks } of tables) await blocks.close();
  const written = files.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
  const [one, other] = seen;
  return { written, leftOut: [...uncertain].filter((key) => one?.has(key) !== other?.has(key)) };
}

async function* noting(
  blocks: AsyncIterable<readonly string[]>,
  wanted: ReadonlySet<string>,
  seen: Set<string>,
): AsyncGenerator<readonly string[]> {
  for await (const lines of blocks) {
    for (const line of wanted.size === 0 ? [] : lines) {
      const key = keyOf(line);
      if (wanted.has(key)) seen.add(key);
    }
    yield lines;
  }
}

async function* counting(
  blocks: AsyncIterable<readonly string[]>,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): AsyncGenerator<readonly string[]> {
  let rows = 0;
  for await (const lines of blocks) {
    signal.throwIfAborted();
    rows += lines.length;
    yield lines;
    onRows(rows);
  }
}

async function refuseWhereThere(out: string, draft: string): Promise<void> {
  if (await isThere(out)) throw new BackupError(`${out} is there already: name a directory that is not`);
  if (await isThere(draft))
    throw new BackupError(
      `a backup to ${out} is under way, or was cut off: remove ${draft}, or name another directory`,
    );
  if (!(await isThere(dirname(out)))) throw new BackupError(`${dirname(out)} is not there: make it first`);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
