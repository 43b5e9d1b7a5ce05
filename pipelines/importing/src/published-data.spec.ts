import { existsSync } from 'node:fs';
import { copyFile, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryImport } from './testing/memory-import.js';

/** The OULAD tables (CC BY 4.0) and a week of video statements (openfun/ralph, MIT). Not part of the repository. */
const data = '../shared/data';
const suite = existsSync(data) ? describe : describe.skip;

suite(existsSync(data) ? 'published data' : `published data (skipped: ${data} is not there)`, () => {
  let memory: MemoryImport;
  beforeEach(async () => {
    memory = await MemoryImport.open();
  });
  afterEach(() => memory.remove());

  it('video statements: all 22,000, once each', async () => {
    const report = await memory.run('xapi', { paths: [join(data, 'xapi-video')] });
    expect(report).toMatchObject({ problems: [], notes: [] });
    expect(report.tables).toEqual([{ table: 'statements', read: 22_000, accepted: 22_000, rejected: 0 }]);
    expect(memory.statements.size).toBe(22_000);
  }, 30_000);

  it('OULAD: all tables but the clicks, of which the first 20,000 rows', async () => {
    const source = join(data, 'oulad');
    for (const name of await readdir(source))
      if (name !== 'studentVle.csv.gz') await copyFile(join(source, name), join(memory.folder, name));
    const clicks = gunzipSync(await readFile(join(source, 'studentVle.csv.gz'))).toString('latin1');
    await memory.write('studentVle.csv', clicks.split('\n', 20_001).join('\n'));
    const report = await memory.run('oulad', { dryRun: true });
    expect(report.problems).toEqual([]);
    expect(report.tables.map(({ table, read, accepted }) => [table, read, accepted])).toEqual([
      ['courses', 21, 21],
      ['vle', 6043, 6043],
      ['assessments', 194, 194],
      ['studentRegistration', 30_356, 30_356],
      ['studentInfo', 30_356, 30_356],
      ['studentAssessment', 159_537, 159_537],
      ['studentVle', 20_000, 20_000],
    ]);
    // 43 registrations have no date; of 9,512 Withdrawn 93 have no date of unregistration.
    expect(report.notes.map(({ field, count }) => [field, count])).toEqual([
      ['id_student', 43],
      ['final_result', 93],
    ]);
    const having = (status: string) =>
      memory.rosters[0]?.enrolments.filter((enrolment) => enrolment.status === status).length;
    expect(['completed', 'failed', 'withdrew'].map(having)).toEqual([14_313, 6525, 9518]);
    expect(memory.rosters[0]?.learners).toHaveLength(26_694);
  }, 30_000);
});
