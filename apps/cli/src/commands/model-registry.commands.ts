import { Option, type Command } from 'commander';
import { processConfig } from '#libs/config';
import type { BilingualText, ModelCard } from '#libs/contracts';
import { checkWritable, writeResult } from '../../../jobs/src/index.js';
import { reportLanguages, type ReportLanguage } from '../evaluation/words.js';
import { cardHtml } from '../model-card/card-html.js';
import { print, table } from '../output.js';
import { runJob } from '../run-job.js';

const origins = {
  baseline: 'shipped baseline',
  trained: 'trained here',
  recalibrated: 'recalibrated here',
} satisfies Record<ModelCard['origin'], string>;

interface ListedModel {
  readonly kind: string;
  readonly version: string;
  readonly status: string;
  readonly createdAt: string;
  readonly trainedOn: readonly string[];
  readonly origin: keyof typeof origins;
  readonly note: BilingualText | null;
}
interface PromoteArguments {
  readonly tenant: string;
  readonly why: string;
  readonly json: boolean;
}
interface CardArguments {
  readonly tenant: string;
  readonly out?: string;
  readonly lang: ReportLanguage;
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
          ['kind', 'version', 'status', 'origin', 'created', 'trained on'],
          result.models.map((one) => [
            one.kind,
            one.version,
            one.status,
            origins[one.origin],
            one.createdAt,
            one.trainedOn.join(', '),
          ]),
        ),
      );
    });

  model
    .command('promote <kind> <version>')
    .description('makes a version the one that scores; also the way back')
    .option('--tenant <id>', 'whose', 'default')
    .option('--why <text>', 'for the log, which is kept for ever', '')
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight model promote risk risk-0123456789 --why "the new one called too many"',
    )
    .action(async (kind: string, version: string, { tenant, why, json }: PromoteArguments) => {
      const args = { tenant, kind, version, why };
      const result = await runJob(processConfig(), 'model.promote', args, () => undefined);
      print(result, json, () => `${version} is active`);
    });

  model
    .command('card <kind> <version>')
    .description(
      'all that is kept of a version: data, parameters, figures, who promoted it, what it was held against',
    )
    .option('--tenant <id>', 'whose', 'default')
    .option(
      '--out <file>',
      'card.html to read or print, card.json for machines; JSON to the screen where left out',
    )
    .addOption(new Option('--lang <code>', 'of the page').choices(reportLanguages).default('zh'))
    .addHelpText('after', '\nExample:\n  snowlight model card risk risk-0123456789 --out card.html')
    .action(async (kind: string, version: string, { tenant, out, lang }: CardArguments) => {
      if (out !== undefined) await checkWritable(out);
      const args = { tenant, kind, version };
      const card = (await runJob(processConfig(), 'model.card', args, () => undefined)) as ModelCard;
      if (out === undefined) print(card, false, () => JSON.stringify(card, null, 2));
      else
        await writeResult(out, /\.html?$/i.test(out) ? cardHtml(card, lang) : JSON.stringify(card, null, 2));
    });
}
