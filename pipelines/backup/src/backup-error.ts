/** A backup cannot be made or brought back; one sentence says why, where, and what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** What the file system says of the directory of a backup, in a sentence; anything else comes back as it is. */
export function sayingWhy(error: unknown, directory: string): unknown {
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const where = path ?? directory;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BackupError(`the disk of ${directory} is full: free some space, or choose another`, {
      cause: error,
    });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new BackupError(`${where} cannot be used (${code}): give this user the right, or choose another`, {
      cause: error,
    });
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new BackupError(`${where} is not there`, { cause: error });
  return error;
}
