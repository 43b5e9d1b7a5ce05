import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import type { ErasureReport } from '#libs/contracts';
import { print, table } from '../output.js';
import { runJob } from '../run-job.js';

interface EraseArguments {
  readonly tenant: string;
  readonly account?: readonly string[];
  readonly mbox?: string;
  readonly mboxSha1sum?: string;
  readonly openid?: string;
  readonly pid?: string;
  readonly reason: string;
  readonly json: boolean;
}

export function addEraseCommand(program: Command): void {
  const command = program
    .command('erase')
    .description('erases a person for good: past statements stay, and are nobody’s')
    .option('--tenant <id>', 'whose', 'default')
    .option('--account <part...>', 'home page and name of an account')
    .option('--mbox <address>', 'an e-mail address')
    .option('--mbox-sha1sum <hash>', 'SHA-1 of a mailto: address')
    .option('--openid <uri>', 'an OpenID')
    .option('--pid <pseudonym>', 'a pseudonym of 26 characters')
    .requiredOption('--reason <text>', 'why; kept for good, so that it must name nobody')
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight erase --account https://moodle.example.org 4711 --reason "request 17"',
    )
    .action(async ({ tenant, reason, json, ...named }: EraseArguments) => {
      const person = personOf(command, named);
      const args = { tenant, person, reason };
      const report = (await runJob(processConfig(), 'privacy.erase', args, () => undefined)) as ErasureReport;
      print(report, json, () => textOf(report));
    });
}

function personOf(
  command: Command,
  { account, mboxSha1sum, ...named }: Omit<EraseArguments, 'tenant' | 'reason' | 'json'>,
): object {
  if (account !== undefined && account.length !== 2)
    command.error('error: --account takes two words: HOMEPAGE NAME', { exitCode: 2 });
  const person = {
    ...named,
    ...(account && { account: { homePage: account[0], name: account[1] } }),
    ...(mboxSha1sum !== undefined && { mbox_sha1sum: mboxSha1sum }),
  };
  if (Object.keys(person).length !== 1)
    command.error(
      'error: name the person by exactly one of --account, --mbox, --mbox-sha1sum, --openid, --pid',
      {
        exitCode: 2,
      },
    );
  return person;
}

function textOf({ erasures, filesRemoved, overwritten }: ErasureReport): string {
  const rows = erasures.flatMap(({ pid, at, erased }) =>
    Object.entries(erased).map(([kind, count]) => [pid, at, kind, String(count)]),
  );
  const known = erasures.some(({ erased }) => erased.identities > 0);
  return [
    table(['pseudonym', 'erased at', 'what', 'rows'], rows),
    `${filesRemoved} attached files removed.`,
    ...(known ? [] : ['Nobody was known under this identifier; it will not be taken in from now on.']),
    ...(overwritten
      ? []
      : [
          'PostgreSQL’s log still holds what was deleted until the server writes over it: have it do a checkpoint.',
        ]),
  ].join('\n');
}
