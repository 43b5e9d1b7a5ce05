import { existsSync } from 'node:fs';
import type { ImportReport } from '#libs/contracts';
import { runCommand, treeMegabytes, withDirectory, type Measurement } from './harness.js';

/** Where OULAD lies: the argument, else beside the checkout. */
export const ouladFolder = '../shared/data/oulad';

/** The OULAD folder into an empty store; skipped, saying so, where the folder is absent. */
export function oulad(): Promise<Measurement[]> {
  if (!existsSync(ouladFolder)) {
    process.stderr.write(`oulad: skipped, there is no ${ouladFolder}\n`);
    return Promise.resolve([]);
  }
  return withDirectory(async (directory) => {
    let peak = 0;
    const output = await runCommand(directory, ['import', 'oulad', ouladFolder, '--json'], {
      watch: (pid) => (peak = Math.max(peak, treeMegabytes(pid))),
    });
    const report = JSON.parse(output) as ImportReport;
    const rows = report.tables.reduce((sum, { read }) => sum + read, 0);
    return [
      {
        what: `OULAD import, ${rows} rows`,
        unit: 'rows/s',
        runs: [rows / report.seconds],
        better: 'more',
        limit: 30_000,
        peer: '',
      },
      { what: 'OULAD import, peak memory', unit: 'MB', runs: [peak], better: 'less', limit: null, peer: '' },
    ];
  });
}
