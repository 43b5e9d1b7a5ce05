import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import type { EvaluationReport } from '#pipelines/training';
import { evaluationText } from '../evaluation-text.js';
import { print, say, table } from '../output.js';
import { wholeNumber } from '../whole-number.js';
import { runJob } from '../run-job.js';
import { withDataFolder } from '../with-data-folder.js';

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const days = (text: string): number[] => list(text).map(wholeNumber(1));

interface TrainArguments {
  readonly tenant: string;
  readonly trainCourse: string;
  readonly seed: number;
  readonly promote: boolean;
  readonly json: boolean;
}
interface EvaluateArguments extends TrainArguments {
  readonly data?: string;
  readonly testCourse: string;
  readonly atDay: number[];
}

export function addModelCommands(program: Command): void {
  const model = program
    .command('model')
    .description('risk and mastery models: train, evaluate, list, promote');

  model
    .command('train <kind>')
    .description(
      'learns a risk or mastery model from runs that are in the store, and keeps it as a candidate',
    )
    .option('--tenant <id>', 'whose', 'default')
    .requiredOption('--train-course <codes>', 'codes of the runs to learn from, separated by commas')
    .option('--seed <n>', 'the same seed and data give the same model', wholeNumber(0), 1)
    .option('--promote', 'make it the active one', false)
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight model train risk --train-course AAA_2013J,BBB_2013B --promote',
    )
    .action(async (kind: string, { tenant, trainCourse, seed, promote, json }: TrainArguments) => {
      if (kind !== 'risk' && kind !== 'mastery')
        program.error('kind must be risk or mastery', { exitCode: 2 });
      const args = { tenant, runs: list(trainCourse), seed, promote };
      const made = await runJob(processConfig(), `model.train.${kind}`, args, () => undefined);
      print(made, json, () => JSON.stringify(made, null, 2));
    });

  model
    .command('evaluate <kind>')
    .description('trains on some runs, tests on others, beside the 7-day rule and logistic regression')
    .option('--tenant <id>', 'whose', 'default')
    .option(
      '--data <folder>',
      'an OULAD folder to evaluate on, in stores of its own; the store of the tenant where left out',
    )
    .requiredOption('--train-course <codes>', 'codes of the runs to learn from, separated by commas')
    .requiredOption('--test-course <codes>', 'codes of the runs to test on')
    .option('--at-day <days>', 'days of the learner’s own clock', days, [14, 28, 56, 84, 112])
    .option('--seed <n>', 'for training and bootstrap', wholeNumber(0), 1)
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight model evaluate risk --data oulad --train-course AAA_2013J,BBB_2013B --test-course AAA_2014J',
    )
    .action(async (kind: string, options: EvaluateArguments) => {
      if (kind !== 'risk') program.error('only risk can be evaluated', { exitCode: 2 });
      const args = {
        tenant: options.tenant,
        trainRuns: list(options.trainCourse),
        testRuns: list(options.testCourse),
        atDays: options.atDay,
        seed: options.seed,
      };
      const config = processConfig();
      const report = (await (options.data === undefined
        ? runJob(config, 'model.evaluate.risk', args, () => undefined)
        : withDataFolder(config, options.data, say, (own) =>
            runJob(own, 'model.evaluate.risk', args, () => undefined),
          ))) as EvaluationReport;
      print(report, options.json, () => evaluationText(report));
    });

  model
    .command('list')
    .description('every model that was ever trained')
    .option('--tenant <id>', 'whose', 'default')
    .option('--json', 'for machines', false)
    .addHelpText('after', '\nExample:\n  snowlight model list')
    .action(async ({ tenant, json }: { tenant: string; json: boolean }) => {
      const result = (await runJob(processConfig(), 'model.list', { tenant }, () => undefined)) as {
        models: { kind: string; version: string; status: string; createdAt: string; trainedOn: string[] }[];
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
