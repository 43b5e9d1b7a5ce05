import { resolve } from 'node:path';
import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import type { ImportReport } from '#libs/contracts';
import { importFormats } from '#pipelines/importing';
import { print, progressLine, table } from '../output.js';
import { runJob } from '../run-job.js';

interface ImportArguments {
  readonly tenant: string;
  readonly dryRun: boolean;
  readonly resume: boolean;
  readonly json: boolean;
}

export function addImportCommand(program: Command): void {
  program
    .command('import <format> <path...>')
    .description(`brings files in: ${importFormats.join(', ')}; .gz is understood`)
    .option('--tenant <id>', 'where to', 'default')
    .option('--dry-run', 'read and check everything, store nothing', false)
    .option('--resume', 'go on after what an unfinished import of the same files has stored', false)
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight import oulad ./oulad\n  snowlight import dataset ./courses\n  snowlight import xapi statements.json.gz --dry-run',
    )
    .action(async (format: string, paths: string[], { json, ...options }: ImportArguments) => {
      if (!importFormats.some((known) => known === format))
        program.error(`format must be one of ${importFormats.join(', ')}`, { exitCode: 2 });
      const args = { ...options, format, paths: paths.map((path) => resolve(path)) };
      const report = (await runJob(
        processConfig(),
        'import',
        args,
        progressLine((step) => JSON.stringify(step)),
      )) as ImportReport;
      print(report, json, () => reportText(report));
      if (report.problems.length > 0) process.exitCode = 1;
    });
}

function reportText(report: ImportReport): string {
  const { tables, problems, rejectedFile, seconds, dryRun } = report;
  const rows = tables.reduce((sum, { read }) => sum + read, 0);
  const parts = [
    table(
      ['table', 'read', 'accepted', 'rejected'],
      tables.map((one) => [
        one.table,
        ...[one.read, one.accepted, one.rejected].map((n) => n.toLocaleString('en')),
      ]),
    ),
    `${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s (${Math.round(rows / Math.max(seconds, 0.001)).toLocaleString('en')} rows/s)${dryRun ? '; a dry run: nothing was stored' : ''}`,
  ];
  if (problems.length > 0)
    parts.push(
      '',
      'Problems (the rows without problems were taken):',
      ...problems.map(
        ({ file, line, field, message, count }) =>
          `  ${file}:${line}${field && ` ${field}`}: ${message}${count > 1 ? ` (${count.toLocaleString('en')} times, here first)` : ''}`,
      ),
    );
  if (rejectedFile !== null) parts.push(`Rejected rows with their reasons: ${rejectedFile}`);
  return parts.join('\n');
}
