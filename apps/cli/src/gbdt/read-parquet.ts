import { asyncBufferFromFile, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet';
import { JobError } from '../../../jobs/src/index.js';
import { checkNames, GrowingColumns, type NumericTable } from './numeric-table.js';

/**
 * A Parquet file of numbers (uncompressed or Snappy, as most writers make them); null is missing, true is 1.
 * @throws JobError with file, row and column for what is no number
 */
export async function readParquet(file: string): Promise<NumericTable> {
  try {
    const buffer = await asyncBufferFromFile(file);
    const metadata = await parquetMetadataAsync(buffer);
    const names = parquetSchema(metadata).children.map(({ element }) => element.name);
    checkNames(file, names);
    const columns = new GrowingColumns(names);
    const position = new Map(names.map((name, index) => [name, index]));
    columns.rows = Number(metadata.num_rows);
    if (columns.rows === 0) throw new JobError(`${file}: the table has no row`);
    columns.reserve(columns.rows);
    await parquetRead({
      file: buffer,
      metadata,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = position.get(columnName)!;
        for (let i = 0; i < columnData.length; i++) {
          columns.set(column, rowStart + i, numberOf(columnData[i], file, rowStart + i, columnName));
        }
      },
    });
    const placeOf = (row: number): string => `row ${row + 1}`;
    return { file, names, columns: columns.finish(), rows: columns.rows, placeOf };
  } catch (error) {
    if (error instanceof JobError) throw error;
    if ((error as { code?: unknown }).code === 'ENOENT') throw new JobError(`${file}: there is no such file`);
    const said = error instanceof Error ? error.message : String(error);
    throw new JobError(
      `${file}: no Parquet file that can be read (${said}); write it with Snappy or without compression, or copy it again`,
    );
  }
}

function numberOf(value: unknown, file: string, row: number, name: string): number {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value);
  if (typeof value === 'number' && (Number.isFinite(value) || Number.isNaN(value))) return value;
  const what = typeof value === 'number' ? 'is infinite' : `holds ${typeof value}s, not numbers`;
  throw new JobError(
    `${file}, row ${row + 1}: column "${name}" ${what}; give numbers, or null where it is unknown`,
  );
}
