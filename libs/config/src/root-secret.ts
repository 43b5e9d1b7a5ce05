import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';

/**
 * The root of the key hierarchy: SNOWLIGHT_SECRET, or in embedded mode the one kept in `<dataDir>/secret` (mode 0600,
 * made at first use; the data directory must exist and be ours). Whoever loses it can no longer read identities.
 * @throws ConfigError where SNOWLIGHT_SECRET is not the secret that this data directory was made with.
 */
export async function rootSecret(config: Config): Promise<string> {
  if (config.mode === 'distributed') return config.secret;
  const file = join(config.dataDir, 'secret');
  try {
    // wx: never over an existing secret, even when two processes boot at once
    await writeFile(file, config.secret ?? randomBytes(32).toString('base64url'), {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = (await readFile(file, 'utf8')).trim();
  if (config.secret !== undefined && config.secret !== kept)
    throw new ConfigError([
      `SNOWLIGHT_SECRET is not the secret that ${config.dataDir} was made with (kept in ${file})`,
    ]);
  if (kept.length < 32)
    throw new ConfigError([`${file} is cut short: put the secret of this data directory back`]);
  return kept;
}
