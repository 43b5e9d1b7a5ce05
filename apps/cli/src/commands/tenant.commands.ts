import { Command, Option } from 'commander';
import { processConfig } from '#libs/config';
import { print, table } from '../output.js';
import { runJob } from '../run-job.js';

interface TenantArguments {
  readonly id: string;
  readonly nameZh?: string;
  readonly nameEn?: string;
  readonly timeZone?: string;
  readonly xapiVersion?: string;
  readonly mode?: string;
  readonly models?: string;
  readonly json: boolean;
}
type TenantRow = Required<Omit<TenantArguments, 'json'>>;

export function addTenantCommands(program: Command): void {
  const tenant = program
    .command('tenant')
    .description('organisations with keys, people and rules of their own');
  tenant
    .command('create')
    .description('makes an organisation; keys and people come with --tenant ID of their commands')
    .requiredOption('--id <id>', 'small letters, digits and dashes')
    .requiredOption('--name-zh <text>', 'its name in Chinese')
    .requiredOption('--name-en <text>', 'its name in English')
    .option('--time-zone <name>', 'IANA name, for good; Asia/Shanghai where left out')
    .addOption(xapiVersion())
    .addOption(mode())
    .addOption(models())
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight tenant create --id guizhou --name-zh 贵州 --name-en Guizhou --mode lenient',
    )
    .action(async ({ json, ...args }: TenantArguments) => {
      const made = (await runJob(processConfig(), 'tenant.create', args, () => undefined)) as TenantRow;
      print(made, json, () => tenantTable([made]));
    });

  tenant
    .command('set')
    .description('changes an organisation; what is left out stays as it is')
    .requiredOption('--id <id>', 'which')
    .option('--name-zh <text>', 'its name in Chinese')
    .option('--name-en <text>', 'its name in English')
    .addOption(xapiVersion())
    .addOption(mode())
    .addOption(models())
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight tenant set --id default --mode lenient')
    .action(async ({ json, ...args }: TenantArguments) => {
      const changed = (await runJob(processConfig(), 'tenant.set', args, () => undefined)) as TenantRow;
      print(changed, json, () => tenantTable([changed]));
    });

  tenant
    .command('list')
    .description('every organisation and its settings')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight tenant list')
    .action(async ({ json }: { json: boolean }) => {
      const result = (await runJob(processConfig(), 'tenant.list', {}, () => undefined)) as {
        tenants: readonly TenantRow[];
      };
      print(result, json, () => tenantTable(result.tenants));
    });
}

const xapiVersion = (): Option =>
  new Option('--xapi-version <version>', 'answered where a request names none').choices(['1.0.3', '2.0.0']);

const mode = (): Option =>
  new Option('--mode <mode>', 'lenient: illegal statements are put right where that is certain').choices([
    'strict',
    'lenient',
  ]);

const models = (): Option =>
  new Option(
    '--models <by>',
    'rule: a risk model shown to be better takes over by itself; person: it waits',
  ).choices(['rule', 'person']);

function tenantTable(tenants: readonly TenantRow[]): string {
  return table(
    ['id', 'name', 'time zone', 'xAPI', 'mode', 'models by'],
    tenants.map((one) => [
      one.id,
      `${one.nameZh} · ${one.nameEn}`,
      one.timeZone,
      one.xapiVersion,
      one.mode,
      one.models,
    ]),
  );
}
