import { createFeatureMatrix, type FeatureMatrix } from '#libs/models';
import { JobError } from '../../../jobs/src/index.js';
import type { NumericTable } from './numeric-table.js';
import { readCsv } from './read-csv.js';
import { readParquet } from './read-parquet.js';

export function readTable(file: string): Promise<NumericTable> {
  return /\.(parquet|pq)$/i.test(file) ? readParquet(file) : readCsv(file);
}

/** One column, every value known. */
export function knownColumn(table: NumericTable, name: string, what: string): Float64Array {
  const column = table.columns[table.names.indexOf(name)];
  if (column === undefined) {
    throw new JobError(
      `${table.file}: there is no column "${name}" for the ${what}; its columns are ${table.names.slice(0, 20).join(', ')}`,
    );
  }
  const missing = column.findIndex((value) => Number.isNaN(value));
  if (missing >= 0) {
    throw new JobError(
      `${table.file}, ${table.placeOf(missing)}: the ${what} in column "${name}" is missing; fill it in or leave the row out`,
    );
  }
  return column;
}

/**
 * Names of the columns that a LightGBM parameter means: `name:a,b`, or positions that do not count the label. Spaces of
 * a name part parameters: there they are underscores, as in model files.
 * @param candidates all columns but the label
 */
export function columnsMeant(
  text: string | null,
  candidates: readonly string[],
  parameter: string,
): readonly string[] {
  if (text === null || text === '') return [];
  const byName = text.startsWith('name:');
  return (byName ? text.slice(5) : text).split(',').map((part) => {
    const name = byName
      ? candidates.find((one) => one === part || one.replaceAll(/\s/g, '_') === part)
      : candidates[/^\d+$/.test(part) ? Number(part) : -1];
    if (name !== undefined) return name;
    throw new JobError(
      `${parameter}=${text}: there is no column ${byName ? `"${part}"` : part}; give names as "name:a,b", or positions from 0 without the label`,
    );
  });
}

/** Those columns as features. */
export function featuresOf(table: NumericTable, names: readonly string[]): FeatureMatrix {
  return createFeatureMatrix(
    names,
    names.map((name) => table.columns[table.names.indexOf(name)]!),
  );
}
