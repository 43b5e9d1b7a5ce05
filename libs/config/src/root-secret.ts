import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';

/**
 * The root of the key hierarchy: SNOWLIGHT_SECRET, or in embedded mode the one kept in `<dataDir>/secret` (made at
 * first use). Without it nobody can read the identities or continue the pseudonyms of the directory, so a directory
 * remembers which secret it was made with. The caller holds the directory's lock.
 * @throws ConfigError where the secret is not the one that the directory was made with, is lost, or cannot be read
 */
export async function rootSecret(config: Config): Promise<string> {
  if (config.mode === 'distributed') return config.secret;
  const file = join(config.dataDir, 'secret');
  const markFile = join(config.dataDir, 'secret.fingerprint');
  const mark = await contentOf(markFile);
  // a new secret could not read what an earlier one has sealed, even where the mark went the way of the secret
  const isNew = mark === undefined && !existsSync(join(config.dataDir, 'postgres', 'cluster'));
  const secret = config.secret ?? (await contentOf(file)) ?? (isNew ? await makeSecret(file) : undefined);
  if (secret === undefined)
    throw new ConfigError([
      `SNOWLIGHT_SECRET must be set: ${config.dataDir} was made with one that is not kept there`,
    ]);
  if (secret.length < 32)
    throw new ConfigError([
      `${file} is damaged (a secret has at least 32 characters): restore it from a copy, or set SNOWLIGHT_SECRET to what it held`,
    ]);
  if (mark === undefined) await writePrivately(markFile, fingerprint(secret));
  else if (mark !== fingerprint(secret))
    throw new ConfigError([
      `${config.secret === undefined ? file : 'SNOWLIGHT_SECRET'} is not the secret that ${config.dataDir} was made with`,
    ]);
  return secret;
}

/**
 * The secret that is there, and none made; undefined where there is none.
 * @throws ConfigError where it cannot be read
 */
export async function keptSecret(config: Config): Promise<string | undefined> {
  return config.secret ?? (await contentOf(join(config.dataDir, 'secret')));
}

async function makeSecret(file: string): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await writePrivately(file, secret);
  return secret;
}

/** Tells secrets apart without telling them. */
export const fingerprint = (secret: string): string =>
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
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new ConfigError([`${file} cannot be read (${code ?? 'unknown'}): make it a file of this user`]);
  }
}
