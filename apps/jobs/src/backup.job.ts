import { isAbsolute } from 'node:path';
import * as z from 'zod';
import { fingerprint, rootSecret } from '#libs/config';
import { BackupError, takeBackup } from '#pipelines/backup';
import { packageVersion } from '../../api/src/package-version.js';
import { defineJob, JobError } from './job.js';

/** Both stores and the attachments into a new directory, while everything goes on. */
export const backup = defineJob({
  name: 'backup',
  arguments: z.object({
    /** On the machine of the process that does the job. */
    out: z.string().refine(isAbsolute, 'must be an absolute path'),
  }),
  async run({ clickhouse, postgres, blobs, bus, config }, { out }, progress, signal) {
    try {
      const manifest = await takeBackup(
        { clickhouse, postgres, blobs, bus, now: () => new Date() },
        {
          out,
          mode: config.mode,
          version: packageVersion(),
          fingerprint: fingerprint(await rootSecret(config)),
        },
        progress,
        signal,
      );
      const { id, consistentThrough, endedAt, tables, attachments, leftOut } = manifest;
      return {
        out,
        backup: id,
        consistentThrough,
        endedAt,
        rows: Object.fromEntries(tables.map(({ store, table, rows }) => [`${store}.${table}`, rows])),
        attachments: { files: attachments.rows, bytes: attachments.totalBytes, missing: attachments.missing },
        bytes: tables.reduce((sum, { bytes }) => sum + bytes, 0) + attachments.totalBytes,
        leftOut: leftOut.length,
      };
    } catch (error) {
      if (error instanceof BackupError) throw new JobError(error.message, { cause: error });
      throw error;
    }
  },
});
