import { isIri } from '#libs/xapi';
import type { DatasetRun } from './dataset-enrolments.js';

/** IRI of what an event is about: as it stands where it is one; the run itself where nothing is named. */
export function activityIri(run: DatasetRun, name: string): string {
  if (name === '') return run.iri;
  return isIri(name) ? name : `${run.iri}/activities/${encodeURIComponent(name)}`;
}
