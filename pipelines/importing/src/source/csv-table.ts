import type { ImportRun } from '../import-run.js';
import type { TableCount } from '../report/ledger.js';
import { csvFields } from './csv-line.js';
import { isMisencoded, notUtf8, splitLines } from './lines.js';
import { BrokenSourceError } from './source-error.js';
import type { SourceFile } from './source-file.js';

export interface CsvRow {
  readonly line: number;
  /** Values in the order of the columns that were asked for. */
  readonly fields: readonly string[];
}

/** Where the columns that are asked for stand in the file; -1 = it has none of that name. */
interface Header {
  readonly places: readonly number[];
  readonly width: number;
}

/** What is wrong with a file's header; null = every column is there. */
export async function headerProblem(
  run: ImportRun,
  file: SourceFile,
  columns: readonly string[],
): Promise<string | null> {
  try {
    const names = await columnNames(run, file);
    return names.length > 0
      ? missingColumns(names, columns)
      : `is empty: its first line must name the columns ${columns.join(', ')}`;
  } catch (error) {
    if (error instanceof BrokenSourceError) return error.message;
    throw error;
  }
}

/**
 * Names of a file's columns as its first line gives them, in small letters; none where it is empty.
 * @throws BrokenSourceError
 */
export async function columnNames(run: ImportRun, file: SourceFile): Promise<string[]> {
  for await (const { lines } of splitLines(run.head(file))) return namesOf(lines[0] ?? '');
  return [];
}

/**
 * Rows of a CSV file with a header, a block at a time. Columns are found by their names, in any order; more of them do
 * no harm, and one that is not there is empty in every row. Rows of another width, with unmatched quotes or not in UTF-8 are rejected here.
 */
export async function* readCsv(
  run: ImportRun,
  file: SourceFile,
  columns: readonly string[],
  count: TableCount,
): AsyncGenerator<readonly CsvRow[]> {
  let header: Header | undefined;
  for await (const block of run.lines(file, count)) {
    const rows: CsvRow[] = [];
    for (let index = 0; index < block.lines.length; index++) {
      const text = block.lines[index]!;
      if (header === undefined) {
        header = headerOf(text, columns);
        continue;
      }
      if (text === '') continue;
      count.read++;
      const line = block.first + index;
      const fields = csvFields(text);
      if (fields?.length === header.width && !isMisencoded(text, block))
        rows.push({ line, fields: header.places.map((place) => fields[place] ?? '') });
      else {
        const message = isMisencoded(text, block) ? notUtf8 : shapeProblem(fields, header.width);
        run.ledger.reject(count, { file: file.name, line, field: '', message }, text);
      }
    }
    yield rows;
  }
}

function shapeProblem(fields: readonly string[] | undefined, width: number): string {
  return fields === undefined
    ? 'has a quote that does not match: write each field that holds a quote as "..." with its quotes doubled'
    : `must have ${width} fields, as the header has: write fields that hold a comma in quotes`;
}

function headerOf(line: string, columns: readonly string[]): Header {
  const names = namesOf(line);
  return { places: columns.map((column) => names.indexOf(column)), width: names.length };
}

function namesOf(line: string): string[] {
  return (csvFields(line) ?? []).map((name) => name.trim().toLowerCase());
}

function missingColumns(names: readonly string[], columns: readonly string[]): string | null {
  const missing = columns.filter((column) => !names.includes(column));
  if (missing.length === 0) return null;
  return `has no column ${missing.join(', ')} (its first line names ${names.join(', ')}): add the column or correct its name; nothing was stored`;
}
