import { horizons, type BilingualText, type Horizon, type ImportReport } from '#libs/contracts';
import {
  evaluateRisk,
  type EvaluationReport,
  type PreviousModel,
  type RiskTarget,
} from '#pipelines/training';
import { JobError } from '../job.js';
import { FOLDER_TENANT, type FolderRun } from './folder-store.js';
import { openModelFile } from './open-model-file.js';
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
  /** A model file that stands beside. */
  readonly against?: string;
  /** Each run tested by all others too. */
  readonly leaveOneOut?: boolean;
}

export type FolderEvaluationReport = EvaluationReport & {
  readonly target: RiskTarget;
  readonly data: Pick<ImportReport, 'tables' | 'problems' | 'notes'>;
};

/**
 * Trains on some courses of a folder and tests on others.
 * @throws JobError where nothing can be learnt, or a course or the model beside is not there
 */
export async function evaluateOnFolder(evaluation: FolderEvaluation): Promise<FolderEvaluationReport> {
  const { data, testCourses, atDays, seed, target } = evaluation;
  const against = evaluation.against === undefined ? null : await openModelFile(evaluation.against);
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
        horizons: evaluation.horizons,
        labels: { target, endDecides: false },
        previous: against && previousOf(against, test, target),
        demographics: ({ run }) => Promise.resolve(store.demographicsOf(run)),
        leaveOneOut: evaluation.leaveOneOut ?? false,
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

/** The model of a file, and what must be said beside its figures. */
function previousOf(
  { file, changed }: Awaited<ReturnType<typeof openModelFile>>,
  test: readonly FolderRun[],
  target: RiskTarget,
): PreviousModel {
  if (file.target !== target)
    throw new JobError(
      `${file.version}: foresees ${file.target}, the evaluation asks for ${target}: give --target ${file.target}`,
    );
  const begins = test.map(({ start }) => start).sort()[0] ?? '';
  const seen = test.filter(({ course }) => file.card.courses.includes(course)).map(({ code }) => code);
  return {
    version: file.version,
    model: file.model,
    unlearnt: horizons.filter(
      (horizon) => !file.horizons.includes(horizon) || file.unlearnt[horizon] !== undefined,
    ),
    notes: [
      ...changed.map(countedOtherwise),
      ...(file.card.to > begins ? [mayHaveSeen(file.card.to, begins, seen)] : []),
    ],
  };
}

const countedOtherwise = (feature: string): BilingualText => ({
  zh: `上一版模型:${feature} 的统计口径已变,它的数字可能有偏差`,
  en: `previous model: ${feature} is counted otherwise than when it was made; its figures may be off`,
});

const mayHaveSeen = (to: string, begins: string, seen: readonly string[]): BilingualText => ({
  zh: `上一版模型:训练数据截至 ${to},晚于测试课程开始(${begins})${seen.length > 0 ? `,并含 ${seen.join('、')}` : ''};它可能见过答案,数字可能偏高`,
  en: `previous model: learnt from what was known until ${to}, after the first test run began (${begins})${seen.length > 0 ? `, and from courses of the test (${seen.join(', ')})` : ''}; it may have seen the answers, and its figures may be too good`,
});
