/**
 * Kills a server of its own under a mixed load, so many times, and says what it found; ends with 1 where it was anything.
 *
 *   npm run crash -- 20
 */
import { findingKinds } from './findings.js';
import { killDuringIntake } from './kill-during-intake.js';

const print = (...cells: readonly (string | number)[]): void =>
  void process.stdout.write(`${cells.map((cell) => String(cell).padStart(14)).join('')}\n`);

const begun = performance.now();
print('round', 'killed, ms', 'and at start', 'acknowledged', 'unanswered', 'reboot, ms', 'found');
const { rounds, findings, ...figures } = await killDuringIntake(
  Number(process.argv[2] ?? 20),
  (round, number) => {
    const { killedAfterMs, killedAgain, acknowledged, unanswered, rebootMs, found } = round;
    print(number, killedAfterMs, killedAgain ? 'yes' : '', acknowledged, unanswered, rebootMs, found);
  },
);
const reboots = rounds.map(({ rebootMs }) => rebootMs).sort((a, b) => a - b);
const table = {
  kills: rounds.length + rounds.filter(({ killedAgain }) => killedAgain).length,
  ...figures,
  'reboot, median ms': reboots[Math.floor(reboots.length / 2)] ?? NaN,
  'reboot, longest ms': reboots.at(-1) ?? NaN,
  'seconds a round': ((performance.now() - begun) / 1000 / rounds.length).toFixed(1),
  ...findings.counts,
};
const explained: Readonly<Record<string, string>> = findingKinds;
for (const [name, value] of Object.entries(table))
  process.stdout.write(`${name.padEnd(20)}${String(value).padStart(10)}  ${explained[name] ?? ''}\n`);
for (const sentence of findings.sentences.slice(0, 50)) process.stdout.write(`${sentence}\n`);
process.exitCode = findings.total + figures.deadLetters + figures.wrongLearnerDays > 0 ? 1 : 0;
