import type { Roster } from '#libs/contracts';
import { identifierOf, type Agent } from '#libs/xapi';
import { dayNumber, isUnknown, notADay } from './fields.js';
import type { OuladImport, OuladRow } from './oulad-import.js';
import { ouladHome, type Presentation } from './presentation.js';
import { regionCode, regionTree } from './regions.js';

type EnrolmentStatus = Roster['enrolments'][number]['status'];

const endings: Readonly<Record<string, EnrolmentStatus>> = {
  Pass: 'completed',
  Distinction: 'completed',
  Fail: 'failed',
  Withdrawn: 'withdrew',
};

interface Registration {
  /** Days of the presentation; null = not known. */
  readonly registered: number | null;
  readonly unregistered: number | null;
}

/** Columns of `studentInfo` that describe the person, kept for audits of fairness alone. */
const demographics = ['gender', 'highest_education', 'imd_band', 'age_band', 'disability'] as const;

interface Person {
  readonly actor: Agent;
  readonly pid: string;
  /** Of their latest presentation: of those that differ between two, the newer holds. */
  row: OuladRow<'studentInfo'>;
  latestStart: string;
}

/** Learners and their enrolments: `studentInfo` says who, `studentRegistration` from when to when. */
export async function readPeople(dataset: OuladImport): Promise<void> {
  const registrations = await readRegistrations(dataset);
  const people = new Map<string, Person>();
  for await (const rows of dataset.rows('studentInfo'))
    for (const row of rows) readEnrolment(dataset, row, registrations, people);
  for (const [key, { row }] of registrations) {
    const [code = '', student = ''] = key.split('/');
    if (dataset.presentations.get(code)?.students.has(student) === true) continue;
    row.count.accepted--;
    dataset.reject(row, 'id_student', 'is not in studentInfo with this presentation: add the row there');
  }
  addLearners(dataset, people);
}

type Registrations = Map<
  string,
  { readonly row: OuladRow<'studentRegistration'>; readonly dates: Registration }
>;

async function readRegistrations(dataset: OuladImport): Promise<Registrations> {
  const registrations: Registrations = new Map();
  for await (const rows of dataset.rows('studentRegistration'))
    for (const row of rows) {
      const presentation = dataset.presentationOf(row);
      if (presentation === undefined) continue;
      const [, , student = '', from = '', to = ''] = row.fields;
      const registered = isUnknown(from) ? null : dayNumber(from);
      const unregistered = isUnknown(to) ? null : dayNumber(to);
      const key = registrationKey(presentation, student);
      if (registrations.has(key)) dataset.reject(row, 'id_student', repeated);
      else if (registered === undefined) dataset.reject(row, 'date_registration', `${notADay}, or empty`);
      else if (unregistered === undefined) dataset.reject(row, 'date_unregistration', `${notADay}, or empty`);
      else {
        registrations.set(key, { row, dates: { registered, unregistered } });
        row.count.accepted++;
      }
    }
  return registrations;
}

const repeated = 'is listed before with this presentation: the first row counts, take the others out';

function registrationKey({ code }: Presentation, student: string): string {
  return `${code}/${student}`;
}

function readEnrolment(
  dataset: OuladImport,
  row: OuladRow<'studentInfo'>,
  registrations: Registrations,
  people: Map<string, Person>,
): void {
  const presentation = dataset.presentationOf(row);
  if (presentation === undefined) return;
  const id = row.fields[2]!;
  const result = row.fields.at(-1)!;
  const ending = endings[result];
  if (id === '') {
    dataset.reject(row, 'id_student', 'must not be empty');
  } else if (presentation.students.has(id)) {
    dataset.reject(row, 'id_student', repeated);
  } else if (ending === undefined && !isUnknown(result)) {
    dataset.reject(row, 'final_result', `must be ${Object.keys(endings).join(', ')} or empty`);
  } else {
    const person = personOf(dataset, people, id, row, presentation);
    const dates = registrations.get(registrationKey(presentation, id))?.dates;
    const enrolment = enrolmentOf(dataset, row, presentation, dates, ending);
    const { actor, pid } = person;
    presentation.students.set(id, { actor, pid, registered: enrolment.registered });
    row.count.accepted++;
    dataset.addRow(
      'enrolments',
      {
        account: { homePage: ouladHome, name: id },
        run: presentation.code,
        registeredAt: presentation.noon(enrolment.registered),
        startedAt: null,
        status: enrolment.status,
        statusAt: presentation.noon(enrolment.since),
      },
      row,
      () => presentation.students.delete(id),
    );
  }
}

function personOf(
  dataset: OuladImport,
  people: Map<string, Person>,
  id: string,
  row: OuladRow<'studentInfo'>,
  { start }: Presentation,
): Person {
  const known = people.get(id);
  if (known === undefined) {
    // as the roster writes people: another form of each would have to be kept and given back
    const actor: Agent = { objectType: 'Agent', account: { homePage: ouladHome, name: id } };
    const person = { actor, pid: dataset.run.pidOf(identifierOf(actor) ?? ''), row, latestStart: start };
    people.set(id, person);
    return person;
  }
  if (start > known.latestStart) {
    known.row = row;
    known.latestStart = start;
  }
  return known;
}

/**
 * When a learner came and what became of them, in days of the presentation. The day of unregistration defines leaving,
 * whatever the final result: of 10,156 withdrawn learners of the whole set 10,072 have one.
 */
function enrolmentOf(
  dataset: OuladImport,
  row: OuladRow<'studentInfo'>,
  { length }: Presentation,
  dates: Registration | undefined,
  ending: EnrolmentStatus | undefined,
): { readonly registered: number; readonly status: EnrolmentStatus; readonly since: number } {
  const left = dates?.unregistered ?? null;
  // Whoever left before the start had registered before it too.
  const registered = dates?.registered ?? Math.min(0, left ?? 0);
  if (dates?.registered == null)
    dataset.note(row, 'id_student', 'has no date of registration: taken as registered on the first day');
  if (left !== null) return { registered, status: 'withdrew', since: left };
  if (ending === undefined) return { registered, status: 'registered', since: registered };
  if (ending === 'withdrew')
    dataset.note(
      row,
      'final_result',
      'is Withdrawn without a date: taken as withdrawn at the end of the run',
    );
  return { registered, status: ending, since: length };
}

function addLearners(dataset: OuladImport, people: ReadonlyMap<string, Person>): void {
  const regions = new Set<string>();
  for (const [id, { row }] of people) {
    const [, , , gender = '', region = '', education = '', imd = '', age = '', disability = ''] = row.fields;
    const values = [gender, education, imd, age, disability];
    if (!isUnknown(region)) regions.add(region);
    const learner = {
      account: { homePage: ouladHome, name: id },
      region: isUnknown(region) ? null : regionCode(region),
      attributes: Object.fromEntries(
        demographics
          .map((name, index) => [name, values[index]!] as const)
          .filter(([, value]) => !isUnknown(value)),
      ),
    };
    // Where a learner is refused their enrolments are too, and the rows with these.
    dataset.addRow('learners', learner, row, undefined);
  }
  dataset.addToRoster({ regions: regionTree(regions) });
}
