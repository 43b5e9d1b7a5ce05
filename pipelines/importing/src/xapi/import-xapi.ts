import type { ImportRun } from '../import-run.js';
import type { TableCount } from '../report/ledger.js';
import { isMisencoded, notUtf8, splitLines } from '../source/lines.js';
import type { SourceFile } from '../source/source-file.js';
import { jsonArrayItems, type JsonItem } from './json-array.js';
import { opensArray } from './opens-array.js';
import { legalStatement } from './legal-statement.js';
import { withOwnId } from './own-id.js';

/**
 * xAPI statements, as JSON lines or as a JSON array, packed by gzip or not. Each is judged by itself: legal ones are
 * taken, the others stand in the report with the rule that they break.
 */
export const importXapi = {
  // Ids come from elsewhere: the store is asked about each, so that none replaces another.
  batchSize: 2000,
  takes: ({ name, named }: SourceFile) => named || /\.(json|jsonl|ndjson)(\.gz)?$/i.test(name),
  async read(run: ImportRun): Promise<void> {
    const count = run.ledger.table('statements');
    for (const file of run.files) {
      const before = count.read;
      for await (const items of run.blocks(file, count, readItems(run, file)))
        for (const item of items) takeItem(run, count, file, item);
      if (count.read === before)
        run.ledger.problem({
          file: file.name,
          line: 0,
          field: '',
          message: 'holds no statement: check that the export was complete',
        });
    }
  },
};

async function* readItems(run: ImportRun, file: SourceFile): AsyncGenerator<readonly JsonItem[]> {
  const { isArray, chunks } = await opensArray(run.text(file));
  if (isArray) yield* jsonArrayItems(chunks);
  else
    for await (const block of splitLines(chunks))
      yield block.lines.flatMap((text, index) =>
        text.trim() === '' ? [] : { line: block.first + index, text, misencoded: isMisencoded(text, block) },
      );
}

function takeItem(run: ImportRun, count: TableCount, { name: file }: SourceFile, item: JsonItem): void {
  count.read++;
  const row = run.nextRow();
  const reject = (field: string, message: string) =>
    run.ledger.reject(count, { file, line: item.line, field, message }, item.text);
  if (item.misencoded) {
    reject('', notUtf8);
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(item.text);
  } catch {
    reject('', 'is not JSON: a line must hold one whole statement, an array whole statements between commas');
    return;
  }
  const legal = legalStatement(value, run.tenant.xapiMode);
  if (!legal.ok) {
    reject(legal.error.path || 'statement', `${legal.error.message} (${legal.error.rule})`);
    return;
  }
  const { statement, version, corrections } = legal;
  for (const { path, rule, done } of corrections)
    run.ledger.note({ file, line: item.line, field: path, message: `was put right (${rule})`, value: done });
  run.take(
    { count, file, line: item.line, row },
    version,
    () => withOwnId(statement, run.pidOf),
    corrections,
  );
}
