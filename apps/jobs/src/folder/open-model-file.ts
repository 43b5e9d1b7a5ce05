import { readFile } from 'node:fs/promises';
import { ModelFileError, readModelFile } from '#pipelines/training';
import { JobError } from '../job.js';

/** @throws JobError where it cannot be read or is no model */
export async function openModelFile(path: string): Promise<ReturnType<typeof readModelFile>> {
  try {
    return readModelFile(await readFile(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof ModelFileError) throw new JobError(error.message, { cause: error });
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const reason = code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`;
    throw new JobError(`${path}: ${reason}: give the file that "model train risk --out" wrote`, {
      cause: error,
    });
  }
}
