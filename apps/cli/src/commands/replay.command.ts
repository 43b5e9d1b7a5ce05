import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import { print } from '../output.js';
import { runJob } from '../run-job.js';

interface ReplayArguments {
  readonly from?: string;
  readonly letters: boolean;
  readonly tenant: string;
  readonly id?: string;
  readonly stage?: string;
  readonly reason?: string;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export function addReplayCommand(program: Command): void {
  const command = program
    .command('replay')
    .description('counts again what was stored since a time, or puts dead letters on the bus again')
    .option('--from <time>', 'ISO 8601: what was stored since is counted and scored again')
    .option('--letters', 'dead letters of statements, once what was wrong is mended', false)
    .option('--tenant <id>', 'letters: whose', 'default')
    .option('--id <uuid>', 'letters: a single one')
    .option('--stage <stage>', 'letters: of this stage')
    .option('--reason <text>', 'letters: with this reason, word for word')
    .option('--dry-run', 'letters: says how many there are, and replays none', false)
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExamples:\n  snowlight replay --from 2026-11-01T00:00:00Z\n  snowlight replay --letters --stage store',
    )
    .action(async ({ from, letters, json, id, ...filter }: ReplayArguments) => {
      if ((from === undefined) !== letters)
        command.error('error: name what to replay: either --from TIME or --letters', { exitCode: 2 });
      if (from !== undefined) {
        const done = (await runJob(processConfig(), 'replay.statements', { from }, say)) as {
          learners: number;
        };
        print(done, json, () => `${done.learners} learners were counted again.`);
        return;
      }
      const order = { ...filter, ...(id !== undefined && { ids: [id] }) };
      const done = (await runJob(processConfig(), 'replay.letters', order, say)) as {
        replayed: number;
        unreadable: number;
      };
      print(done, json, () =>
        filter.dryRun
          ? `${done.replayed} letters can be replayed; ${done.unreadable} are no messages of ours, and stay.`
          : `${done.replayed} letters were replayed; ${done.unreadable} are no messages of ours, and stay. What still cannot be kept is a new letter.`,
      );
    });
}

function say(step: object): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${JSON.stringify(step)}`);
}
