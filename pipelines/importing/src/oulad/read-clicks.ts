import { snowlightExtensions, verbs } from '#libs/contracts';
import { uuidOf } from '../row-id.js';
import { dayNumber, notADay, wholeNumber } from './fields.js';
import type { OuladImport, OuladRow } from './oulad-import.js';
import type { Presentation, Site } from './presentation.js';
import { RepeatedRows } from '../repeated-rows.js';

/** A row of `studentVle`, a student's clicks on a site on a day, becomes one statement that counts them. */
export async function readClicks(dataset: OuladImport): Promise<void> {
  const repeats = new RepeatedRows();
  for await (const rows of dataset.rows('studentVle')) for (const row of rows) readRow(dataset, repeats, row);
}

function readRow(dataset: OuladImport, repeats: RepeatedRows, row: OuladRow<'studentVle'>): void {
  const rowNumber = dataset.run.nextRow();
  const presentation = dataset.presentationOf(row);
  if (presentation === undefined) return;
  const [, , studentId = '', siteId = '', dateText = '', clicksText = ''] = row.fields;
  const student = presentation.students.get(studentId);
  const day = dayNumber(dateText);
  const clicks = wholeNumber(clicksText);
  if (student === undefined) {
    dataset.reject(row, 'id_student', `is not enrolled in ${presentation.code}: add the row to studentInfo`);
  } else if (day === undefined) {
    dataset.reject(row, 'date', notADay);
  } else if (clicks === undefined || clicks < 1) {
    dataset.reject(row, 'sum_click', 'must be a whole number from 1');
  } else {
    const site = presentation.sites.get(siteId) ?? unlistedSite(dataset, row, presentation, siteId);
    const { file, count, line } = row;
    const { code, context } = presentation;
    const own = `${student.pid}/${siteId}/${clicks}`;
    const copy = repeats.number(`${code}/${day}`, own);
    dataset.run.take({ file, count, line, row: rowNumber }, '1.0.3', () => ({
      id: uuidOf(`oulad/clicks/${code}/${day}/${own}/${copy}`),
      actor: student.actor,
      verb: site.verb,
      object: site.activity,
      result: { extensions: { [snowlightExtensions.count]: clicks } },
      context,
      timestamp: presentation.noon(day),
    }));
  }
}

/** Clicks on it count; of what kind they are is not known. */
function unlistedSite(
  dataset: OuladImport,
  row: OuladRow<'studentVle'>,
  presentation: Presentation,
  id: string,
): Site {
  const message = 'is not in vle with this presentation: kept, with an unknown type; add its row there';
  dataset.problem(row, 'id_site', message);
  return { activity: { id: presentation.siteIri(id) }, verb: { id: verbs.interacted } };
}
