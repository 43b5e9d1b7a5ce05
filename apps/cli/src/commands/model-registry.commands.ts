import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import { print, table } from '../output.js';
import { runJob } from '../run-job.js';

interface ListedModel {
  readonly kind: string;
  readonly version: string;
  readonly status: string;
  readonly createdAt: string;
  readonly trainedOn: readonly string[];
}

/** What is done with models that are kept in the store. */
export function addRegistryCommands(model: Command): void {
  model
    .command('list')
    .description('every model that was ever trained')
    .option('--tenant <id>', 'whose', 'default')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight model list')
    .action(async ({ tenant, json }: { tenant: string; json: boolean }) => {
      const result = (await runJob(processConfig(), 'model.list', { tenant }, () => undefined)) as {
        models: readonly ListedModel[];
      };
      print(result, json, () =>
        table(
          ['kind', 'version', 'status', 'created', 'trained on'],
          result.models.map((one) => [
            one.kind,
            one.version,
            one.status,
            one.createdAt,
            one.trainedOn.join(', '),
          ]),
        ),
      );
    });

  model
    .command('promote <kind> <version>')
    .description('makes a version the one that scores')
    .option('--tenant <id>', 'whose', 'default')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight model promote risk risk-0123456789')
    .action(async (kind: string, version: string, { tenant, json }: { tenant: string; json: boolean }) => {
      const result = await runJob(
        processConfig(),
        'model.promote',
        { tenant, kind, version },
        () => undefined,
      );
      print(result, json, () => `${version} is active`);
    });
}
