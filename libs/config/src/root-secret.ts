import { createHmac, randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';

/**
 * The root of the key hierarchy: SNOWLIGHT_SECRET, or in embedded mode the one kept in `<dataDir>/secret` (made at
 * first use). Without it nobody can read the identities or continue the pseudonyms of the directory, so a directory
 * remembers which secret it was made with. The caller holds the directory's lock.
 * @throws ConfigError where the secret is not the one that the directory was made with
 */
export async function rootSecret(config: Config): Promise<string> {
  if (config.mode === 'distributed') return config.secret;
  const file = join(config.dataDir, 'secret');
  const markFile = join(config.dataDir, 'secret.fingerprint');
  const mark = await contentOf(markFile);
  const secret =
    config.secret ?? (await contentOf(file)) ?? (mark === undefined ? await makeSecret(file) : undefined);
  if (secret === undefined)
    throw new ConfigError([
      `SNOWLIGHT_SECRET must be set: ${config.dataDir} was made with one that is not kept there`,
    ]);
  if (mark === undefined) await writePrivately(markFile, fingerprint(secret));
  else if (mark !== fingerprint(secret))
    throw new ConfigError([
      `${config.secret === undefined ? file : 'SNOWLIGHT_SECRET'} is not the secret that ${config.dataDir} was made with`,
    ]);
  return secret;
}

async function makeSecret(file: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await writePrivately(file, secret);
  return secret;
}

/** Tells secrets apart without telling them. */
const fingerprint = (secret: string): string =>
  createHmac('sha256', secret).update('snowlight secret fingerprint').digest('hex').slice(0, 16);

async function writePrivately(file: string, content: string): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, content, { mode: 0o600, flush: true });
  await rename(draft, file);
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
