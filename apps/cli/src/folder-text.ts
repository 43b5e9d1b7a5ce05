import type { ImportReport } from '#libs/contracts';
import { problemText } from '../../jobs/src/index.js';
import { say } from './output.js';

/** Says what was wrong in a folder and how gaps were filled, to whoever runs the command. */
export function sayRemarks({
  tables,
  problems,
  notes,
}: Pick<ImportReport, 'tables' | 'problems' | 'notes'>): void {
  const rows = tables.map(
    ({ table, accepted, rejected }) =>
      `${table} ${accepted.toLocaleString('en')}${rejected > 0 ? ` (left out: ${rejected.toLocaleString('en')})` : ''}`,
  );
  say(`read: ${rows.join(', ')}`);
  for (const problem of problems) say(`problem: ${problemText(problem)}`);
  for (const note of notes) say(`note: ${problemText(note)}`);
}
