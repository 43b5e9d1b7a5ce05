import * as z from 'zod';
import type { Platform } from '../../host/src/index.js';

/** What a job reads of the platform; a job never stops or drains it. */
export type JobPlatform = Pick<
  Platform,
  | 'config'
  | 'clickhouse'
  | 'postgres'
  | 'keyring'
  | 'stores'
  | 'bus'
  | 'intake'
  | 'tenantClock'
  | 'publicUrl'
  | 'erasure'
  | 'blobs'
>;

/**
 * Something that an operator asks for. The same function runs in the command's own process, or, where a server holds
 * the data directory, in that server, asked by the command through its API.
 */
export interface Job<A = unknown> {
  readonly name: string;
  readonly arguments: z.ZodType<A>;
  /** Progress and result are plain JSON. Rejects with `JobError` for what the operator can mend. */
  readonly run: (
    platform: JobPlatform,
    args: A,
    progress: (step: object) => void,
    signal: AbortSignal,
  ) => Promise<object>;
}

/** The job cannot be done as asked; the message says why and what to do. */
export class JobError extends Error {
  override readonly name = 'JobError';
}

/**
 * Keeps the argument type of a job together, then forgets it: jobs are looked up by name. Arguments that do not fit are
 * something that the operator can mend.
 */
export const defineJob = <A>(job: Job<A>): Job => ({
  ...job,
  async run(platform, args, progress, signal) {
    const parsed = job.arguments.safeParse(args);
    if (!parsed.success) throw new JobError(z.prettifyError(parsed.error), { cause: parsed.error });
    return job.run(platform, parsed.data, progress, signal);
  },
});
