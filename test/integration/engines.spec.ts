import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { processesNaming, processTree, SourceProcess } from '../support/child-process.js';

/** A process with both stores, from its first boot to its second, on one data directory. */
describe('the embedded engines', () => {
  let dataDir: string;
  const boot = () => SourceProcess.start('test/support/stores-child.ts', [], { SNOWLIGHT_DATA_DIR: dataDir });
  const bootMilliseconds = (line: string) =>
    (JSON.parse(line.replace('ready ', '')) as { bootMilliseconds: number }).bootMilliseconds;
  let server: SourceProcess;

  beforeAll(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'snowlight-engines-')), 'data');
    server = boot();
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await rm(join(dataDir, '..'), { recursive: true });
  });

  // the bench measures against 10 and 3 s on an idle machine; here others compile beside us
  it('boot the first time within 20 s', async () => {
    expect(bootMilliseconds(await server.line(/^ready/))).toBeLessThan(20_000);
  }, 40_000);

  it('take at most 450 MB when idle, all processes together', () => {
    const tree = processTree(server.pid);
    expect(tree.map(({ command }) => command).join()).toContain('postgres');
    // pages that several processes share are there once
    expect(tree.reduce((sum, member) => sum + member.proportional, 0)).toBeLessThan(450e6);
  });

  it('are refused to a second process, which is told of the first', async () => {
    const second = boot();
    expect(await second.end()).toEqual({ code: 1, signal: null });
    expect(second.stderr).toMatch(
      new RegExp(
        `^snowlight cannot start: the data directory ${dataDir} is in use by process ${server.pid} at http://127.0.0.1:3000 \\(since [^)]+\\): [^\\n]+\\n$`,
      ),
    );
  }, 20_000);

  it('end with the process at SIGTERM, and leave nothing behind', async () => {
    expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
    expect(processesNaming(dataDir)).toEqual([]);
    expect((await readdir(dataDir)).filter((file) => file.startsWith('lock'))).toEqual([]);
    expect(existsSync(join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false);
  }, 15_000);

  it('boot again within 10 s', async () => {
    server = boot();
    expect(bootMilliseconds(await server.line(/^ready/))).toBeLessThan(10_000);
  }, 20_000);
});
