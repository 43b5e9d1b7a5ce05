import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileOf = (dataDir: string): string => join(dataDir, 'control-token');

/** A new token for this run of the server: whoever can read the data directory may operate it. Mode 0600. */
export async function makeControlToken(dataDir: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await writeFile(fileOf(dataDir), token, { mode: 0o600 });
  return token;
}

/** The token of the running server. Rejects where there is none or it may not be read. */
export async function readControlToken(dataDir: string): Promise<string> {
  return (await readFile(fileOf(dataDir), 'utf8')).trim();
}
