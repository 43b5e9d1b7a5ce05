import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  createFeatureMatrix,
  type FeatureMatrix,
  type GbdtModel,
  ModelFileError,
  predictGbdt,
  predictRaw,
  readLightGbm,
  shapTable,
} from '#libs/models';
import { JobError } from '../../../jobs/src/index.js';
import type { NumericTable } from './numeric-table.js';
import { readTable } from './table-columns.js';
import { refused } from './train-table.js';

export interface PredictTable {
  readonly model: string;
  readonly data: string;
  readonly out: string;
  readonly contrib: boolean;
  readonly raw: boolean;
}

/**
 * One row per row of the table: `prediction` (or `raw`), and with `contrib` one column `contribution.FEATURE` each and
 * `contribution.base`, which add up to the raw score.
 * @throws JobError in a sentence: what is wrong, where, what to do
 */
export async function predictTable(request: PredictTable): Promise<{ rows: number }> {
  const model = await readModel(request.model);
  const table = await readTable(request.data);
  const matrix = matrixFor(model, table);
  const columns = new Map<string, (row: number) => number>();
  const predictions = request.raw ? predictRaw(model, matrix) : predictGbdt(model, matrix);
  columns.set(request.raw ? 'raw' : 'prediction', (row) => predictions[row]!);
  if (request.contrib) {
    const { baseValue, contributions } = refused(request.model, () => shapTable(model, matrix));
    model.featureNames.forEach((name, feature) => {
      columns.set(`contribution.${name}`, (row) => contributions[feature]![row]!);
    });
    columns.set('contribution.base', () => baseValue);
  }
  const head = [...columns.keys()].map((name) =>
    /[",\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name,
  );
  const values = [...columns.values()];
  const lines = function* (): Generator<string> {
    yield `${head.join(',')}\n`;
    for (let row = 0; row < matrix.rows; row++) yield `${values.map((valueAt) => valueAt(row)).join(',')}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(request.out));
  return { rows: matrix.rows };
}

async function readModel(file: string): Promise<GbdtModel> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') throw new JobError(`${file}: there is no such file`);
    throw error;
  }
  try {
    return readLightGbm(text);
  } catch (error) {
    if (error instanceof ModelFileError) throw new JobError(`${file}, ${error.message}`);
    throw error;
  }
}

/**
 * The model's features among the table's columns, by name; names in model files have underscores for spaces. A model
 * that was trained without names (`Column_0`...) reads columns by their place.
 */
function matrixFor(model: GbdtModel, table: NumericTable): FeatureMatrix {
  const names = table.names.map((name) => name.replaceAll(/\s/g, '_'));
  const lacking = model.featureNames.filter((name) => !names.includes(name));
  if (lacking.length === 0) return createFeatureMatrix(names, table.columns);
  const nameless = model.featureNames.every((name, index) => name === `Column_${index}`);
  if (nameless && names.length === model.featureNames.length) {
    return createFeatureMatrix(model.featureNames, table.columns);
  }
  throw new JobError(
    `${table.file}: columns that the model needs are missing: ${lacking.slice(0, 20).join(', ')}; add them (empty where unknown)`,
  );
}
