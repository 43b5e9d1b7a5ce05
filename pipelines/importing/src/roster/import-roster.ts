import { readFile } from 'node:fs/promises';
import { Roster } from '#libs/contracts';
import type { ImportRun } from '../import-run.js';
import type { SourceFile } from '../source/source-file.js';
import { isDutyTable, readDuties } from './read-duties.js';

type Part = keyof Roster;
const parts = Object.keys(Roster.shape) as Part[];

/**
 * A roster document (`Roster` of the contracts) in JSON; lines of the report are places in a part, from 1. Beside it, or
 * alone, duties and leave as a table: `duties.csv`, or any that is named.
 */
export const importRoster = {
  batchSize: 1,
  takes: ({ name, named }: SourceFile) =>
    named || /\.json$/i.test(name) || /^duties\.csv(\.gz)?$/i.test(name),
  async read(run: ImportRun): Promise<void> {
    const documents = run.files.filter((file) => !isDutyTable(file));
    for (const file of documents) await readRoster(run, file);
    // people come first: a duty is of somebody who is known
    for (const file of run.files.filter(isDutyTable)) await readDuties(run, file);
  },
};

async function readRoster(run: ImportRun, file: SourceFile): Promise<void> {
  const said = { file: file.name, line: 0, field: '' };
  let document: unknown;
  try {
    document = JSON.parse(await readFile(file.path, 'utf8'));
  } catch {
    run.ledger.problem({ ...said, message: 'is not JSON: write the roster as one JSON object' });
    return;
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    run.ledger.problem({ ...said, message: `must be an object with some of ${parts.join(', ')}` });
    return;
  }
  const { roster, places } = legalRows(run, file, document as Readonly<Record<string, unknown>>);
  const report = await run.applyRoster(roster);
  for (const { part, index, field, message } of report.problems) {
    const place = places[part][index] ?? 0;
    const said = { file: file.name, line: place + 1, field: `${part}.${field}`, message };
    run.ledger.reject(run.ledger.table(part), said, JSON.stringify(roster[part][index]));
  }
  for (const part of parts) run.ledger.table(part).accepted += report.counts[part].accepted;
}

/** The rows that are as the contract says, and for each its place in the document; the others are reported. */
function legalRows(
  run: ImportRun,
  file: SourceFile,
  document: Readonly<Record<string, unknown>>,
): { readonly roster: Roster; readonly places: Record<Part, number[]> } {
  const wrong = new Map<string, { readonly field: string; readonly message: string }>();
  for (const { path, message } of Roster.safeParse(document).error?.issues ?? []) {
    const [part, index, ...field] = path.map(String);
    const key = `${part ?? ''}/${index ?? ''}`;
    if (!wrong.has(key)) wrong.set(key, { field: [part, ...field].join('.'), message });
  }
  const legal: Partial<Record<Part, unknown[]>> = {};
  const places = Object.fromEntries(parts.map((part): [Part, number[]] => [part, []])) as Record<
    Part,
    number[]
  >;
  for (const part of parts) {
    const refusal = wrong.get(`${part}/`);
    if (refusal !== undefined) run.ledger.problem({ file: file.name, line: 0, ...refusal });
    const rows = refusal === undefined ? ((document[part] ?? []) as unknown[]) : [];
    const count = run.ledger.table(part);
    legal[part] = rows.filter((row, index) => {
      count.read++;
      const said = wrong.get(`${part}/${index}`);
      if (said === undefined) places[part].push(index);
      else run.ledger.reject(count, { file: file.name, line: index + 1, ...said }, JSON.stringify(row));
      return said === undefined;
    });
  }
  return { roster: Roster.parse(legal), places };
}
