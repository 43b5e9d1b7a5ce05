import { readFileSync } from 'node:fs';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchTable } from './tables.js';

/** What both trainers are given beside the numbers. */
export interface TableMeta {
  readonly features: number;
  readonly names: readonly string[];
  readonly trainRows: number;
  readonly testRows: number;
  readonly categorical: readonly number[];
  readonly trees: number;
  /** For LightGBM, by its names; ours has the same as defaults. */
  readonly parameters: object;
}

export const TREES = 100;
/** Test rows whose contributions are compared. */
export const SHAP_ROWS = 200;

const parameters = {
  objective: 'binary',
  num_leaves: 31,
  learning_rate: 0.1,
  min_data_in_leaf: 20,
  max_bin: 255,
  seed: 1,
  deterministic: true,
};

/** Writes a table so that Node and Python read it alike: columns of doubles, one after the other. */
export async function writeTable(directory: string, table: BenchTable): Promise<TableMeta> {
  const { columns, labels, trainRows, categorical } = table;
  const meta: TableMeta = {
    features: columns.length,
    names: columns.map((_, i) => `f${i}`),
    trainRows,
    testRows: labels.length - trainRows,
    categorical,
    trees: TREES,
    parameters,
  };
  await writeFile(join(directory, 'meta.json'), JSON.stringify(meta));
  for (const [part, begin, end] of [
    ['train', 0, trainRows],
    ['test', trainRows, labels.length],
  ] as const) {
    await rm(join(directory, `${part}.x`), { force: true });
    for (const column of columns)
      await appendFile(join(directory, `${part}.x`), new Uint8Array(column.slice(begin, end).buffer));
    await writeFile(join(directory, `${part}.y`), labels.slice(begin, end));
  }
  return meta;
}

export function readNumbers(directory: string, name: string): Float64Array {
  const bytes = readFileSync(join(directory, name));
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

export function readMeta(directory: string): TableMeta {
  return JSON.parse(readFileSync(join(directory, 'meta.json'), 'utf8')) as TableMeta;
}

export function readColumns(directory: string, part: 'train' | 'test'): Float64Array[] {
  const { features } = readMeta(directory);
  const all = readNumbers(directory, `${part}.x`);
  const rows = all.length / features;
  return Array.from({ length: features }, (_, i) => all.subarray(i * rows, (i + 1) * rows));
}
