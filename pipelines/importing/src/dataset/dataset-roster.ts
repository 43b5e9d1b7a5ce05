import type { LearnerAccount, Roster } from '#libs/contracts';
import type { DatasetEnrolment, DatasetEnrolments } from './dataset-enrolments.js';
import { datasetHome } from './dataset-home.js';
import type { DatasetImport } from './dataset-import.js';
import type { ReadActivity } from './read-activities.js';
import type { ReadDuty } from './read-duties.js';

const program = { code: 'dataset', name: { zh: '数据集', en: 'Dataset' } };
const SILENT_DAYS = { least: 7, most: 28 };
const both = (name: string): { zh: string; en: string } => ({ zh: name, en: name });

/** What a folder says of people and courses. */
interface DatasetRoster {
  readonly enrolments: DatasetEnrolments;
  readonly activities: readonly ReadActivity[];
  readonly duties: readonly ReadDuty[];
}

/**
 * Brings people and courses in. A learner who comes to one run again is brought in again after the first time, so that
 * the life cycle of the enrolment decides. What the roster refuses is a rejected row.
 */
export async function applyDatasetRoster(
  dataset: DatasetImport,
  { enrolments, activities, duties }: DatasetRoster,
): Promise<void> {
  const { all, runs } = enrolments;
  const newest = new Map<string, DatasetEnrolment>();
  for (const one of all) newest.set(one.pid, one);
  const regions = new Set(all.map(({ region }) => region).filter((region) => region !== ''));
  const learners = [...newest.values()];
  const most = all.reduce((attempts, { attempt }) => Math.max(attempts, attempt), 1);
  for (let attempt = 1; attempt <= most; attempt++) {
    const own = all.filter((one) => one.attempt === attempt);
    const first = attempt === 1;
    const { problems } = await dataset.run.applyRoster({
      regions: first ? regionsOf(regions) : [],
      programs: first ? [program] : [],
      courses: first
        ? [...new Set(runs.map(({ course }) => course))].map((code) => ({
            code,
            program: program.code,
            name: both(code),
          }))
        : [],
      runs: first ? runs.map(rosterRun) : [],
      modules: [],
      skills: [],
      activities: first ? activities.map(({ entry }) => entry) : [],
      learners: first ? learners.map(rosterLearner) : [],
      enrolments: own.map(rosterEnrolment),
      duties: first ? duties.map(({ entry }) => entry) : [],
    });
    for (const { part, index, field, message } of problems) {
      // a region that is known on another level stays as it is, and people are placed in it all the same
      if (part === 'regions') continue;
      if (part === 'duties') {
        refuseDuty(dataset, duties[index]!, field, message);
        continue;
      }
      const one = part === 'enrolments' ? own[index] : undefined;
      const line = part === 'learners' ? learners[index]?.line : (one?.line ?? activities[index]?.line);
      const table = part === 'activities' ? ('activities' as const) : ('enrolments' as const);
      const said = { file: `${table}.csv`, line: line ?? 0, field, message };
      if (one === undefined && part !== 'activities') {
        dataset.run.ledger.problem(said);
        continue;
      }
      const count = dataset.run.ledger.table(table);
      count.accepted--;
      dataset.run.ledger.reject(
        count,
        said,
        one === undefined ? (activities[index]?.entry.iri ?? '') : one.learner,
      );
    }
  }
}

function refuseDuty(dataset: DatasetImport, { row }: ReadDuty, field: string, message: string): void {
  row.count.accepted--;
  dataset.reject(row, field === 'to' || field === 'from' ? field : 'learner', message);
}

function rosterRun({
  code,
  course,
  iri,
  start,
  end,
}: DatasetEnrolments['runs'][number]): Roster['runs'][number] {
  const length = end === null ? Infinity : (Date.parse(end) - Date.parse(start)) / 86_400_000;
  const quarter = Math.round(length / 4);
  return {
    code,
    course,
    iri,
    start,
    end,
    rolling: false,
    dropout: 'explicit',
    // a quarter of a short run: four weeks of silence cannot be seen in five
    silentDays: Math.min(Math.max(quarter, SILENT_DAYS.least), SILENT_DAYS.most),
  };
}

function rosterLearner({ actor, region, attributes }: DatasetEnrolment): Roster['learners'][number] {
  return {
    account: actor.account as LearnerAccount,
    region: region === '' ? null : region,
    attributes: { ...attributes },
  };
}

function rosterEnrolment(one: DatasetEnrolment): Roster['enrolments'][number] {
  return {
    account: one.actor.account as LearnerAccount,
    run: one.run.code,
    registeredAt: new Date(one.registered).toISOString(),
    startedAt: null,
    status: one.outcome ?? 'registered',
    statusAt: one.outcomeAt === null ? null : new Date(one.outcomeAt).toISOString(),
  };
}

/** A flat list: the folder does not say what lies in what. */
function regionsOf(codes: ReadonlySet<string>): Roster['regions'] {
  if (codes.size === 0) return [];
  const always = { validFrom: '1970-01-01', validTo: null };
  const root = `${datasetHome}/regions`;
  return [
    { ...always, code: root, parent: null, level: 'province', name: both('dataset') },
    ...[...codes].map((code) => ({
      ...always,
      code,
      parent: root,
      level: 'county' as const,
      name: both(code),
    })),
  ];
}
