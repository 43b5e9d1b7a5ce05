import type { SourceFile } from '../source/source-file.js';

/** Files of a dataset folder with the columns that mean something; all but the required ones may be left out. */
export const datasetTables = {
  enrolments: ['learner', 'course', 'start', 'registered', 'end', 'outcome', 'outcome_at', 'region'],
  events: ['learner', 'course', 'at', 'verb', 'activity', 'type', 'count', 'score', 'success', 'duration'],
  activities: ['course', 'activity', 'type', 'due', 'weight', 'skill'],
  duties: ['learner', 'from', 'to', 'kind', 'cancelled'],
  responses: ['learner', 'item', 'skill', 'at', 'correct', 'duration'],
} as const;

export type DatasetTable = keyof typeof datasetTables;
export const datasetTableNames = Object.keys(datasetTables) as readonly DatasetTable[];

/** Columns without which no row says anything. */
export const requiredColumns: Readonly<Record<DatasetTable, readonly string[]>> = {
  enrolments: ['learner', 'course'],
  events: ['learner', 'course', 'at'],
  activities: ['course', 'activity'],
  duties: ['learner', 'from', 'to'],
  responses: ['learner', 'item', 'at', 'correct'],
};

/** What a folder must hold to be read at all; the others may be missing. */
export const requiredTables: readonly DatasetTable[] = ['enrolments', 'events'];

/** The table that a file holds, by its name: `events.csv`, `events.csv.gz`. */
export function tableOf({ name }: Pick<SourceFile, 'name'>): DatasetTable | undefined {
  const [, stem] = /^(.+?)\.csv(?:\.gz)?$/i.exec(name) ?? [];
  return datasetTableNames.find((table) => table === stem?.toLowerCase());
}
