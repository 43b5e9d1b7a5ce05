import { JobError } from '../job.js';
import type { FolderRun } from './folder-store.js';
import type { OpenFolder } from './with-folder.js';

/**
 * The runs that names mean: each a course of the folder, with all its runs, or the code of one.
 * @throws JobError naming those that are not there
 */
export function runsNamed({ path, store }: OpenFolder, names: readonly string[]): FolderRun[] {
  const missing = names.filter((name) => !store.runs.some((run) => isNamed(run, name)));
  if (missing.length > 0) {
    const there = [...new Set(store.runs.map(({ course }) => course))];
    const list = `${there.slice(0, 20).join(', ')}${there.length > 20 ? ` and ${String(there.length - 20)} more` : ''}`;
    throw new JobError(`${path}: there is no course ${missing.join(', ')}; the folder has ${list}`);
  }
  return store.runs.filter((run) => names.some((name) => isNamed(run, name)));
}

const isNamed = ({ code, course }: FolderRun, name: string): boolean => code === name || course === name;

const words = ['completed', 'failed', 'withdrew', 'silent'] as const;

/** What is known of how it ended, for whoever has to mend the folder. */
export function outcomesText({ store }: OpenFolder, runs: readonly FolderRun[]): string {
  const iris = new Set(runs.map(({ run }) => run));
  const own = store.enrolments.filter(({ run }) => iris.has(run));
  const counts = words.map((word) => `${word} ${String(own.filter(({ status }) => status === word).length)}`);
  const unknown = own.filter(({ status }) => status === 'registered').length;
  return `of ${String(own.length)} enrolments: ${counts.join(', ')}, not known ${String(unknown)}`;
}
