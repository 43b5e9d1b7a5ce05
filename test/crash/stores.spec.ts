import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { defineQuery, WholeNumber } from '#libs/clickhouse';
import { openStores } from '../../apps/host/src/open-stores.js';
import { processesNaming, processTree, SourceProcess } from '../support/child-process.js';

const stored = defineQuery({
  name: 'crash.stored',
  sql: 'SELECT id, count() AS copies FROM crash GROUP BY id ORDER BY id',
  params: z.object({}),
  row: z.object({ id: z.int(), copies: WholeNumber }),
});

/** One data directory through a row of violent ends. */
describe('after a SIGKILL', () => {
  let dataDir: string;
  let acknowledged = 0;
  const cluster = () => join(dataDir, 'postgres/cluster');
  const boot = (...args: string[]) =>
    SourceProcess.start('test/support/stores-child.ts', args, { SNOWLIGHT_DATA_DIR: dataDir });
  const open = () =>
    openStores({
      mode: 'embedded',
      clickhouse: { kind: 'embedded', directory: join(dataDir, 'clickhouse') },
      postgres: { kind: 'embedded', directory: join(dataDir, 'postgres') },
    });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'snowlight-crash-'));
  });
  afterAll(async () => rm(dataDir, { recursive: true }));

  it.each([1, 2, 3])(
    'nothing stays behind and the next process boots (%i)',
    async () => {
      const server = boot('--write');
      await server.line(new RegExp(`^acknowledged ${acknowledged + 20}$`));
      await server.end('SIGKILL');
      acknowledged = Number(/acknowledged (\d+)\n(?!.*acknowledged \d+\n)/s.exec(server.stdout)?.[1]);
      for (let waited = 0; processesNaming(dataDir).length > 0 && waited < 5000; waited += 20)
        await delay(20);
      expect(processesNaming(dataDir)).toEqual([]);
    },
    40_000,
  );

  it('a database server that was left alone is stopped by the next boot', async () => {
    const server = boot();
    await server.line(/^ready/);
    // its guards first, so that nobody is left to stop it
    const guards = processTree(server.pid).filter(({ command }) => command.startsWith('/bin/sh'));
    expect(guards.length).toBeGreaterThan(0);
    process.kill(server.pid, 'SIGSTOP');
    for (const { pid } of guards) process.kill(pid, 'SIGKILL');
    await server.end('SIGKILL');
    const orphan = Number((await readFile(join(cluster(), 'postmaster.pid'), 'utf8')).split('\n')[0]);
    expect(processesNaming(dataDir)).toContain(orphan);

    const next = boot();
    await next.line(/^ready/);
    expect(processTree(next.pid).map(({ pid }) => pid)).not.toContain(orphan);
    expect(processesNaming(dataDir)).not.toContain(orphan);
    expect((await next.end('SIGTERM')).code).toBe(0);
  }, 40_000);

  it('a pid file whose number is by now another process is no hindrance', async () => {
    await writeFile(
      join(cluster(), 'postmaster.pid'),
      `${process.pid}\n${cluster()}\n0\n5432\n\n\n\nready\n`,
    );
    const server = boot();
    await server.line(/^ready/);
    expect((await server.end('SIGTERM')).code).toBe(0);
  }, 40_000);

  it('everything acknowledged is there, once', async () => {
    const stores = await open();
    const ids = (await stores.postgres.query<{ id: number }>('SELECT id FROM crash ORDER BY id')).map(
      ({ id }) => id,
    );
    const rows = await stores.clickhouse.query(stored, {});
    await stores.close();
    const expected = Array.from({ length: acknowledged }, (_, i) => i + 1);
    expect(acknowledged).toBeGreaterThanOrEqual(60);
    expect(ids.slice(0, acknowledged)).toEqual(expected);
    expect(rows.slice(0, acknowledged)).toEqual(expected.map((id) => ({ id, copies: 1 })));
  }, 30_000);

  it('a schema of a newer version is one sentence and exit 1', async () => {
    const stores = await open();
    await stores.postgres.query(
      `INSERT INTO schema_migrations (timestamp, name) VALUES (1, 'FromTheFuture9999999999999')`,
    );
    await stores.close();
    const server = boot();
    expect((await server.end()).code).toBe(1);
    expect(server.stderr).toMatch(
      /^snowlight cannot start: the PostgreSQL schema is newer than this version .*\n$/,
    );
    expect(processesNaming(dataDir)).toEqual([]);
  }, 40_000);
});
