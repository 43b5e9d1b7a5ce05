import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createKeyring } from '#libs/privacy';
import type { Roster } from '#libs/contracts';
import type { Statement } from '#libs/xapi';
import { importFiles, type ImportFormat, type ImportOptions } from '../import-files.js';
import type { StatementDelivery, StatementIntake } from '../import-ports.js';
import type { RejectedRow } from '../report/rejected-rows.js';

type RosterReport = Awaited<ReturnType<ImportOptions['roster']['apply']>>;

/** Stores that hold what an import brings, without engines; the folder that it reads; and one call to import. */
export class MemoryImport {
  /** By id; the first of an id stays. */
  readonly statements = new Map<string, Statement>();
  readonly deliveries: StatementDelivery[] = [];
  readonly rosters: Roster[] = [];
  /** What the roster says to whatever it is given. */
  refusals: RosterReport['problems'] = [];
  /** Of the newest job. */
  job: Parameters<ImportOptions['jobs']['checkpoint']>[1] | undefined;
  ended: string | undefined;
  /** Called before a delivery is stored; throws where the store is to fail. */
  beforeStoring: (delivery: StatementDelivery) => Promise<void> | void = () => undefined;

  private constructor(readonly folder: string) {}

  static async open(): Promise<MemoryImport> {
    return new MemoryImport(await mkdtemp(join(tmpdir(), 'snowlight-import-')));
  }

  async write(name: string, content: string | Buffer): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  async rejected(file: string | null): Promise<RejectedRow[]> {
    const text = file === null ? '' : await readFile(file, 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as RejectedRow);
  }

  run(format: ImportFormat, options: Partial<ImportOptions> = {}) {
    return importFiles({
      format,
      paths: [this.folder],
      tenant: { id: 'default', timeZone: 'Asia/Shanghai' },
      dryRun: false,
      resume: false,
      reportDirectory: join(this.folder, 'imports'),
      publicUrl: 'http://127.0.0.1:3000',
      intake: this.#intake,
      roster: { apply: this.#roster, check: this.#roster },
      jobs: {
        open: (tenant, format, fingerprint, resume) =>
          Promise.resolve({
            id: 'job',
            tenant,
            format,
            fingerprint,
            checkpoint: resume ? (this.job ?? {}) : {},
            counts: {},
            status: 'running',
            startedAt: new Date(0),
            updatedAt: new Date(0),
          }),
        checkpoint: (_id, checkpoint) => {
          this.job = checkpoint;
          return Promise.resolve();
        },
        finish: (_id, status) => {
          this.ended = status;
          return Promise.resolve();
        },
      },
      keyring: createKeyring('a root secret of the import specs.'),
      now: () => new Date('2026-11-24T04:00:00Z'),
      ...options,
    });
  }

  remove(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  readonly #intake: StatementIntake = async (delivery) => {
    await this.beforeStoring(delivery);
    const idOf = (statement: Statement) => statement.id?.toLowerCase() ?? '';
    const ids = delivery.statements.filter((statement) => {
      const before = this.statements.get(idOf(statement));
      return before !== undefined && JSON.stringify(before) !== JSON.stringify(statement);
    });
    if (ids.length > 0) return { kind: 'conflict', ids: ids.map(idOf) };
    this.deliveries.push(delivery);
    for (const statement of delivery.statements) this.statements.set(idOf(statement), statement);
    return { kind: 'accepted' };
  };

  readonly #roster: ImportOptions['roster']['apply'] = (_tenant, roster) => {
    this.rosters.push(roster);
    const count = (part: keyof Roster) => ({ read: roster[part].length, accepted: roster[part].length });
    return Promise.resolve({
      counts: {
        regions: count('regions'),
        programs: count('programs'),
        courses: count('courses'),
        runs: count('runs'),
        modules: count('modules'),
        skills: count('skills'),
        activities: count('activities'),
        learners: count('learners'),
        enrolments: count('enrolments'),
        duties: count('duties'),
      },
      problems: this.refusals,
    });
  };
}
