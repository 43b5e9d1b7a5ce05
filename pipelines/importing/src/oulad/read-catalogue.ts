import type { Roster } from '#libs/contracts';
import { verbs } from '#libs/contracts';
import { assessmentNames, numbered, siteType } from './activity-types.js';
import { dayNumber, isUnknown, notADay, notAPercentage, percentage, wholeNumber } from './fields.js';
import type { OuladImport, OuladRow } from './oulad-import.js';
import { Presentation, startOf } from './presentation.js';

const program = { code: 'oulad', name: { zh: '英国开放大学', en: 'The Open University' } };

/** Presentations, and what is studied in them. */
export async function readCatalogue(dataset: OuladImport): Promise<void> {
  for await (const rows of dataset.rows('courses')) for (const row of rows) readCourse(dataset, row);
  addPresentations(dataset);
  for await (const rows of dataset.rows('vle')) for (const row of rows) readSite(dataset, row);
  for await (const rows of dataset.rows('assessments')) for (const row of rows) readAssessment(dataset, row);
}

function readCourse(dataset: OuladImport, row: OuladRow<'courses'>): void {
  const [module = '', presentation = '', lengthText = ''] = row.fields;
  const start = startOf(presentation);
  const length = wholeNumber(lengthText);
  if (start === undefined) {
    dataset.reject(row, 'code_presentation', 'must be a year and B (February) or J (October), like 2013J');
  } else if (length === undefined || length <= 0) {
    dataset.reject(row, 'module_presentation_length', 'must be a whole number of days, like 268');
  } else {
    const one = new Presentation(module, presentation, start, length);
    if (dataset.presentations.has(one.code)) {
      dataset.reject(row, 'code_presentation', 'is listed before with this module: the first row counts');
      return;
    }
    dataset.presentations.set(one.code, one);
    row.count.accepted++;
  }
}

function addPresentations(dataset: OuladImport): void {
  const presentations = [...dataset.presentations.values()];
  const modules = [...new Set(presentations.map(({ module }) => module))];
  dataset.addToRoster({
    programs: [program],
    courses: modules.map((code) => ({ code, program: program.code, name: { zh: code, en: code } })),
    runs: presentations.map((one) => ({
      code: one.code,
      course: one.module,
      iri: one.iri,
      start: one.start,
      end: one.day(one.length),
      rolling: false,
      dropout: 'explicit',
      silentDays: 28,
    })),
  });
}

function readSite(dataset: OuladImport, row: OuladRow<'vle'>): void {
  const presentation = dataset.presentationOf(row);
  if (presentation === undefined) return;
  const [, , id = '', activityType = ''] = row.fields;
  if (presentation.sites.has(id)) {
    dataset.reject(row, 'id_site', 'is listed before with this presentation: the first row counts');
    return;
  }
  const known = siteType(activityType);
  if (known === undefined)
    dataset.note(
      row,
      'activity_type',
      `"${activityType}" is no type of the published dataset: kept as it is`,
    );
  const iri = presentation.siteIri(id);
  presentation.sites.set(id, {
    activity: known === undefined ? { id: iri } : { id: iri, definition: { type: known.iri } },
    verb: { id: known?.verb ?? verbs.interacted },
  });
  row.count.accepted++;
  const name = known?.name ?? { zh: activityType, en: activityType };
  dataset.addRow(
    'activities',
    activity(presentation, iri, { type: known?.type ?? activityType, name: numbered(name, id) }),
    row,
    () => presentation.sites.delete(id),
  );
}

function readAssessment(dataset: OuladImport, row: OuladRow<'assessments'>): void {
  const presentation = dataset.presentationOf(row);
  if (presentation === undefined) return;
  const [, , id = '', type = '', dateText = '', weightText = ''] = row.fields;
  const dueDay = isUnknown(dateText) ? null : dayNumber(dateText);
  const weight = isUnknown(weightText) ? null : percentage(weightText);
  if (dataset.assessments.has(id)) {
    dataset.reject(row, 'id_assessment', 'is listed before: the first row counts');
  } else if (dueDay === undefined) {
    dataset.reject(row, 'date', `${notADay}, or empty`);
  } else if (weight === undefined) {
    dataset.reject(row, 'weight', `${notAPercentage}, or empty`);
  } else {
    const iri = `${presentation.iri}/assessment/${id}`;
    dataset.assessments.set(id, { presentation, iri });
    row.count.accepted++;
    const name = numbered(assessmentNames.get(type) ?? { zh: type, en: type }, id);
    const share = weight === null ? null : weight / 100;
    const entry = activity(presentation, iri, { type: 'assessment', name, dueDay, weight: share });
    dataset.addRow('activities', entry, row, () => dataset.assessments.delete(id));
  }
}

type RosterActivity = Roster['activities'][number];

function activity(
  { code }: Presentation,
  iri: string,
  own: Pick<RosterActivity, 'type' | 'name'> & Partial<RosterActivity>,
): RosterActivity {
  return { iri, run: code, module: null, skills: [], dueDay: null, weight: null, ...own };
}
