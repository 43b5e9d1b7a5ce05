import { resolve } from 'node:path';
import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import { BackupError } from '#pipelines/backup';
import { holdingDataDirectory, restoreStores, type RestoreReport } from '../../../host/src/index.js';
import { JobError } from '../../../jobs/src/index.js';
import { print, progressLine } from '../output.js';
import { runJob } from '../run-job.js';

export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('copies both stores and the attachments as of one point, while everything goes on')
    .requiredOption('--out <dir>', 'a directory that is not there yet; it is there when the backup is whole')
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nIt holds who people are, encrypted, and not the root secret: keep that elsewhere.\n\nExample:\n  snowlight backup --out /backup/2026-11-26',
    )
    .action(async ({ out, json }: { out: string; json: boolean }) => {
      const args = { out: resolve(out) };
      const done = (await runJob(processConfig(), 'backup', args, progressLine(stepText))) as BackupResult;
      print(done, json, () => backupText(done));
    });

  program
    .command('restore')
    .description('brings a backup into empty stores, with every process of Snowlight ended')
    .requiredOption('--from <dir>', 'a directory that "snowlight backup" made')
    .option('--erasures <path...>', 'later backups, or lists of erasures: whoever they name is erased again')
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExamples:\n  snowlight restore --from /backup/2026-11-26\n  snowlight restore --from /backup/2026-11-20 --erasures /backup/2026-11-26',
    )
    .action(async ({ from, erasures = [], json }: { from: string; erasures?: string[]; json: boolean }) => {
      const report = await restored({
        from: resolve(from),
        erasures: erasures.map((path) => resolve(path)),
      });
      print(report, json, () => restoreText(report));
    });
}

interface BackupResult {
  readonly out: string;
  readonly consistentThrough: string;
  readonly rows: Readonly<Record<string, number>>;
  readonly attachments: { readonly files: number; readonly missing: number };
  readonly bytes: number;
}

async function restored(order: { from: string; erasures: readonly string[] }): Promise<RestoreReport> {
  const config = processConfig();
  const restore = () => restoreStores(config, order, progressLine(stepText));
  try {
    return await (config.mode === 'embedded' ? holdingDataDirectory(config.dataDir, restore) : restore());
  } catch (error) {
    if (error instanceof BackupError) throw new JobError(error.message, { cause: error });
    throw error;
  }
}

const number = (value: number): string => value.toLocaleString('en');

function stepText(step: object): string {
  const { step: name, rows } = step as { step: string; rows: number };
  return `${name}: ${number(rows)}`;
}

function backupText({ out, consistentThrough, rows, attachments, bytes }: BackupResult): string {
  return [
    `${out}: ${number(rows['clickhouse.statements'] ?? 0)} statements, ${number(attachments.files)} attachments, ${number(Math.ceil(bytes / 1e6))} MB.`,
    `Whatever was acknowledged before ${consistentThrough} is in it.`,
    ...(attachments.missing > 0
      ? [
          `${number(attachments.missing)} attachments have a key and no file: they were lost, or erased just now.`,
        ]
      : []),
  ].join('\n');
}

function restoreText(report: RestoreReport): string {
  const { consistentThrough, rows, attachments, laterErasures, erasedAgain, messagesLost } = report;
  return [
    `${number(rows['clickhouse.statements'] ?? 0)} statements and ${number(attachments)} attachments are back, as of ${consistentThrough}.`,
    ...(erasedAgain > 0 ? [`${number(erasedAgain)} people who were erased later were erased again.`] : []),
    ...(laterErasures === 'unknown'
      ? [
          `WARNING: nothing is known of erasures after ${consistentThrough}. Whoever was erased since is back: repeat those erasures before anybody signs in, or restore again with --erasures.`,
        ]
      : []),
    ...((messagesLost ?? 0) > 0
      ? [
          `WARNING: the broker no longer has ${number(messagesLost ?? 0)} messages from after the backup: they are lost.`,
        ]
      : []),
  ].join('\n');
}
