import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { addDays, type Horizon, type ImportReport } from '#libs/contracts';
import { predictLandmarks, type LandmarkPrediction } from '#pipelines/scoring';
import type { RiskModelFile } from '#pipelines/training';
import { JobError } from '../job.js';
import { csvLine } from './csv-line.js';
import { FOLDER_TENANT, type FolderEnrolment, type FolderRun } from './folder-store.js';
import { runsNamed } from './folder-runs.js';
import { openModelFile } from './open-model-file.js';
import { withFolder, type OpenFolder } from './with-folder.js';
import { checkWritable } from './write-result.js';

export interface FolderPrediction {
  readonly model: string;
  readonly data: string;
  readonly atDays: readonly number[];
  readonly out: string;
  /** Those of the model where left out. */
  readonly horizons?: readonly Horizon[];
  /** All courses of the folder where left out. */
  readonly courses?: readonly string[];
}

export interface FolderPredictionReport {
  readonly out: string;
  readonly version: string;
  readonly rows: number;
  readonly learners: number;
  /** Rows without a chance, by the reason. */
  readonly abstained: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
  readonly data: Pick<ImportReport, 'tables' | 'problems' | 'notes'>;
}

/** Days after the last event of a folder at which people can still be asked about: a quiet week is no end of the data. */
const QUIET_DAYS = 14;

/**
 * Chances of everybody in a folder who is still in at days of their run, into a CSV file.
 * @throws JobError where model or folder cannot be used
 */
export async function predictOnFolder(prediction: FolderPrediction): Promise<FolderPredictionReport> {
  const { file, changed } = await openModelFile(prediction.model);
  await checkWritable(prediction.out);
  const asked = prediction.horizons ?? file.horizons;
  return withFolder(prediction.data, async (folder) => {
    const { store, clickhouse, report } = folder;
    const runs = prediction.courses === undefined ? store.runs : runsNamed(folder, prediction.courses);
    const lastDay = store.lastEvent === '' ? store.today : addDays(store.lastEvent, 1 + QUIET_DAYS);
    const request = {
      tenant: FOLDER_TENANT,
      runs,
      atDays: prediction.atDays,
      horizons: asked,
      unlearnt: file.unlearnt,
      lastDay,
    };
    const model = { version: file.version, model: file.model };
    const output = await PredictionFile.open(prediction.out, folder);
    try {
      for await (const some of predictLandmarks(clickhouse, model, request)) await output.write(some);
    } finally {
      await output.close();
    }
    if (output.rows === 0)
      throw new JobError(
        [
          `${prediction.data}: nobody is still in at a day that was asked for`,
          ...leftOut(runs, prediction.atDays, lastDay),
        ].join('\n  '),
      );
    return {
      out: prediction.out,
      version: file.version,
      rows: output.rows,
      learners: output.learners.size,
      abstained: output.abstained,
      notes: [
        ...changedNote(changed),
        ...Object.entries(file.unlearnt).flatMap(([horizon, why]) =>
          asked.some((one) => one === horizon) ? [`horizon ${horizon}: ${why}`] : [],
        ),
        ...lateNote(file, prediction.atDays),
        ...leftOut(runs, prediction.atDays, lastDay),
      ],
      data: report,
    };
  });
}

function changedNote(changed: readonly string[]): string[] {
  if (changed.length === 0) return [];
  return [
    `${changed.join(', ')}: counted otherwise than when the model was made; chances may be off, train again to be sure`,
  ];
}

function lateNote({ card }: RiskModelFile, atDays: readonly number[]): string[] {
  const late = atDays.filter((day) => day > card.lastDay + 7);
  if (late.length === 0) return [];
  return [
    `day ${late.join(', ')}: lies beyond day ${String(card.lastDay)}, the last that the model has learnt from`,
  ];
}

function leftOut(runs: readonly FolderRun[], atDays: readonly number[], lastDay: string): string[] {
  return atDays.flatMap((day) => {
    const over = runs.filter(({ start, end }) => end !== null && addDays(start, day) >= end);
    const ahead = runs.filter((run) => !over.includes(run) && addDays(run.start, day) > lastDay);
    return [
      ...(over.length > 0 ? [`day ${String(day)}: the run is over in ${someOf(over)}`] : []),
      ...(ahead.length > 0
        ? [
            `day ${String(day)}: lies more than ${String(QUIET_DAYS)} days after the last event of the folder in ${someOf(ahead)}`,
          ]
        : []),
    ];
  });
}

function someOf(runs: readonly FolderRun[]): string {
  const names = runs.slice(0, 5).map(({ code }) => code);
  return `${names.join(', ')}${runs.length > 5 ? ` and ${String(runs.length - 5)} more` : ''}`;
}

/** In what a course is unlike all that was learnt from. */
const unlikeText = ({ what, times, missing }: LandmarkPrediction['unlike'][number]): string =>
  times > 1
    ? `${what}: ${String(Math.round(times))} times beyond every course that was learnt from.`
    : `${what}: missing or 0 for ${String(Math.round(100 * missing))} % more learners than in any course that was learnt from.`;

/** `learner,course,day,horizon,p,lower,upper,abstained,reasons`, run by run, in the order of the enrolments. */
class PredictionFile {
  rows = 0;
  readonly learners = new Set<string>();
  readonly abstained: Record<string, number> = {};
  readonly #enrolments: Map<string, { readonly place: number; readonly one: FolderEnrolment }>;
  readonly #courses: Map<string, string>;
  readonly #tellsRegistration: boolean;

  private constructor(
    private readonly file: WriteStream,
    { store }: OpenFolder,
  ) {
    this.#enrolments = new Map(
      store.enrolments.map((one, place) => [`${one.run}\n${one.pid}`, { place, one }]),
    );
    this.#courses = new Map(store.runs.map(({ run, course }) => [run, course]));
    const people = store.enrolments.map(({ learner, run }) => `${learner}\n${this.#courses.get(run) ?? ''}`);
    // one learner twice in a course: only the registration tells the rows apart
    this.#tellsRegistration = new Set(people).size < people.length;
  }

  static async open(path: string, folder: OpenFolder): Promise<PredictionFile> {
    const file = createWriteStream(path);
    await once(file, 'open').catch((error: unknown) => {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new JobError(`${path}: cannot be written (${code}). Check the path.`, { cause: error });
    });
    const output = new PredictionFile(file, folder);
    const last = output.#tellsRegistration ? ['registered'] : [];
    file.write(
      csvLine([
        'learner',
        'course',
        'day',
        'horizon',
        'p',
        'lower',
        'upper',
        'abstained',
        'reasons',
        ...last,
      ]),
    );
    return output;
  }

  async write(predictions: readonly LandmarkPrediction[]): Promise<void> {
    const placed = predictions
      .map((prediction) => ({ prediction, ...this.#of(prediction) }))
      .sort((a, b) => a.place - b.place || a.prediction.day - b.prediction.day);
    for (const { prediction, one } of placed) {
      this.rows++;
      this.learners.add(one.learner);
      const { abstained } = prediction;
      if (abstained !== '') this.abstained[abstained] = (this.abstained[abstained] ?? 0) + 1;
      const last = this.#tellsRegistration ? [one.registered] : [];
      const line = csvLine([...this.#cells(prediction, one), ...last]);
      if (!this.file.write(line)) await once(this.file, 'drain');
    }
  }

  async close(): Promise<void> {
    this.file.end();
    await once(this.file, 'close');
  }

  #of({ run, learnerPid }: LandmarkPrediction): { readonly place: number; readonly one: FolderEnrolment } {
    const found = this.#enrolments.get(`${run}\n${learnerPid}`);
    if (found === undefined) throw new Error(`a prediction for ${learnerPid} in ${run}, who is not enrolled`);
    return found;
  }

  #cells(prediction: LandmarkPrediction, { learner, run }: FolderEnrolment): string[] {
    const { day, horizon, probability, lower, upper, abstained, reasons, unlike } = prediction;
    return [
      learner,
      this.#courses.get(run) ?? '',
      String(day),
      horizon,
      ...[probability, lower, upper].map((value) => (value === null ? '' : String(Number(value.toFixed(8))))),
      abstained,
      [
        ...unlike.map(unlikeText),
        ...reasons.map(
          ({ feature, contribution, text }) =>
            `${feature} ${contribution > 0 ? '+' : ''}${contribution.toFixed(2)}: ${text.en}`,
        ),
      ].join(' '),
    ];
  }
}
