import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RosterInput } from '#libs/contracts';
import { MemoryImport } from '../testing/memory-import.js';

let memory: MemoryImport;
beforeEach(async () => {
  memory = await MemoryImport.open();
});
afterEach(() => memory.remove());

const county: RosterInput = {
  regions: [
    { code: 'gz', parent: null, level: 'province', name: { zh: '贵州', en: 'Guizhou' } },
    { code: 'gs', parent: 'gz', level: 'county', name: { zh: '关山', en: 'Guanshan' } },
  ],
  programs: [{ code: 'cme', name: { zh: '继续教育', en: 'CME' } }],
};

describe('a roster document', () => {
  it('goes to the roster as it is, with what it leaves out', async () => {
    await memory.write('roster.json', JSON.stringify(county));
    const report = await memory.run('roster');
    expect(report.problems).toEqual([]);
    expect(report.tables.slice(0, 2)).toEqual([
      { table: 'regions', read: 2, accepted: 2, rejected: 0 },
      { table: 'programs', read: 1, accepted: 1, rejected: 0 },
    ]);
    expect(memory.rosters[0]?.regions[1]).toMatchObject({
      code: 'gs',
      validFrom: '1970-01-01',
      validTo: null,
    });
  });

  it('keeps its good rows; the bad ones are named by part and place', async () => {
    const bad = { code: 'x', parent: 'gz', level: 'continent', name: { zh: 'x', en: 'x' } };
    await memory.write('roster.json', JSON.stringify({ ...county, regions: [bad, ...county.regions!] }));
    const report = await memory.run('roster');
    expect(report.problems).toMatchObject([{ line: 1, field: 'regions.level', count: 1 }]);
    expect(report.tables[0]).toEqual({ table: 'regions', read: 3, accepted: 2, rejected: 1 });
    expect(memory.rosters[0]?.regions.map(({ code }) => code)).toEqual(['gz', 'gs']);
  });

  it.each([
    ['{"regions": [', 'is not JSON'],
    ['[]', 'must be an object with some of regions'],
  ])('%s is refused', async (text, message) => {
    await memory.write('roster.json', text);
    expect((await memory.run('roster')).problems[0]?.message).toContain(message);
    expect(memory.rosters).toEqual([]);
  });
});

describe('a table of duties', () => {
  const header = 'home_page,learner,kind,from,to,cancelled\n';
  const lms = 'https://lms.example.org';

  it('goes to the roster, one stretch of days a row', async () => {
    await memory.write(
      'duties.csv',
      `${header}${lms},wang,duty,2026-11-20,2026-11-26,\n${lms},li,Leave,2026-12-01,2026-12-03,1\n`,
    );
    const report = await memory.run('roster');
    expect(report.problems).toEqual([]);
    expect(report.tables).toEqual([{ table: 'duties', read: 2, accepted: 2, rejected: 0 }]);
    expect(memory.rosters[0]?.duties).toEqual([
      {
        account: { homePage: lms, name: 'wang' },
        kind: 'duty',
        from: '2026-11-20',
        to: '2026-11-26',
        cancelled: false,
      },
      {
        account: { homePage: lms, name: 'li' },
        kind: 'leave',
        from: '2026-12-01',
        to: '2026-12-03',
        cancelled: true,
      },
    ]);
  });

  it('keeps its good rows, and says of the others what they want', async () => {
    const rows = [
      'lms,wang,duty,2026-11-20,2026-11-26,',
      `${lms},,duty,2026-11-20,2026-11-26,`,
      `${lms},wang,trip,2026-11-20,2026-11-26,`,
      `${lms},wang,duty,20.11.,2026-11-26,`,
      `${lms},wang,duty,2026-11-20,soon,`,
      `${lms},wang,duty,2026-11-20,2026-11-26,perhaps`,
      `${lms},wang,duty,2026-11-20,2026-11-26,0`,
    ];
    await memory.write('duties.csv', `${header}${rows.join('\n')}\n`);
    const report = await memory.run('roster');
    expect(report.tables).toEqual([{ table: 'duties', read: 7, accepted: 1, rejected: 6 }]);
    expect(report.problems.map(({ line, field, message }) => `${String(line)} ${field}: ${message}`)).toEqual(
      [
        '2 home_page: must be the home page of the account, as a URL: as in the roster',
        '3 learner: must be the name of the account: as in the roster',
        '4 kind: must be duty, leave or holiday',
        '5 from: must be the first day, YYYY-MM-DD',
        '6 to: must be the last day, YYYY-MM-DD',
        '7 cancelled: must be 1 where the duty is taken back, else 0 or empty',
      ],
    );
  });

  it('is not taken for one where others lie in the folder', async () => {
    await memory.write('roster.json', JSON.stringify(county));
    await memory.write('enrolments.csv', 'learner,course\nwang,htn\n');
    const report = await memory.run('roster');
    expect(report.problems).toEqual([]);
    expect(report.tables.at(-1)).toEqual({ table: 'duties', read: 0, accepted: 0, rejected: 0 });
  });

  it('is refused where its columns are others', async () => {
    await memory.write('duties.csv', 'name,from\nwang,2026-11-20\n');
    const report = await memory.run('roster');
    expect(report.problems[0]?.message).toContain('has no column home_page, learner, kind, to');
    expect(memory.rosters).toEqual([]);
  });
});
