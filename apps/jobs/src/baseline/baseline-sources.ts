import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import type { LandmarkTable } from '#libs/models';
import {
  findRuns,
  filterLandmarks,
  readLandmarks,
  trainingOffsets,
  type LabelRule,
} from '#pipelines/training';
import { withFolderEngine } from '../folder/folder-engine.js';
import { FOLDER_TENANT } from '../folder/folder-store.js';
import { withFolder, type OpenFolder } from '../folder/with-folder.js';
import { JobError } from '../job.js';
import { simulateInto, type SimulatedShape } from './simulated-course.js';

export const OULAD = 'OULAD';

/** Landmarks of one place, with what a reader must know of it. */
export interface BaselineSource {
  readonly name: string;
  readonly table: LandmarkTable;
  /** Codes of runs. */
  readonly runs: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** Of one source at most, so that none outweighs the others; every nth is kept. */
const MOST_LANDMARKS = 30_000;

/** A part of OULAD may have results of all presentations and clicks of some: the others would teach that nobody comes. */
const runsWithClicks = defineQuery({
  name: 'runs of which more is known than what was handed in',
  sql: `
    SELECT run FROM learner_days FINAL WHERE tenant = {tenant:String}
    GROUP BY run HAVING sum(clicks) > 10 * sum(submissions)`,
  params: z.object({ tenant: z.string() }),
  row: z.object({ run: z.string() }),
});

export function simulatedSource(shape: SimulatedShape): Promise<BaselineSource> {
  const name = `simulated-${String(shape.seed)}`;
  return withFolderEngine(async (clickhouse) => {
    const store = await simulateInto(clickhouse, shape);
    const source = await sourceOf({ clickhouse, store }, name, store.runs, storeIsKept);
    const prefixed = (code: string): string => `${name}:${code}`;
    // Runs of two provinces have the same codes, and would be one run to whoever deals out folds.
    const rows = source.table.rows.map((row) => ({ ...row, group: prefixed(row.group) }));
    return { ...source, table: { ...source.table, rows }, runs: source.runs.map(prefixed) };
  });
}

/** @throws JobError where the folder cannot be used, or has no run with clicks */
export function ouladSource(path: string): Promise<BaselineSource> {
  return withFolder(path, async (folder) => {
    const clicked = new Set(
      (await folder.clickhouse.query(runsWithClicks, { tenant: FOLDER_TENANT })).map(({ run }) => run),
    );
    const runs = folder.store.runs.filter(({ run }) => clicked.has(run));
    if (runs.length === 0)
      throw new JobError(`${path}: there is no presentation with clicks (studentVle.csv)`);
    return sourceOf(folder, OULAD, runs, { target: 'notcompleted', endDecides: false });
  });
}

const storeIsKept: LabelRule = { target: 'notcompleted', endDecides: true };

async function sourceOf(
  { clickhouse, store }: Pick<OpenFolder, 'clickhouse' | 'store'>,
  name: string,
  runs: readonly { readonly code: string; readonly start: string }[],
  labels: LabelRule,
): Promise<BaselineSource> {
  const { today } = store;
  const codes = runs.map(({ code }) => code);
  const known = await findRuns(clickhouse, FOLDER_TENANT, codes);
  const offsets = trainingOffsets(known, today);
  const all = await readLandmarks(clickhouse, { tenant: FOLDER_TENANT, runs: codes, offsets, today, labels });
  const step = Math.ceil(all.rows.length / MOST_LANDMARKS);
  return {
    name,
    table: filterLandmarks(all, (_row, index) => index % step === 0),
    runs: codes,
    from: runs.map(({ start }) => start).sort()[0] ?? '',
    to: today,
  };
}
