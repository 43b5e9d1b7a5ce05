import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Measurement } from '../../../../bench/index.js';
import { say, table } from '../output.js';

export function addBenchCommand(program: Command): void {
  program
    .command('bench [name...]')
    .description(
      'seeded benchmarks: boot, intake, event-to-score, oulad, first-page; all where none is named',
    )
    .option('--json <file>', 'the figures for machines')
    .addHelpText('after', '\nExample:\n  npm run bench -- intake --json intake.json')
    .action(async (names: string[], { json }: { json?: string }) => {
      // Loaded here alone: a server that people depend on has no load generator in it.
      const { benchmarks, machine, median } = await import('../../../../bench/index.js');
      const unknown = names.filter((name) => !benchmarks.has(name));
      if (unknown.length > 0)
        program.error(
          `there is no benchmark ${unknown.join(', ')}: choose from ${[...benchmarks.keys()].join(', ')}`,
          {
            exitCode: 2,
          },
        );
      const measured: Measurement[] = [];
      for (const name of names.length > 0 ? names : benchmarks.keys()) {
        say(`bench ${name}...`);
        measured.push(...(await benchmarks.get(name)!()));
      }
      process.stdout.write(
        `${machine()}\n${table(
          head,
          measured.map((one) => rowOf(one, median(one.runs))),
        )}\n`,
      );
      if (json !== undefined)
        await writeFile(json, JSON.stringify({ machine: machine(), measured }, null, 2));
    });
}

const head = ['what', 'median', 'min', 'max', 'unit', 'limit', 'peer'];

function rowOf({ what, unit, runs, better, limit, peer }: Measurement, median: number): string[] {
  const met =
    limit === null ? '' : (better === 'more' ? median >= limit : median <= limit) ? ' met' : ' MISSED';
  const bound = limit === null ? '' : `${better === 'more' ? '>=' : '<='} ${figure(limit)}${met}`;
  return [what, figure(median), figure(Math.min(...runs)), figure(Math.max(...runs)), unit, bound, peer];
}

const figure = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1);
