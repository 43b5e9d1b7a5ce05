import { join } from 'node:path';
import type { ImportReport } from '#libs/contracts';
import { pseudonym } from '#libs/privacy';
import { importDataset } from './dataset/import-dataset.js';
import type { ImportPorts, ImportTenant } from './import-ports.js';
import { ImportRun } from './import-run.js';
import { importOulad } from './oulad/import-oulad.js';
import { ImportLedger } from './report/ledger.js';
import { importRoster } from './roster/import-roster.js';
import { ProgressMeter, type ImportProgress } from './report/progress-meter.js';
import { UnusableSourceError } from './source/source-error.js';
import { findSources, fingerprintOf, type SourceFile } from './source/source-file.js';
import { StatementFeed } from './statement-feed.js';
import { StoredRows } from './stored-rows.js';
import { importXapi } from './xapi/import-xapi.js';

export interface ImportOptions extends ImportPorts {
  readonly format: ImportFormat;
  /** Files, or folders for the files in them. */
  readonly paths: readonly string[];
  readonly tenant: ImportTenant;
  /** Read and check everything, store nothing. */
  readonly dryRun: boolean;
  /** Go on after what the last, unfinished import of the same source has stored. */
  readonly resume: boolean;
  /** Where the file of rejected rows goes; made where there is none. */
  readonly reportDirectory: string;
  /** How others reach us: names the authority of the statements. */
  readonly publicUrl: string;
  /**
   * For stores that live as long as one question: enrolments of one person in one run stay apart, and what is not
   * known stays unknown, where a lasting store needs one enrolment and a date. False where left out.
   */
  readonly analysis?: boolean;
  readonly signal?: AbortSignal;
}

/** The import could not go on; what it had stored stays, and `resume` goes on after it. */
export class ImportStoppedError extends Error {
  override readonly name = 'ImportStoppedError';
}

interface Format {
  readonly read: (run: ImportRun) => Promise<void>;
  /** Which of the files that the paths name belong to the format. */
  readonly takes: (file: SourceFile) => boolean;
  /** Statements of one delivery. */
  readonly batchSize: number;
}

const formats = {
  xapi: importXapi,
  oulad: importOulad,
  roster: importRoster,
  dataset: importDataset,
} as const satisfies Record<string, Format>;

export type ImportFormat = keyof typeof formats;
export const importFormats = Object.keys(formats) as readonly ImportFormat[];

/**
 * Brings files in and resolves with the report: how many rows were read, taken and left out, and why. Reading is in
 * order and deterministic, so that a repeated import changes nothing, and a resumed one reads again what was stored
 * before (its report speaks of the whole source) without storing it again.
 *
 * @throws UnusableSourceError where a path cannot be read: nothing was stored
 * @throws ImportStoppedError where a store failed or `signal` was aborted
 */
export async function importFiles(
  options: ImportOptions,
  onProgress: (progress: ImportProgress) => void = () => undefined,
): Promise<ImportReport> {
  const { tenant, dryRun, jobs } = options;
  const format: Format = formats[options.format];
  const started = performance.now();
  const files = (await findSources(options.paths)).filter(format.takes);
  if (files.length === 0)
    throw new UnusableSourceError(
      `${options.paths.join(', ')}: no file of format ${options.format} is there. Check the path.`,
    );
  const fingerprint = await fingerprintOf(files);
  const job = dryRun ? null : await jobs.open(tenant.id, options.format, fingerprint, options.resume);
  const stored = new StoredRows(job?.checkpoint);
  const resumedAt = stored.upTo;
  const ledger = new ImportLedger(rejectedFile(options));
  const feed = job === null ? undefined : openFeed(options, job.id, ledger, stored);
  const meter = new ProgressMeter(files, started, onProgress);
  const keys = options.keyring.tenant(tenant.id);
  const run = new ImportRun({
    tenant,
    dryRun,
    analysis: options.analysis ?? false,
    files,
    ledger,
    roster: options.roster,
    source: sourceOf(options),
    pidOf: (identifier) => pseudonym(keys, identifier),
    feed,
    stored,
    signal: options.signal ?? new AbortController().signal,
    onRead: (file, bytes) => meter.read(file, bytes),
    onRows: (rows) => meter.rows(rows),
  });
  try {
    await format.read(run);
    await feed?.end();
    if (job !== null) await jobs.finish(job.id, 'done', ledger.counts());
  } catch (error) {
    await feed?.abandon();
    await ledger.close();
    if (job === null) throw error;
    throw await stopped(error, stored.upTo, () => jobs.finish(job.id, 'failed', ledger.counts()));
  }
  return {
    format: options.format,
    dryRun,
    resumedAt: resumedAt === 0 ? null : resumedAt,
    seconds: (performance.now() - started) / 1000,
    ...(await ledger.close()),
  };
}

function openFeed(
  options: ImportOptions,
  job: string,
  ledger: ImportLedger,
  stored: StoredRows,
): StatementFeed {
  const source = sourceOf(options);
  return new StatementFeed({
    ...options,
    ...formats[options.format],
    source,
    authority: { objectType: 'Agent', account: { homePage: options.publicUrl, name: source } },
    onDurable: async (row) => {
      stored.reach(row);
      await options.jobs.checkpoint(job, stored.checkpoint(), ledger.counts());
    },
    onConflict: ({ place, statement }) => {
      stored.refuse(place.row);
      place.count.accepted--;
      const message = 'is the id of a stored statement with other content: give the new one an id of its own';
      ledger.reject(place.count, { ...place, field: 'id', message }, JSON.stringify(statement));
    },
  });
}

const sourceOf = ({ format }: ImportOptions): string => `import:${format}`;

function rejectedFile({ reportDirectory, format }: ImportOptions): string {
  return join(reportDirectory, `${format}-${new Date().toISOString().replaceAll(':', '')}.rejected.jsonl`);
}

async function stopped(
  error: unknown,
  row: number,
  record: () => Promise<void>,
): Promise<ImportStoppedError> {
  const reason = error instanceof Error ? error.message : String(error);
  const message = `The import stopped: ${reason} Rows up to ${row} are stored; import again with --resume to go on.`;
  try {
    await record();
    return new ImportStoppedError(message, { cause: error });
  } catch (second) {
    // The store that failed is the one that keeps the record: an unfinished job can be resumed all the same.
    return new ImportStoppedError(message, { cause: new AggregateError([error, second]) });
  }
}
