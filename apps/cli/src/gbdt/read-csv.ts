import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { JobError } from '../../../jobs/src/index.js';
import { checkNames, GrowingColumns, type NumericTable } from './numeric-table.js';

const MISSING = new Set(['', 'na', 'n/a', 'nan', 'null', 'none', '?']);

/**
 * A table of numbers with a head, parted by commas (or tabs, where the head has no comma), `.gz` or not. Empty fields,
 * NA, NaN and null are missing.
 * @throws JobError with file, line and column for what is neither
 */
export async function readCsv(file: string): Promise<NumericTable> {
  const source = createReadStream(file);
  const bytes = file.endsWith('.gz') ? pipeline(source, createGunzip(), () => undefined) : source;
  const lines = new CsvLines(file);
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const chunk of bytes as AsyncIterable<Uint8Array>) {
      const text = rest + decoder.decode(chunk, { stream: true });
      const end = text.lastIndexOf('\n');
      rest = text.slice(end + 1);
      if (end >= 0) for (const line of text.slice(0, end).split('\n')) lines.take(line);
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (code === 'ENOENT') throw new JobError(`${file}: there is no such file`);
    if (code === 'Z_BUF_ERROR' || code === 'Z_DATA_ERROR') {
      throw new JobError(`${file}: the compressed file is damaged or cut off; copy it again`);
    }
    throw error;
  }
  if (rest !== '') lines.take(rest);
  return lines.finish();
}

class CsvLines {
  private line = 0;
  private separator = ',';
  private columns: GrowingColumns | null = null;
  /** Lines of rows, where empty lines have moved them. */
  private readonly skipped: number[] = [];

  constructor(private readonly file: string) {}

  take(raw: string): void {
    this.line++;
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (text.trim() === '') {
      this.skipped.push(this.line);
      return;
    }
    if (this.columns === null) {
      const head = text.replace(/^\uFEFF/, '');
      if (!head.includes(',') && head.includes('\t')) this.separator = '\t';
      const names = this.fields(head).map((name) => name.trim());
      checkNames(this.file, names);
      this.columns = new GrowingColumns(names);
      return;
    }
    const { columns } = this;
    const fields = this.fields(text);
    if (fields.length !== columns.names.length) {
      throw this.error(
        `has ${fields.length} fields, the head has ${columns.names.length}: the file is damaged or cut off`,
      );
    }
    const row = columns.rows++;
    columns.reserve(columns.rows);
    fields.forEach((field, i) => {
      columns.set(i, row, this.number(field, columns.names[i]!));
    });
  }

  finish(): NumericTable {
    const { file, columns, skipped } = this;
    if (columns === null) throw new JobError(`${file}: the file is empty; give a table with a head`);
    if (columns.rows === 0) throw new JobError(`${file}: there is a head and no row`);
    const placeOf = (row: number): string => {
      let line = row + 2;
      for (const empty of skipped) if (empty <= line) line++;
      return `line ${line}`;
    };
    return { file, names: columns.names, columns: columns.finish(), rows: columns.rows, placeOf };
  }

  private number(field: string, name: string): number {
    const value = Number(field);
    // Number('') is 0
    if (Number.isFinite(value) && field.trim() !== '') return value;
    const text = field.trim().toLowerCase();
    if (MISSING.has(text)) return Number.NaN;
    const what = /^[+-]?inf(inity)?$/.test(text) || !Number.isNaN(value) ? 'infinite' : 'no number';
    const remedy =
      what === 'infinite'
        ? 'leave it empty where it is unknown, or cap it'
        : 'number the categories from 0, or leave the field empty where it is unknown';
    throw this.error(`column "${name}": "${field.slice(0, 40)}" is ${what}; ${remedy}`);
  }

  /** Fields of a line; quotes are rare in tables of numbers and cost a look only. */
  private fields(text: string): string[] {
    if (!text.includes('"')) return text.split(this.separator);
    const fields: string[] = [];
    const field = new RegExp(`(?:"((?:[^"]|"")*)"|([^${this.separator}]*))(${this.separator}|$)`, 'y');
    for (;;) {
      const match = field.exec(text);
      if (match === null) throw this.error('has a quote that is not closed');
      fields.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
      if (match[3] === '') return fields;
    }
  }

  private error(message: string): JobError {
    return new JobError(`${this.file}, line ${this.line}: ${message}`);
  }
}
