import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#libs/config';
import { runJob } from './run-job.js';

/** Does work on a folder's data in embedded stores of its own, which are gone afterwards. */
export async function withDataFolder<T>(
  config: Config,
  folder: string,
  say: (line: string) => void,
  work: (config: Config) => Promise<T>,
): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-evaluate-'));
  const own: Config = {
    ...config,
    mode: 'embedded',
    dataDir,
    secret: undefined,
    clickhouse: { kind: 'embedded', directory: join(dataDir, 'clickhouse') },
    postgres: { kind: 'embedded', directory: join(dataDir, 'postgres') },
  };
  try {
    const started = Date.now();
    await runJob(
      own,
      'import',
      { tenant: 'default', format: 'oulad', paths: [folder], dryRun: false, resume: false },
      () => undefined,
    );
    say(`imported ${folder} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    return await work(own);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
