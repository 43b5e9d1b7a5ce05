import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLines } from './packed-lines.js';
import { readManifest } from './manifest.js';
import { takeBackup, type BackupDependencies } from './take-backup.js';
import { writeEvents } from './write-events.js';

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'snowlight-take-'))));
afterEach(() => rm(home, { recursive: true }));

interface Given {
  /** Ids that each table has at the moment at which it is opened. */
  readonly statements: readonly string[];
  readonly log: readonly string[];
  /** Ids that were stored around the moment. */
  readonly since: readonly string[];
  readonly settled?: () => Promise<void>;
}

/** Stores that answer as they are told, and whose other tables are empty. */
function dependencies({
  statements,
  log,
  since,
  settled = () => Promise.resolve(),
}: Given): BackupDependencies {
  const lines = (ids: readonly string[]) => ids.map((id) => ({ line: `t\t${id}\tmore` }));
  const streams: Readonly<Record<string, readonly object[]>> = {
    'back up statements': lines(statements),
    'back up statement_log': lines(log),
    'statements stored since': since.map((id) => ({ key: `t\t${id}` })),
  };
  const answers: Readonly<Record<string, readonly object[]>> = {
    'columns to back up': ['tenant', 'statement_id', 'x'].map((name) => ({ name })),
    'time of the engine': [{ at: '2026-11-26 00:00:00.000' }],
  };
  return {
    clickhouse: {
      query: ({ name }) => Promise.resolve((answers[name] ?? []) as never),
      stream: ({ name }) =>
        (async function* () {
          yield await Promise.resolve((streams[name] ?? []) as never);
        })(),
    },
    postgres: {
      withAdvisoryLock: (_name, work) => work(),
      transaction: (work) =>
        work({
          query: (sql) =>
            Promise.resolve((sql.includes('information_schema') ? [{ name: 'x' }] : []) as never),
        }),
    },
    blobs: { sealed: () => Promise.resolve(undefined) },
    bus: { settled, ends: () => Promise.resolve(null), lag: () => [] },
    now: () => new Date('2026-11-26T00:00:00Z'),
    patience: { backlogMs: 50, underwayMs: 50 },
  };
}

const take = (given: Given, signal = new AbortController().signal) =>
  takeBackup(
    dependencies(given),
    { out: join(home, 'b'), mode: 'embedded', version: '1', fingerprint: 'f' },
    () => undefined,
    signal,
  );

/** The ids that a restore puts into a table. */
async function restored(table: 'statements' | 'statement_log'): Promise<string[]> {
  const { leftOut, tables } = await readManifest(join(home, 'b'));
  const facts = tables.find((one) => one.table === table)!;
  const ids: string[] = [];
  await writeEvents(
    {
      insert: (_table, rows) => {
        for (const row of 'columns' in rows ? rows.rows : []) ids.push(row.toString().split('\t')[1] ?? '');
        return Promise.resolve();
      },
    },
    {
      name: 'r',
      table,
      columns: facts.columns,
      blocks: readLines(join(home, 'b'), facts.file),
      leftOut: new Set(leftOut),
    },
    () => undefined,
  );
  return ids;
}

describe('a statement on its way when the tables are opened', () => {
  it('is left out where one of them has it', async () => {
    await take({ statements: ['a', 'b', 'late'], log: ['a', 'b', 'early'], since: ['b', 'late', 'early'] });
    expect(await restored('statements')).toEqual(['a', 'b']);
    expect(await restored('statement_log')).toEqual(['a', 'b']);
  });

  it('stays where both have it, once or several times', async () => {
    await take({ statements: ['a', 'b', 'b'], log: ['a', 'b'], since: ['a', 'b', 'none has it yet'] });
    expect(await restored('statements')).toEqual(['a', 'b', 'b']);
    expect(await restored('statement_log')).toEqual(['a', 'b']);
  });
});

describe('a backup that cannot be made', () => {
  it('says that statements wait, and leaves nothing', async () => {
    const given = { statements: [], log: [], since: [], settled: () => new Promise<void>(() => undefined) };
    await expect(take(given)).rejects.toThrow(
      /statements wait to be stored, for longer than 0 s: see that the role ingest is at work/,
    );
    expect(await readdir(home)).toEqual([]);
  });

  it('says what the disk says', async () => {
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const given = { statements: [], log: [], since: [], settled: () => Promise.reject(full) };
    await expect(take(given)).rejects.toThrow(/^the disk of .* is full: free some space, or choose another$/);
  });
});
