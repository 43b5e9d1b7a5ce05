import type { Horizon, ImportReport } from '#libs/contracts';
import { evaluateRisk, type EvaluationReport, type RiskTarget } from '#pipelines/training';
import { JobError } from '../job.js';
import { FOLDER_TENANT } from './folder-store.js';
import { outcomesText, runsNamed } from './folder-runs.js';
import { withFolder } from './with-folder.js';

export interface FolderEvaluation {
  readonly data: string;
  /** All courses that are not tested on where left out. */
  readonly trainCourses?: readonly string[];
  readonly testCourses: readonly string[];
  readonly atDays: readonly number[];
  readonly seed: number;
  readonly target: RiskTarget;
  readonly horizons: readonly Horizon[];
}

export type FolderEvaluationReport = EvaluationReport & {
  readonly target: RiskTarget;
  readonly data: Pick<ImportReport, 'tables' | 'problems' | 'notes'>;
};

/**
 * Trains on some courses of a folder and tests on others.
 * @throws JobError where nothing can be learnt or a course is not there
 */
export function evaluateOnFolder(evaluation: FolderEvaluation): Promise<FolderEvaluationReport> {
  const { data, testCourses, atDays, seed, target, horizons } = evaluation;
  return withFolder(data, async (folder) => {
    const { clickhouse, store, report } = folder;
    const test = runsNamed(folder, testCourses);
    const train =
      evaluation.trainCourses === undefined
        ? store.runs.filter((run) => !test.includes(run))
        : runsNamed(folder, evaluation.trainCourses);
    const both = train.filter((run) => test.includes(run)).map(({ code }) => code);
    if (both.length > 0)
      throw new JobError(
        `${both.join(', ')}: is to be trained and tested on: a test on what was learnt says nothing`,
      );
    if (train.length === 0) throw new JobError(`${data}: there is no course left to train on`);
    try {
      const evaluated = await evaluateRisk(clickhouse, {
        tenant: FOLDER_TENANT,
        trainRuns: train.map(({ code }) => code),
        testRuns: test.map(({ code }) => code),
        atDays,
        today: store.today,
        seed,
        horizons,
        labels: { target, endDecides: false },
      });
      return { ...evaluated, target, data: report };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new JobError(
        `${data}: ${error.message}; enrolments.csv, column outcome, ${outcomesText(folder, train)}`,
        { cause: error },
      );
    }
  });
}
