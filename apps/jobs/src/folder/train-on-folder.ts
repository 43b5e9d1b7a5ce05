import type { Horizon, ImportReport } from '#libs/contracts';
import { trainRisk, writeModelFile, type RiskTarget, type TrainedRisk } from '#pipelines/training';
import { JobError } from '../job.js';
import { FOLDER_TENANT, type FolderRun } from './folder-store.js';
import { outcomesText, runsNamed } from './folder-runs.js';
import { withFolder, type OpenFolder } from './with-folder.js';
import { checkWritable, writeResult } from './write-result.js';

export interface FolderTraining {
  readonly data: string;
  readonly out: string;
  readonly seed: number;
  readonly target: RiskTarget;
  readonly horizons: readonly Horizon[];
  /** Courses to learn from; all of the folder where left out. */
  readonly courses?: readonly string[];
}

export interface FolderTrainingReport {
  readonly version: string;
  readonly out: string;
  readonly target: RiskTarget;
  readonly learnt: readonly Horizon[];
  /** Why nothing can be said of the others. */
  readonly unlearnt: Readonly<Record<string, string>>;
  readonly courses: readonly string[];
  readonly trainedOn: Readonly<Record<string, number>>;
  readonly outcomes: string;
  readonly data: Pick<ImportReport, 'tables' | 'problems' | 'notes'>;
}

/**
 * Learns a risk model from a dataset folder and writes it to a file.
 * @throws JobError where nothing can be learnt, with what the folder knows and lacks
 */
export async function trainOnFolder(training: FolderTraining): Promise<FolderTrainingReport> {
  const { data, out, seed, target, horizons } = training;
  await checkWritable(out);
  return withFolder(data, async (folder) => {
    const { store, report } = folder;
    const runs = training.courses === undefined ? store.runs : runsNamed(folder, training.courses);
    const trained = await learn(folder, runs, training);
    const learnt = horizons.filter((horizon) => trained.unlearnt[horizon] === undefined);
    if (learnt.length === 0) {
      const reasons = horizons.map((horizon) => `horizon ${horizon}: ${trained.unlearnt[horizon] ?? ''}`);
      throw new JobError(
        [
          `${data}: nothing can be learnt; enrolments.csv, column outcome, ${outcomesText(folder, runs)}`,
          ...reasons,
        ].join('\n  '),
      );
    }
    const courses = [...new Set(runs.map(({ course }) => course))];
    const from = runs.map(({ start }) => start).sort()[0] ?? '';
    await writeResult(
      out,
      writeModelFile({ trained, target, horizons, seed, courses, from, to: store.today }),
    );
    const asked = horizons.flatMap((horizon) =>
      trained.unlearnt[horizon] === undefined ? [] : [[horizon, trained.unlearnt[horizon]]],
    );
    return {
      version: trained.version,
      out,
      target,
      learnt,
      unlearnt: Object.fromEntries(asked) as Record<string, string>,
      courses,
      trainedOn: { ...trained.model.trainedOn },
      outcomes: outcomesText(folder, runs),
      data: report,
    };
  });
}

async function learn(
  folder: OpenFolder,
  runs: readonly FolderRun[],
  { seed, target }: FolderTraining,
): Promise<TrainedRisk> {
  const { clickhouse, store, path } = folder;
  try {
    return await trainRisk(clickhouse, {
      tenant: FOLDER_TENANT,
      runs: runs.map(({ code }) => code),
      today: store.today,
      seed,
      labels: { target, endDecides: false },
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new JobError(
      `${path}: ${error.message}; enrolments.csv, column outcome, ${outcomesText(folder, runs)}. Give outcomes (and outcome_at) of at least 10 learners who completed and 10 who did not.`,
      { cause: error },
    );
  }
}
