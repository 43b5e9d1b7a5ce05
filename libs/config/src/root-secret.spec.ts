import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';
import { rootSecret } from './root-secret.js';

describe('root secret', () => {
  const given = 'a secret of the operator, of 32 characters or more';
  let dataDir: string;
  const config = (secret?: string) => readConfig({ SNOWLIGHT_DATA_DIR: dataDir, SNOWLIGHT_SECRET: secret });

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'snowlight-secret-'));
  });
  afterEach(async () => {
    await rm(dataDir, { recursive: true });
  });

  it('is made once, readable by its owner alone', async () => {
    const secret = await rootSecret(config());
    expect(secret).toHaveLength(43);
    expect(await rootSecret(config())).toBe(secret);
    expect((await stat(join(dataDir, 'secret'))).mode & 0o777).toBe(0o600);
  });

  it('is the given one, which is not written down', async () => {
    expect(await rootSecret(config(given))).toBe(given);
    await expect(readFile(join(dataDir, 'secret'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(dataDir, 'secret.fingerprint'), 'utf8')).not.toContain(given);
  });

  it('is refused when it is not the one that the directory was made with', async () => {
    await rootSecret(config());
    await expect(rootSecret(config(given))).rejects.toThrow(
      `SNOWLIGHT_SECRET is not the secret that ${dataDir} was made with`,
    );
    await writeFile(join(dataDir, 'secret'), 'another secret, of 32 characters or more');
    await expect(rootSecret(config())).rejects.toThrow('is not the secret that');
  });

  it('is refused when its file is damaged, or is no file', async () => {
    await writeFile(join(dataDir, 'secret'), '');
    await expect(rootSecret(config())).rejects.toThrow(
      `${join(dataDir, 'secret')} is damaged (a secret has at least 32 characters)`,
    );
    await rm(join(dataDir, 'secret'));
    await mkdir(join(dataDir, 'secret'));
    await expect(rootSecret(config())).rejects.toThrow('secret cannot be read (EISDIR)');
  });

  it('is not made anew for data that is there, though nothing says with which it was made', async () => {
    await mkdir(join(dataDir, 'postgres', 'cluster'), { recursive: true });
    await expect(rootSecret(config())).rejects.toThrow('SNOWLIGHT_SECRET must be set');
    await expect(stat(join(dataDir, 'secret'))).rejects.toThrow('ENOENT');
  });

  it('is not made anew when the given one is forgotten', async () => {
    await rootSecret(config(given));
    await expect(rootSecret(config())).rejects.toThrow('SNOWLIGHT_SECRET must be set');
  });
});
