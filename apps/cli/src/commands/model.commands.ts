import type { Command } from 'commander';
import { processConfig } from '#libs/config';
import { horizons, type Horizon } from '#libs/contracts';
import type { RiskTarget } from '#pipelines/training';
import { predictOnFolder, trainOnFolder } from '../../../jobs/src/index.js';
import { sayRemarks } from '../folder-text.js';
import { print, say } from '../output.js';
import { runJob } from '../run-job.js';
import { wholeNumber } from '../whole-number.js';
import { addBaselineCommand } from './baseline.command.js';
import { addEvaluateCommand } from './evaluate.command.js';
import { days, horizonList, list, riskTarget } from './model-options.js';
import { addRegistryCommands } from './model-registry.commands.js';

interface TrainArguments {
  readonly tenant: string;
  readonly trainCourse?: string[];
  readonly seed: number;
  readonly promote: boolean;
  readonly json: boolean;
  readonly data?: string;
  readonly out?: string;
  readonly target: RiskTarget;
  readonly horizon: Horizon[];
}
interface PredictArguments {
  readonly model: string;
  readonly data: string;
  readonly atDay: number[];
  readonly out: string;
  readonly course?: string[];
  readonly horizon?: Horizon[];
  readonly json: boolean;
}

export function addModelCommands(program: Command): void {
  const model = program
    .command('model')
    .description('risk and mastery models: train, predict, evaluate, list, promote');
  addTrainCommand(program, model);
  addPredictCommand(program, model);
  addEvaluateCommand(program, model);
  addRegistryCommands(model);
  addBaselineCommand(model);
}

function addTrainCommand(program: Command, model: Command): void {
  model
    .command('train <kind>')
    .description(
      'learns a risk or mastery model from runs that are in the store, and keeps it as a candidate; or a risk model from a dataset folder, into a file',
    )
    .option('--data <folder>', 'a dataset folder to learn from, without a store; with --out')
    .option('--out <file>', 'where the model of a folder goes')
    .option('--target <what>', 'of a folder: notcompleted, withdrew or silent', riskTarget, 'notcompleted')
    .option('--horizon <list>', 'of a folder: days ahead, and end', horizonList, [...horizons])
    .option('--tenant <id>', 'whose', 'default')
    .option(
      '--train-course <codes>',
      'runs or courses to learn from, separated by commas; of a folder: all',
      list,
    )
    .option('--seed <n>', 'the same seed and data give the same model', wholeNumber(0), 1)
    .option('--promote', 'make it the active one', false)
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExamples:\n  snowlight model train risk --train-course AAA_2013J,BBB_2013B --promote\n  snowlight model train risk --data ./courses --out risk.json',
    )
    .action(async (kind: string, options: TrainArguments) => {
      const { tenant, trainCourse, seed, promote, json, data, out } = options;
      if (kind !== 'risk' && kind !== 'mastery')
        program.error('kind must be risk or mastery', { exitCode: 2 });
      if (data !== undefined) {
        if (kind !== 'risk') program.error('only risk is learnt from a folder', { exitCode: 2 });
        if (out === undefined) program.error('--data needs --out: where the model goes', { exitCode: 2 });
        const { target, horizon } = options;
        const made = await trainOnFolder({
          data,
          out,
          seed,
          target,
          horizons: horizon,
          ...(trainCourse && { courses: trainCourse }),
        });
        sayRemarks(made.data);
        for (const [one, why] of Object.entries(made.unlearnt)) say(`not learnt: horizon ${one}: ${why}`);
        print(made, json, () =>
          [
            `${made.version} in ${made.out}: ${made.target}, horizons ${made.learnt.join(', ')}`,
            `learnt from ${String(made.trainedOn.landmarks)} landmarks of ${String(made.trainedOn.learners)} learners in ${String(made.courses.length)} courses; ${made.outcomes}`,
          ].join('\n'),
        );
        return;
      }
      if (trainCourse === undefined)
        program.error('give --train-course (runs of the store) or --data (a folder)', { exitCode: 2 });
      const args = { tenant, runs: trainCourse, seed, promote };
      const made = await runJob(processConfig(), `model.train.${kind}`, args, () => undefined);
      print(made, json, () => JSON.stringify(made, null, 2));
    });
}

function addPredictCommand(program: Command, model: Command): void {
  model
    .command('predict <kind>')
    .description(
      'chances of everybody in a dataset folder who is still in at days of their run, into a CSV file',
    )
    .requiredOption('--model <file>', 'what "model train risk --out" wrote')
    .requiredOption('--data <folder>', 'a dataset folder; outcomes are not needed')
    .requiredOption('--at-day <days>', 'days of the run, separated by commas', days)
    .requiredOption('--out <file>', 'learner,course,day,horizon,p,lower,upper,abstained,reasons')
    .option('--course <codes>', 'courses to predict for; all where left out', list)
    .option('--horizon <list>', 'of those that the model was trained for', horizonList)
    .option('--json', 'for machines', false)
    .addHelpText(
      'after',
      '\nExample:\n  snowlight model predict risk --model risk.json --data ./running --at-day 14,28,56 --out chances.csv',
    )
    .action(
      async (kind: string, { model: file, data, atDay, out, course, horizon, json }: PredictArguments) => {
        if (kind !== 'risk') program.error('only risk is predicted from a folder', { exitCode: 2 });
        const made = await predictOnFolder({
          model: file,
          data,
          atDays: atDay,
          out,
          ...(course && { courses: course }),
          ...(horizon && { horizons: horizon }),
        });
        sayRemarks(made.data);
        for (const note of made.notes) say(`note: ${note}`);
        const silent = Object.entries(made.abstained).map(([why, rows]) => `${String(rows)} ${why}`);
        print(
          made,
          json,
          () =>
            `${made.rows.toLocaleString('en')} rows of ${made.learners.toLocaleString('en')} learners in ${made.out}${silent.length > 0 ? `; without a chance: ${silent.join(', ')}` : ''}`,
        );
      },
    );
}
