import { readdir } from 'node:fs/promises';
import type { ClickHouse } from '#libs/clickhouse';
import type { ImportReport } from '#libs/contracts';
import { createKeyring } from '#libs/privacy';
import { importFiles, UnusableSourceError, type ImportFormat } from '#pipelines/importing';
import { JobError } from '../job.js';
import { withFolderEngine } from './folder-engine.js';
import { FOLDER_TENANT, FOLDER_TIME_ZONE, FolderStore } from './folder-store.js';

/** A folder that was read: its figures are in the engine. */
export interface OpenFolder {
  readonly path: string;
  readonly clickhouse: ClickHouse;
  readonly store: FolderStore;
  readonly report: ImportReport;
}

/** Names nobody outside of the folder; the same each time, so that the same data give the same model. */
const FOLDER_SECRET = 'pseudonyms of a folder that is read for one question';

const PROBLEMS_SHOWN = 10;

/**
 * Reads a dataset folder, or a folder of OULAD's tables, into an engine of its own, which is gone afterwards.
 * @throws JobError where the folder cannot be used, with all that is wrong
 */
export async function withFolder<T>(path: string, work: (folder: OpenFolder) => Promise<T>): Promise<T> {
  const format = await formatOf(path);
  return withFolderEngine(async (clickhouse, directory) => {
    const folder = await readFolder(path, format, directory, clickhouse);
    return work(folder).catch((error: unknown) => {
      throw withProblems(error, folder.report);
    });
  });
}

async function readFolder(
  path: string,
  format: ImportFormat,
  directory: string,
  clickhouse: ClickHouse,
): Promise<OpenFolder> {
  const keyring = createKeyring(FOLDER_SECRET);
  const store = new FolderStore(clickhouse, keyring.tenant(FOLDER_TENANT));
  const { roster, jobs, intake } = store;
  const report = await readable(() =>
    importFiles({
      format,
      paths: [path],
      tenant: { id: FOLDER_TENANT, timeZone: FOLDER_TIME_ZONE },
      dryRun: false,
      resume: false,
      analysis: true,
      reportDirectory: directory,
      publicUrl: 'http://127.0.0.1',
      keyring,
      now: () => new Date(0),
      roster,
      jobs,
      intake,
    }),
  );
  if (store.enrolments.length === 0)
    throw new JobError(
      [`${path}: no enrolment could be read`, ...report.problems.map(problemText)].join('\n  '),
    );
  await store.settle();
  return { path, clickhouse, store, report };
}

/** A refusal is easier to mend with what was wrong in the folder beside it. */
function withProblems(error: unknown, { problems }: ImportReport): unknown {
  if (!(error instanceof JobError) || problems.length === 0) return error;
  const said = problems.slice(0, PROBLEMS_SHOWN).map(problemText);
  return new JobError([error.message, ...said].join('\n  '), { cause: error });
}

/** A remark about a place in a folder, as a person reads it. */
export function problemText({ file, line, field, message, count }: ImportReport['problems'][number]): string {
  const place = [file, ...(line > 0 ? [String(line)] : [])].join(':');
  const often = count > 1 ? ` (${count.toLocaleString('en')} times, here first)` : '';
  return `${place}${field === '' ? '' : ` ${field}`}: ${message}${often}`;
}

async function formatOf(path: string): Promise<ImportFormat> {
  const names = await readable(() => filesOf(path));
  const has = (name: string): boolean =>
    names.some((file) => file.toLowerCase().replace(/\.gz$/, '') === `${name}.csv`);
  if (has('enrolments')) return 'dataset';
  if (has('studentinfo') || has('courses')) return 'oulad';
  if (has('events')) return 'dataset';
  throw new JobError(
    `${path}: there is no enrolments.csv (or enrolments.csv.gz), and it is no folder of OULAD either: give the folder that holds enrolments.csv and events.csv`,
  );
}

async function filesOf(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'there is no such folder'
        : code === 'ENOTDIR'
          ? 'is no folder'
          : `cannot be read (${code})`;
    throw new UnusableSourceError(`${path}: ${reason}. Check the path.`, { cause: error });
  }
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UnusableSourceError) throw new JobError(error.message, { cause: error });
    throw error;
  }
}
