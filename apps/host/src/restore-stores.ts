import { stat } from 'node:fs/promises';
import { FileBlobs } from '#libs/blobs';
import { fingerprint, keptSecret, rootSecret, type Config } from '#libs/config';
import { membersAtWork, rewindGroups } from '#libs/event-bus';
import { createKeyring } from '#libs/privacy';
import {
  BackupError,
  checkedBackup,
  endRestore,
  nowAndThen,
  readLines,
  readManifest,
  restoreBackup,
  sayingWhy,
  type BackupStep,
  type Manifest,
} from '#pipelines/backup';
import * as z from 'zod';
import { openDomainStores } from './domain-stores.js';
import { ErasureList, erasureListOf, type ListedErasure } from './erasure-list.js';
import { migratedStores } from './open-stores.js';
import { repeatErasures } from './repeat-erasures.js';

export interface RestoreOrder {
  /** Absolute. */
  readonly from: string;
  /** Backups or lists of later erasures, absolute. */
  readonly erasures: readonly string[];
}

export interface RestoreReport {
  readonly backup: string;
  /** What was acknowledged before this instant is there. */
  readonly consistentThrough: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly attachments: number;
  /** Whether anything was known of erasures after the backup. */
  readonly laterErasures: 'known' | 'unknown';
  /** People whom the backup had brought back, erased again. */
  readonly erasedAgain: number;
  /** Of the topic of statements, messages that the broker no longer has though they came after the backup; null in one process. */
  readonly messagesLost: number | null;
}

/**
 * Brings a backup into empty stores, which nobody else uses meanwhile; in embedded mode the caller holds the directory.
 * @throws BackupError and what opening the stores throws, in a sentence
 */
export async function restoreStores(
  config: Config,
  { from, erasures }: RestoreOrder,
  onStep: (step: BackupStep) => void,
): Promise<RestoreReport> {
  const said = nowAndThen(onStep);
  const secret = await keptSecret(config);
  if (secret === undefined)
    throw new BackupError(
      `a backup does not hold the root secret: set SNOWLIGHT_SECRET, or put the file "secret" of the old data directory into ${config.dataDir} (mode 0600)`,
    );
  const manifest = await checkedBackup(from, fingerprint(secret), said);
  const later = (await Promise.all(erasures.map(erasuresIn))).flat();
  if (config.mode === 'distributed') await refuseWhereAtWork(config);
  const opened = await migratedStores(config);
  try {
    const { clickhouse, postgres } = opened;
    const keyring = createKeyring(await rootSecret(config));
    const blobs = await FileBlobs.open(config.blobDir, 'shared');
    const list = new ErasureList(erasureListOf(config));
    const listed = await list.read();
    await restoreBackup({ clickhouse, postgres, blobs }, from, manifest, said);
    const stores = openDomainStores(postgres, keyring, () => new Date());
    const known = [...(listed ?? []), ...later, ...(await erasuresIn(from))];
    const erasedAgain = await repeatErasures({ postgres, stores, blobs, list }, known);
    const messagesLost = await goOnAfter(config, manifest);
    await endRestore(postgres);
    return {
      backup: manifest.id,
      consistentThrough: manifest.consistentThrough,
      rows: rowsOf(manifest),
      attachments: manifest.attachments.rows,
      laterErasures: listed === undefined && erasures.length === 0 ? 'unknown' : 'known',
      erasedAgain,
      messagesLost,
    };
  } finally {
    await opened.close();
  }
}

async function refuseWhereAtWork({ kafka }: Extract<Config, { mode: 'distributed' }>): Promise<void> {
  const members = await membersAtWork(kafka);
  if (members > 0)
    throw new BackupError(
      `${members} consumers of Snowlight are at work on the broker: end every process first (one that was killed is forgotten after 10 s)`,
    );
}

/** What the broker still has of after the backup is stored again. */
async function goOnAfter(config: Config, { statementsFrom }: Manifest): Promise<number | null> {
  if (config.mode === 'embedded') return null;
  const rewound = await rewindGroups(config.kafka, 'statements', statementsFrom ?? []);
  return rewound.reduce((sum, { lost }) => sum + lost, 0);
}

const ErasureRow = z.object({
  tenant: z.string(),
  learner_pid: z.string(),
  erased_at: z.string(),
  reason: z.string(),
});

/** Of a backup, or of a list as `ErasureList` keeps it. */
async function erasuresIn(path: string): Promise<readonly ListedErasure[]> {
  const found = await stat(path).catch((error: unknown) => {
    throw ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
      ? new BackupError(`${path} is not there: name a backup, or a list of erasures`)
      : sayingWhy(error, path);
  });
  if (!found.isDirectory()) return (await new ErasureList(path).read()) ?? [];
  const { tables } = await readManifest(path);
  const erasures: ListedErasure[] = [];
  for (const { file } of tables.filter(({ table }) => table === 'erasures'))
    for await (const lines of readLines(path, file))
      for (const line of lines) {
        const row = ErasureRow.parse(JSON.parse(line.toString('utf8')));
        const at = new Date(row.erased_at).toISOString();
        erasures.push({ tenant: row.tenant, pids: [row.learner_pid], at, reason: row.reason });
      }
  return erasures;
}

function rowsOf({ tables }: Manifest): Record<string, number> {
  return Object.fromEntries(tables.map(({ store, table, rows }) => [`${store}.${table}`, rows]));
}
