import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Measurement, Report } from '../../../../bench/index.js';
import { figure } from '../../../../bench/report.js';
import { say, table } from '../output.js';
import { wholeNumber } from '../whole-number.js';

interface Options {
  readonly json?: string;
  readonly markdown?: true;
  readonly statements: number;
  readonly seconds: number;
  readonly minutes?: number;
  readonly hour?: true;
  readonly enrolments: number;
}

export function addBenchCommand(program: Command): void {
  program
    .command('bench [name...]')
    .description(
      'seeded benchmarks: boot, intake, event-to-score, distributed, oulad, first-page, lrs, gbdt, sizing, calibration, reasons, silence, sweep; all where none is named',
    )
    .option('--json <file>', 'the figures for machines')
    .option('--markdown', 'tables as documents hold them')
    .option('--statements <n>', 'lrs: in the store before it is asked', wholeNumber(1), 100_000)
    .option('--seconds <n>', 'lrs: of load for each operation', wholeNumber(1), 10)
    .option('--minutes <n>', 'lrs: of mixed load after the rest', wholeNumber(1))
    .option('--hour', 'lrs: 60 minutes of mixed load')
    .option('--enrolments <n>', 'sweep: in the runs that are on', wholeNumber(1), 1_000_000)
    .addHelpText(
      'after',
      '\nExamples:\n  npm run bench -- intake --json intake.json\n  npm run bench lrs -- --statements 10000000\n  npm run bench sizing -- --markdown\n  npm run bench sweep -- --enrolments 100000',
    )
    .action(async (names: string[], { json, markdown, minutes, hour, ...sizes }: Options) => {
      // Loaded here alone: a server that people depend on has no load generator in it.
      const { benchmarks, reports, machine, markdownOf, median } = await import('../../../../bench/index.js');
      const known = [...benchmarks.keys(), ...reports.keys()];
      const unknown = names.filter((name) => !known.includes(name));
      if (unknown.length > 0)
        program.error(`there is no benchmark ${unknown.join(', ')}: choose from ${known.join(', ')}`, {
          exitCode: 2,
        });
      const measured: Measurement[] = [];
      const reported: Report[] = [];
      for (const name of names.length > 0 ? names : known) {
        say(`bench ${name}...`);
        measured.push(...((await benchmarks.get(name)?.()) ?? []));
        const options = { ...sizes, minutes: minutes ?? (hour ? 60 : 0), say };
        reported.push(...((await reports.get(name)?.(options)) ?? []));
      }
      process.stdout.write(`${machine()}\n`);
      if (measured.length > 0) {
        const rows = measured.map((one) => rowOf(one, median(one.runs)));
        process.stdout.write(`${table(head, rows)}\n`);
      }
      for (const report of reported) {
        const { title, head, rows } = report;
        process.stdout.write(markdown ? `\n${markdownOf(report)}\n` : `${title}\n${table(head, rows)}\n`);
      }
      if (json !== undefined) {
        const figures = reported.map(({ title, figures }) => ({ title, ...figures }));
        await writeFile(json, JSON.stringify({ machine: machine(), measured, reported: figures }, null, 2));
      }
    });
}

const head = ['what', 'median', 'min', 'max', 'unit', 'limit', 'peer'];

function rowOf({ what, unit, runs, better, limit, peer }: Measurement, median: number): string[] {
  const met =
    limit === null ? '' : (better === 'more' ? median >= limit : median <= limit) ? ' met' : ' MISSED';
  const bound = limit === null ? '' : `${better === 'more' ? '>=' : '<='} ${figure(limit)}${met}`;
  return [what, figure(median), figure(Math.min(...runs)), figure(Math.max(...runs)), unit, bound, peer];
}
