import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { JobError } from '../job.js';

/**
 * Whether a result can be written there, asked before the work that makes it.
 * @throws JobError
 */
export function checkWritable(path: string): Promise<void> {
  return written(path, () => access(dirname(path), constants.W_OK));
}

/** @throws JobError where the file cannot be written */
export function writeResult(path: string, text: string): Promise<void> {
  return written(path, () => writeFile(path, text));
}

async function written(path: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new JobError(`${path}: cannot be written (${code}). Check the path.`, { cause: error });
  }
}
