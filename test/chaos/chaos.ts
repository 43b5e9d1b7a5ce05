/**
 * Faults under load on a distributed system of its own, so many rounds in a seeded order; ends with 1 where anything
 * was found.
 *
 *   npm run chaos -- 200 [--seed 1] [--fault 'broker killed']
 */
import { parseArgs } from 'node:util';
import { chaos, type ChaosRound } from './chaos-run.js';
import { diskFull, faults, kills } from './faults.js';

const { values, positionals } = parseArgs({
  options: { seed: { type: 'string', default: '1' }, fault: { type: 'string' } },
  allowPositionals: true,
});

const names = [...faults, diskFull, ...kills].map(({ name }) => name);
if (values.fault !== undefined && !names.includes(values.fault)) {
  process.stderr.write(`there is no fault "${values.fault}": give one of ${names.join(', ')}\n`);
  process.exit(2);
}

const line = (cells: readonly (string | number)[]): void =>
  void process.stdout.write(
    `${cells.map((cell, index) => (index === 1 ? String(cell).padEnd(34) : String(cell).padStart(12))).join(' ')}\n`,
  );

line(['round', 'fault', 'acknowledged', 'came again', 'recovery, s', 'found']);
const { rounds, differing } = await chaos({
  rounds: Number(positionals[0] ?? 20),
  seed: Number(values.seed),
  among: ({ name }) => values.fault === undefined || name === values.fault,
  onRound({ fault, acknowledged, again, recoverySeconds, found }, number) {
    line([number, fault, acknowledged, again, recoverySeconds.toFixed(1), found.length]);
    for (const one of found) process.stdout.write(`    ${one}\n`);
  },
});
process.stdout.write('\n');
line(['rounds', 'fault', 'acknowledged', 'lost', 'doubled', 'longest, s', 'found']);
for (const fault of new Set(rounds.map((round) => round.fault)))
  line(
    summary(
      fault,
      rounds.filter((round) => round.fault === fault),
    ),
  );
line(summary('all', rounds));
for (const table of differing) process.stdout.write(`not as the embedded engine has it: ${table}\n`);
if (differing.length === 0)
  process.stdout.write('statements, rollups and scores are those of the embedded engine\n');
process.exitCode = differing.length > 0 || rounds.some(({ found }) => found.length > 0) ? 1 : 0;

function summary(fault: string, own: readonly ChaosRound[]): (string | number)[] {
  const sum = (of: (round: ChaosRound) => number): number =>
    own.reduce((total, round) => total + of(round), 0);
  return [
    own.length,
    fault,
    sum(({ acknowledged }) => acknowledged),
    sum(({ lost }) => lost),
    sum(({ doubled }) => doubled),
    Math.max(...own.map(({ recoverySeconds }) => recoverySeconds)).toFixed(1),
    sum(({ found }) => found.length),
  ];
}
