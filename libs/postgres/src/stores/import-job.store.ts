import type { Repository } from 'typeorm';
import { ImportJobEntity } from '../entities/import-job.entity.js';
import { failing } from '../errors.js';
import type { Postgres } from '../postgres.js';
import type { Clock } from './clock.js';

export interface ImportJob {
  readonly id: string;
  readonly tenant: string;
  readonly format: string;
  /** Of the source: finds the job to resume. */
  readonly fingerprint: string;
  /** How far it has come, in the importer's own words; empty at the start. */
  readonly checkpoint: Readonly<Record<string, unknown>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly status: 'running' | 'done' | 'failed';
  readonly startedAt: Date;
  readonly updatedAt: Date;
}

/** Writer of `import_jobs`. */
export class ImportJobStore {
  private readonly jobs: Repository<ImportJobEntity>;

  constructor(
    private readonly postgres: Postgres,
    private readonly clock: Clock,
  ) {
    this.jobs = postgres.dataSource.getRepository(ImportJobEntity);
  }

  /** The newest job of this source, whatever became of it. */
  async latest(tenant: string, format: string, fingerprint: string): Promise<ImportJob | null> {
    return failing(
      this.jobs.findOne({ where: { tenant, format, fingerprint }, order: { startedAt: 'DESC' } }),
    );
  }

  /**
   * A job to work on. With `resume` the newest unfinished one of this source goes on from its checkpoint, if there is
   * one; else a new one starts from the beginning, and one that was left running counts as failed.
   */
  async open(tenant: string, format: string, fingerprint: string, resume: boolean): Promise<ImportJob> {
    const now = this.clock();
    return this.postgres.withAdvisoryLock<ImportJob>(
      `import ${tenant} ${format} ${fingerprint}`,
      async () => {
        const before = await this.latest(tenant, format, fingerprint);
        if (resume && before !== null && before.status !== 'done') {
          await this.jobs.update({ id: before.id }, { status: 'running', updatedAt: now });
          return { ...before, status: 'running', updatedAt: now };
        }
        if (before?.status === 'running')
          await this.jobs.update({ id: before.id }, { status: 'failed', updatedAt: now });
        return this.jobs.save(
          this.jobs.create({
            tenant,
            format,
            fingerprint,
            checkpoint: {},
            counts: {},
            status: 'running',
            startedAt: now,
            updatedAt: now,
          }),
        );
      },
    );
  }

  async checkpoint(
    id: string,
    checkpoint: ImportJob['checkpoint'],
    counts: ImportJob['counts'],
  ): Promise<void> {
    await failing(
      this.jobs.save({
        id,
        checkpoint: { ...checkpoint },
        counts: { ...counts },
        updatedAt: this.clock(),
      }),
    );
  }

  async finish(id: string, status: 'done' | 'failed', counts: ImportJob['counts']): Promise<void> {
    await failing(this.jobs.update({ id }, { status, counts: { ...counts }, updatedAt: this.clock() }));
  }

  /** Newest first. */
  list(tenant: string, limit: number): Promise<ImportJob[]> {
    return failing(this.jobs.find({ where: { tenant }, order: { startedAt: 'DESC' }, take: limit }));
  }
}
