import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataDirectory, holderOf } from './data-directory.js';
import { processIdentity } from './process-identity.js';

describe('data directory', () => {
  let parent: string;
  let path: string;
  const locks = async () => (await readdir(path)).filter((file) => file.startsWith('lock'));
  const lockOf = (pid: number, identity: string) =>
    JSON.stringify({ pid, identity, since: '2026-01-01T00:00:00.000Z', url: null });

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'snowlight-data-'));
    path = join(parent, 'deep/data');
  });
  afterEach(async () => rm(parent, { recursive: true }));

  it('is made where there is none, closed to others', async () => {
    await DataDirectory.take(path);
    expect((await stat(path)).mode & 0o066).toBe(0);
  });

  it('is refused to a second taker, which is told of the first', async () => {
    const first = await DataDirectory.take(path);
    await expect(DataDirectory.take(path)).rejects.toThrow(
      `${path} is in use by process ${process.pid} (since `,
    );
    await first.announce('http://127.0.0.1:3000');
    await expect(DataDirectory.take(path)).rejects.toThrow(
      `by process ${process.pid} at http://127.0.0.1:3000 (since`,
    );
    expect(await holderOf(path)).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:3000' });
  });

  it('is free again after its release', async () => {
    await (await DataDirectory.take(path)).release();
    expect(await holderOf(path)).toBeUndefined();
    await DataDirectory.take(path);
    expect(await locks()).toEqual(['lock.1']);
  });

  it.each([
    ['a process that is gone', () => lockOf(2 ** 22 + 1, 'before')],
    ['an earlier process with the pid of a living one', () => lockOf(process.pid, 'before the last boot 17')],
    ['nobody, its file being damaged', () => '{"pid":'],
  ])('is taken over from %s', async (_, content) => {
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'lock.7'), content());
    await DataDirectory.take(path);
    expect(await locks()).toEqual(['lock.8']);
    expect(await readFile(join(path, 'lock.8'), 'utf8')).toContain(`"pid":${process.pid}`);
  });

  it('goes to exactly one of many that find the same dead owner', async () => {
    for (let round = 0; round < 20; round++) {
      await rm(path, { recursive: true, force: true });
      await mkdir(path, { recursive: true });
      await writeFile(join(path, 'lock.1'), lockOf(2 ** 22 + 1, 'before'));
      const takers = await Promise.allSettled(Array.from({ length: 5 }, () => DataDirectory.take(path)));
      expect(takers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  it('that cannot be a directory is one sentence', async () => {
    await writeFile(join(parent, 'deep'), 'a file in the way');
    await expect(DataDirectory.take(path)).rejects.toThrow(
      `the data directory ${path} cannot be used (ENOTDIR): make it a directory that this user can write`,
    );
  });

  it('that is not writable is one sentence', async () => {
    await mkdir(path, { recursive: true });
    await chmod(path, 0o500);
    // root may write everywhere but there
    const closed = process.getuid?.() === 0 ? '/sys/snowlight' : path;
    await expect(DataDirectory.take(closed)).rejects.toThrow(
      /cannot be used \((EACCES|EPERM|EROFS)\): make it/,
    );
  });
});

describe('process identity', () => {
  it('is the same for one process and undefined for none', () => {
    expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
    expect(processIdentity(2 ** 22 + 1)).toBeUndefined();
  });
});
