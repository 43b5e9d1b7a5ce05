import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Journal, JournalDamagedError, type JournalRecord } from './journal.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'snowlight-journal-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const record = (n: number, size = 1): JournalRecord => ({
  key: `k${String(n)}`,
  value: { n, text: '雪'.repeat(size) },
});
const files = async () => (await readdir(directory)).sort();
const left = async () => (await Journal.open(directory)).left.flatMap(({ records }) => records);

describe('a journal', () => {
  it('gives back, in order, what was appended and not handled', async () => {
    const { journal } = await Journal.open(directory);
    await Promise.all([1, 2, 3].map((n) => journal.append([record(n), record(n * 10)])));
    expect(await left()).toEqual([1, 10, 2, 20, 3, 30].map((n) => record(n)));
  });

  it('writes an append of more messages than go at once as one', async () => {
    const { journal } = await Journal.open(directory);
    const many = Array.from({ length: 1201 }, (_, n) => record(n));
    await Promise.all([journal.append(many), journal.append([record(7)])]);
    const appends = (await Journal.open(directory)).left.map(({ records }) => records);
    expect(appends.flat()).toHaveLength(1202);
    expect(appends.flat()).toEqual(expect.arrayContaining(many));
  });

  it('is empty once everything is handled and it is closed', async () => {
    const { journal } = await Journal.open(directory);
    const written = await journal.append([record(1), record(2)]);
    await journal.handled(written, 2);
    await journal.close();
    expect(await files()).toEqual([]);
  });

  it('keeps what is not handled when it is closed', async () => {
    const { journal } = await Journal.open(directory);
    const written = await journal.append([record(1), record(2)]);
    await journal.handled(written, 1);
    await journal.close();
    expect(await left()).toHaveLength(2);
  });

  it('drops a full segment as soon as the last of it is handled', async () => {
    const { journal } = await Journal.open(directory);
    const large = record(1, 3_000_000);
    const first = await journal.append([large]);
    const second = await journal.append([record(2)]);
    expect(await files()).toHaveLength(2);
    await journal.handled(first, 1);
    expect(await files()).toHaveLength(1);
    await journal.handled(second, 1);
    await journal.close();
  });
});

describe('a journal that was cut off at any byte', () => {
  it('gives back what was appended before the cut, all of an append or nothing, and takes new ones', async () => {
    const { journal } = await Journal.open(directory);
    const appended = [[record(1), record(2)], [record(3)], [record(4), record(5), record(6)]];
    for (const records of appended) await journal.append(records);
    const [name = ''] = await files();
    const whole = await readFile(join(directory, name));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (cut) => {
        await rm(directory, { recursive: true });
        await Journal.open(directory);
        await writeFile(join(directory, name), whole.subarray(0, cut));
        const found = await left();
        const wholes = [0, 1, 2].map((appends) => appended.slice(0, appends).flat());
        expect(wholes).toContainEqual(found);
        const again = await Journal.open(directory);
        await again.journal.append([record(7)]);
        expect(await left()).toEqual([...found, record(7)]);
      }),
      { numRuns: 40 },
    );
  });

  it('in an older file, where nobody can have been writing, is said and nothing is read', async () => {
    const { journal } = await Journal.open(directory);
    await journal.append([record(1, 3_000_000)]);
    await journal.append([record(2)]);
    const [oldest = ''] = await files();
    await truncate(join(directory, oldest), 100);
    await expect(Journal.open(directory)).rejects.toBeInstanceOf(JournalDamagedError);
    await appendFile(join(directory, oldest), 'x');
    await expect(Journal.open(directory)).rejects.toThrow(/is damaged: put back the file/);
  });
});
