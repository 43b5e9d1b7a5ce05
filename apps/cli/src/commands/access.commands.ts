import { type Command, Option } from 'commander';
import { processConfig } from '#libs/config';
import { keyScopes, staffRoles } from '#libs/contracts';
import { print, table } from '../output.js';
import { runJob } from '../run-job.js';

interface KeyArguments {
  readonly tenant: string;
  readonly name: string;
  readonly scope: readonly string[];
  readonly expires?: string;
  readonly json: boolean;
}
interface KeyRow {
  readonly key: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: string;
  readonly expires: string | null;
  readonly state: string;
}
interface UserArguments {
  readonly tenant: string;
  readonly account: string;
  readonly name?: string;
  readonly role: string;
  readonly region?: string;
  readonly json: boolean;
}

export function addAccessCommands(program: Command): void {
  const key = program.command('key').description('keys of machines');
  key
    .command('create')
    .description('makes a key and prints its secret, once')
    .option('--tenant <id>', 'whose key', 'default')
    .requiredOption('--name <text>', 'what it is for')
    .addOption(new Option('--scope <scope...>', 'what it may do').choices(keyScopes).makeOptionMandatory())
    .option('--expires <day>', 'the last day on which it is taken, as 2027-01-31; every day where left out')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight key create --name moodle --scope xapi:write xapi:read')
    .action(async ({ tenant, name, scope, expires, json }: KeyArguments) => {
      const made = (await runJob(
        processConfig(),
        'key.create',
        { tenant, name, scopes: scope, expires },
        () => undefined,
      )) as {
        key: string;
        secret: string;
      };
      print(made, json, () => `${made.key}:${made.secret}\nKeep it: the secret is not shown again.`);
    });

  key
    .command('list')
    .description('every key of an organisation, newest first; never its secret')
    .option('--tenant <id>', 'whose keys', 'default')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight key list')
    .action(async ({ tenant, json }: Pick<KeyArguments, 'tenant' | 'json'>) => {
      const result = (await runJob(processConfig(), 'key.list', { tenant }, () => undefined)) as {
        keys: readonly KeyRow[];
      };
      print(result, json, () =>
        table(
          ['key', 'name', 'scopes', 'made', 'expires', 'state'],
          result.keys.map((one) => [
            one.key,
            one.name,
            one.scopes.join(' '),
            one.createdAt.slice(0, 10),
            one.expires ?? '',
            one.state,
          ]),
        ),
      );
    });
  key
    .command('revoke')
    .description('ends a key for good, at once')
    .argument('<key>', 'its id: what stands before the colon')
    .option('--tenant <id>', 'whose key', 'default')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight key revoke 5f0c8a52b7d94e0f1a6b3c2d')
    .action(async (id: string, { tenant, json }: Pick<KeyArguments, 'tenant' | 'json'>) => {
      const revoked = await runJob(processConfig(), 'key.revoke', { tenant, key: id }, () => undefined);
      print(revoked, json, () => `${id} is revoked.`);
    });

  const user = program.command('user').description('people who sign in');
  user
    .command('create')
    .description('makes an account and prints its password, once')
    .option('--tenant <id>', 'where', 'default')
    .requiredOption('--account <name>', 'what they sign in with')
    .option('--name <text>', 'how they are called; the account where left out')
    .addOption(new Option('--role <role>', 'what they may do').choices(staffRoles).makeOptionMandatory())
    .option('--region <code>', 'root of the subtree that they see; the whole tenant where left out')
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight user create --account li.na --role manager --region 520121',
    )
    .action(async ({ tenant, account, name, role, region, json }: UserArguments) => {
      const args = { tenant, account, name: name ?? account, role, region: region ?? null };
      const made = (await runJob(processConfig(), 'user.create', args, () => undefined)) as {
        account: string;
        password: string;
      };
      print(
        made,
        json,
        () => `${made.account} / ${made.password}\nKeep it: the password is not shown again.`,
      );
    });
}
