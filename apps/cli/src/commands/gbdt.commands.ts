import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { predictTable } from '../gbdt/predict-table.js';
import { trainTable } from '../gbdt/train-table.js';
import { print, say } from '../output.js';
import { wholeNumber } from '../whole-number.js';

interface TrainArguments {
  readonly data: string;
  readonly label: string;
  readonly params: string;
  readonly valid?: string;
  readonly out: string;
  readonly threads: number;
  readonly json: boolean;
}

interface PredictArguments {
  readonly model: string;
  readonly data: string;
  readonly out: string;
  readonly contrib: boolean;
  readonly raw: boolean;
  readonly json: boolean;
}

export function addGbdtCommands(program: Command): void {
  const gbdt = program
    .command('gbdt')
    .description('boosted trees on a table of numbers, in the model files of LightGBM: train, predict');

  gbdt
    .command('train')
    .description('learns boosted trees from a table and writes them in LightGBM’s text format')
    .requiredOption('--data <file>', 'CSV with a head (.gz allowed) or Parquet')
    .requiredOption('--label <column>', 'what to predict')
    .option('--params <text>', 'LightGBM’s parameters: "num_leaves=31 categorical_feature=name:a,b"', '')
    .option('--valid <file>', 'a table to stop by: with early_stopping_round among the parameters')
    .requiredOption('--out <file>', 'where to write the model')
    .option('--threads <n>', 'the model does not depend on it', wholeNumber(1), availableParallelism())
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight gbdt train --data train.csv --label y --params "num_leaves=31 learning_rate=0.05" --out model.txt',
    )
    .action(async ({ json, ...options }: TrainArguments) => {
      const report = await trainTable({ ...options, valid: options.valid ?? null }, say);
      print(
        report,
        json,
        () =>
          `${report.trees} trees from ${report.rows.toLocaleString('en')} rows and ${report.features} features in ${report.seconds.toFixed(1)} s: ${options.out}`,
      );
    });

  gbdt
    .command('predict')
    .description('predicts a table by a model file of ours or of LightGBM')
    .requiredOption('--model <file>', 'in LightGBM’s text format')
    .requiredOption('--data <file>', 'CSV with a head (.gz allowed) or Parquet; columns in any order')
    .requiredOption('--out <file>', 'CSV with one row per row of the data')
    .option('--contrib', 'exact SHAP values beside each prediction', false)
    .option('--raw', 'the raw score instead of the prediction', false)
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight gbdt predict --model model.txt --data test.csv --out predictions.csv --contrib',
    )
    .action(async ({ json, ...options }: PredictArguments) => {
      const report = await predictTable(options);
      print(report, json, () => `${report.rows.toLocaleString('en')} rows predicted: ${options.out}`);
    });
}
