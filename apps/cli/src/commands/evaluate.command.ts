import { Option, type Command } from 'commander';
import { processConfig } from '#libs/config';
import { horizons, type Horizon } from '#libs/contracts';
import type { EvaluationReport, RiskTarget } from '#pipelines/training';
import { checkWritable, evaluateOnFolder, writeResult } from '../../../jobs/src/index.js';
import { evaluationHtml } from '../evaluation/evaluation-html.js';
import { evaluationText } from '../evaluation/evaluation-text.js';
import { reportLanguages, type ReportLanguage } from '../evaluation/words.js';
import { sayRemarks } from '../folder-text.js';
import { print } from '../output.js';
import { runJob } from '../run-job.js';
import { wholeNumber } from '../whole-number.js';
import { days, horizonList, list, riskTarget } from './model-options.js';

interface EvaluateArguments {
  readonly tenant: string;
  readonly data?: string;
  readonly trainCourse?: string[];
  readonly testCourse: string[];
  readonly atDay: number[];
  readonly target: RiskTarget;
  readonly horizon: Horizon[];
  readonly against?: string;
  readonly leaveOneOut: boolean;
  readonly seed: number;
  /** true = to standard output, else the file. */
  readonly json?: true | string;
  readonly html?: string;
  readonly lang: ReportLanguage;
}

export function addEvaluateCommand(program: Command, model: Command): void {
  model
    .command('evaluate <kind>')
    .description(
      'trains on some runs, tests on others, beside the 7-day rule, logistic regression and the previous model',
    )
    .option('--tenant <id>', 'whose', 'default')
    .option(
      '--data <folder>',
      'a dataset folder, or one of OULAD, to evaluate on without a store; the store of the tenant where left out',
    )
    .option(
      '--train-course <codes>',
      'runs or courses to learn from, separated by commas; of a folder: all that are not tested on',
      list,
    )
    .requiredOption('--test-course <codes>', 'runs or courses to test on', list)
    .option('--at-day <days>', 'days of the learner’s own clock', days, [14, 28, 56, 84, 112])
    .option('--target <what>', 'of a folder: notcompleted, withdrew or silent', riskTarget, 'notcompleted')
    .option('--horizon <list>', 'of a folder: days ahead, and end', horizonList, [...horizons])
    .option(
      '--against <file>',
      'of a folder: a model of "model train risk --out" to stand beside; of a store the one before does',
    )
    .option('--leave-one-out', 'also each run tested by a model of all others (as many trainings)', false)
    .option('--seed <n>', 'for training, resamples and permutations', wholeNumber(0), 1)
    .option('--json [file]', 'for machines: instead of the tables, or into a file beside them')
    .option('--html <file>', 'the report with its plots, one file for reading and printing')
    .addOption(new Option('--lang <code>', 'of the report').choices(reportLanguages).default('zh'))
    .addHelpText(
      'after',
      '\nExample:\n  snowlight model evaluate risk --data oulad --train-course AAA_2013J,BBB_2013B --test-course AAA_2014J --html report.html',
    )
    .action(async (kind: string, options: EvaluateArguments) => {
      if (kind !== 'risk') program.error('only risk can be evaluated', { exitCode: 2 });
      const { json, html, data, trainCourse, against } = options;
      if (data === undefined && trainCourse === undefined)
        program.error('give --train-course (runs of the store) or --data (a folder)', { exitCode: 2 });
      if (data === undefined && against !== undefined)
        program.error('--against needs --data: in a store the model before stands beside', { exitCode: 2 });
      for (const file of [json, html]) if (typeof file === 'string') await checkWritable(file);
      const report = await (data === undefined ? evaluateStore(options) : evaluateFolder(data, options));
      if (typeof json === 'string') await writeResult(json, JSON.stringify(report, null, 2));
      if (html !== undefined) await writeResult(html, evaluationHtml(report, options.lang));
      print(report, json === true, () => evaluationText(report));
    });
}

async function evaluateFolder(data: string, options: EvaluateArguments): Promise<EvaluationReport> {
  const { testCourse, trainCourse, atDay, seed, target, horizon, against, leaveOneOut } = options;
  const report = await evaluateOnFolder({
    data,
    testCourses: testCourse,
    ...(trainCourse && { trainCourses: trainCourse }),
    atDays: atDay,
    seed,
    target,
    horizons: horizon,
    ...(against !== undefined && { against }),
    leaveOneOut,
  });
  sayRemarks(report.data);
  return report;
}

async function evaluateStore(options: EvaluateArguments): Promise<EvaluationReport> {
  const { tenant, trainCourse = [], testCourse, atDay, seed, leaveOneOut } = options;
  const args = { tenant, trainRuns: trainCourse, testRuns: testCourse, atDays: atDay, seed, leaveOneOut };
  return (await runJob(processConfig(), 'model.evaluate.risk', args, () => undefined)) as EvaluationReport;
}
