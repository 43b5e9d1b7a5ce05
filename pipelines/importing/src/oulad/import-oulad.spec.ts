import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { snowlightExtensions } from '#libs/contracts';
import { validateStatement } from '#libs/xapi';
import { MemoryImport } from '../testing/memory-import.js';
import { tinyOulad, writeOulad } from '../testing/tiny-oulad.js';
import { ouladTables, type OuladTable } from './oulad-tables.js';

let memory: MemoryImport;
beforeEach(async () => {
  memory = await MemoryImport.open();
});
afterEach(() => memory.remove());

const roster = () => memory.rosters[0]!;
const statements = () => [...memory.statements.values()];
const countsOf = ({ tables }: Awaited<ReturnType<MemoryImport['run']>>) =>
  Object.fromEntries(
    tables.map(({ table, read, accepted, rejected }) => [table, [read, accepted, rejected]]),
  );
const withHeader = (table: OuladTable, rows: readonly string[], end = '\n'): string =>
  [ouladTables[table].join(','), ...rows, ''].join(end);

describe('the OULAD folder', () => {
  it('becomes a roster of places, courses and people', async () => {
    await writeOulad(memory);
    const report = await memory.run('oulad');
    expect(report.problems).toEqual([]);
    expect(roster().regions.map(({ code, parent, level }) => [code, parent, level])).toEqual([
      ['UK', null, 'province'],
      ['UK/Scotland', 'UK', 'county'],
      ['UK/Wales', 'UK', 'county'],
    ]);
    // 268 days from the first of October: the 26th of June is the first day after.
    expect(roster().runs).toMatchObject([
      {
        code: 'AAA_2013J',
        course: 'AAA',
        iri: 'https://analyse.kmi.open.ac.uk/open_dataset/AAA/2013J',
        start: '2013-10-01',
        end: '2014-06-26',
        dropout: 'explicit',
      },
    ]);
    expect(roster().activities.map(({ type, dueDay, weight }) => [type, dueDay, weight])).toEqual([
      ['forum', null, null],
      ['page', null, null],
      ['assessment', 19, 0.1],
      ['assessment', null, 1],
    ]);
    expect(roster().learners[1]).toMatchObject({
      account: { homePage: 'https://analyse.kmi.open.ac.uk/open_dataset', name: '12' },
      region: 'UK/Wales',
      attributes: {
        gender: 'F',
        highest_education: 'A Level or Equivalent',
        age_band: '0-35',
        disability: 'N',
      },
    });
  });

  it('says of each enrolment when it began and how it ended', async () => {
    await writeOulad(memory);
    const report = await memory.run('oulad');
    const enrolments = roster().enrolments.map(({ account, status, registeredAt, statusAt }) => [
      account.name,
      status,
      registeredAt.slice(0, 10),
      statusAt?.slice(0, 10),
    ]);
    expect(enrolments).toEqual([
      ['11', 'completed', '2013-04-25', '2014-06-26'],
      ['12', 'failed', '2013-08-09', '2014-06-26'],
      ['13', 'withdrew', '2013-07-01', '2013-11-10'],
      // Neither date is known: the first day of the run, and its end. Both are said.
      ['14', 'withdrew', '2013-10-01', '2014-06-26'],
    ]);
    expect(report.notes.map(({ line, field, count }) => [line, field, count])).toEqual([
      [5, 'id_student', 1],
      [5, 'final_result', 1],
    ]);
  });

  it('counts every row of clicks once, equal ones too, however often it is imported', async () => {
    await writeOulad(memory);
    const report = await memory.run('oulad');
    expect(countsOf(report)).toMatchObject({ studentAssessment: [3, 3, 0], studentVle: [5, 5, 0] });
    const ids = [...memory.statements.keys()];
    expect(ids).toHaveLength(8);
    await memory.run('oulad');
    expect([...memory.statements.keys()]).toEqual(ids);
    const clicks = statements().map(({ result }) => result?.extensions?.[snowlightExtensions.count] ?? 0);
    expect(clicks).toEqual([0, 0, 0, 4, 1, 1, 11, 2]);
  });

  it('gives the same ids to the same rows in another order within a day', async () => {
    await writeOulad(memory);
    await memory.run('oulad');
    const ids = [...memory.statements.keys()].sort();
    memory.statements.clear();
    const [a, b, c, ...rest] = tinyOulad.studentVle;
    await writeOulad(memory, { studentVle: [c!, a!, b!, ...rest] });
    await memory.run('oulad');
    expect([...memory.statements.keys()].sort()).toEqual(ids);
  });

  it('keeps equal rows apart where a day comes in two pieces', async () => {
    const [a, , , d] = tinyOulad.studentVle;
    await writeOulad(memory, { studentVle: [a!, d!, a!, d!] });
    await memory.run('oulad');
    expect(memory.statements.size).toBe(3 + 4);
  });

  it('makes legal statements that speak of the run', async () => {
    await writeOulad(memory);
    await memory.run('oulad');
    const refused = statements().flatMap((statement) => {
      const result = validateStatement(JSON.parse(JSON.stringify(statement)), '1.0.3');
      return result.ok ? [] : result.errors;
    });
    expect(refused).toEqual([]);
    expect(statements()[3]).toMatchObject({
      actor: {
        objectType: 'Agent',
        account: { homePage: 'https://analyse.kmi.open.ac.uk/open_dataset', name: '11' },
      },
      verb: { id: 'http://adlnet.gov/expapi/verbs/interacted' },
      object: { id: 'https://analyse.kmi.open.ac.uk/open_dataset/AAA/2013J/vle/501' },
      context: {
        contextActivities: { grouping: [{ id: 'https://analyse.kmi.open.ac.uk/open_dataset/AAA/2013J' }] },
      },
      timestamp: '2013-09-21T12:00:00.000Z',
    });
  });

  it('scores submissions, and puts banked ones to the registration', async () => {
    await writeOulad(memory);
    await memory.run('oulad');
    const submissions = statements()
      .slice(0, 3)
      .map(({ result, timestamp, context }) => [
        result?.score?.scaled,
        timestamp?.slice(0, 10),
        context?.extensions,
      ]);
    expect(submissions).toEqual([
      [0.78, '2013-10-19', undefined],
      [0.6, '2013-08-09', { 'https://analyse.kmi.open.ac.uk/open_dataset/is_banked': true }],
      [undefined, '2013-10-21', undefined],
    ]);
  });

  it('is read quoted, with byte order mark and CRLF, packed, in parts and with columns in another order', async () => {
    await writeOulad(memory);
    await memory.run('oulad');
    const before = statements();
    const other = await MemoryImport.open();
    const quoted = (line: string) =>
      line
        .split(',')
        .map((field) => `"${field}"`)
        .join(',');
    for (const [table, rows] of Object.entries(tinyOulad) as [OuladTable, string[]][]) {
      if (table === 'studentVle') continue;
      await other.write(
        `${table}.csv`,
        `\uFEFF${withHeader(table, rows, '\r\n')
          .split('\r\n')
          .map((line) => line && quoted(line))
          .join('\r\n')}`,
      );
    }
    const backwards = (line: string) => `${line.split(',').reverse().join(',')},more`;
    const [first, ...rest] = [tinyOulad.studentVle.slice(0, 2), tinyOulad.studentVle.slice(2)].map((rows) =>
      withHeader('studentVle', rows).trimEnd().split('\n').map(backwards).join('\n'),
    );
    await other.write('studentVle_2.csv.gz', gzipSync(first!));
    await other.write('studentVle_10.csv', rest[0]!);
    const report = await other.run('oulad');
    expect(report.problems).toEqual([]);
    expect([...other.statements.values()]).toEqual(before);
    await other.remove();
  });
});

describe('an OULAD folder with a fault', () => {
  const nothingStored = () => {
    expect(memory.rosters).toEqual([]);
    expect(memory.statements.size).toBe(0);
  };

  it('a missing column: one message, nothing stored', async () => {
    await writeOulad(memory);
    await memory.write('vle.csv', 'id_site,code_module,code_presentation\n501,AAA,2013J\n');
    const report = await memory.run('oulad');
    expect(report.problems).toEqual([
      {
        file: 'vle.csv',
        line: 1,
        field: '',
        message:
          'has no column activity_type (its first line names id_site, code_module, code_presentation): add the column or correct its name; nothing was stored',
        count: 1,
      },
    ]);
    nothingStored();
  });

  it('a table that is not there, or there twice: each is named, nothing stored', async () => {
    await memory.write('courses.csv', withHeader('courses', tinyOulad.courses));
    await memory.write('courses.csv.gz', gzipSync(withHeader('courses', tinyOulad.courses)));
    const report = await memory.run('oulad');
    const said = report.problems.map(({ file, message }) => `${file} ${message}`);
    expect(said).toHaveLength(7);
    expect(said[0]).toContain('courses is there more than once (courses.csv, courses.csv.gz)');
    expect(said[1]).toContain('vle there is no vle.csv');
    nothingStored();
  });

  it.each([
    ['courses', 'AAA,2013J,268', 'is listed before', 'code_presentation'],
    ['courses', 'AAA,2013K,268', 'must be a year and B', 'code_presentation'],
    ['courses', 'AAA,2014J,long', 'whole number of days', 'module_presentation_length'],
    ['vle', 'BBB,2013J,501,forumng', 'BBB_2013J is not in courses', 'code_presentation'],
    ['vle', 'AAA,2013J,501,forumng', 'is listed before', 'id_site'],
    ['assessments', 'AAA,2013J,1,TMA,2013-10-20,10', 'whole number of days', 'date'],
    ['assessments', 'AAA,2013J,1,TMA,19,ten', 'from 0 to 100', 'weight'],
    ['studentInfo', 'AAA,2013J,11,M,Wales,,,,N,Fail', 'is listed before', 'id_student'],
    ['studentInfo', 'AAA,2013J,15,M,Wales,,,,N,Lost', 'must be Pass', 'final_result'],
    ['studentInfo', 'BBB,2013J,15,M,Wales,,,,N,Pass', 'BBB_2013J is not in courses', 'code_presentation'],
    ['studentRegistration', 'AAA,2013J,11,1,', 'is listed before', 'id_student'],
    ['studentRegistration', 'AAA,2013J,99,,2013-11-01', 'whole number of days', 'date_unregistration'],
    ['studentAssessment', '9,11,18,0,78', 'is not in assessments', 'id_assessment'],
    ['studentAssessment', '1752,99,18,0,78', 'is not enrolled in AAA_2013J', 'id_student'],
    ['studentAssessment', '1752,11,2013-10-19,0,78', 'whole number of days', 'date_submitted'],
    ['studentAssessment', '1752,11,18,0,101', 'from 0 to 100', 'score'],
    ['studentAssessment', '1752,11,18,yes,100', '0 or 1', 'is_banked'],
    ['studentVle', 'BBB,2013J,11,501,-10,4', 'BBB_2013J is not in courses', 'code_presentation'],
    ['studentVle', 'AAA,2013J,99,501,-10,4', 'is not enrolled in AAA_2013J', 'id_student'],
    ['studentVle', 'AAA,2013J,11,501,2013-10-01,4', 'whole number of days', 'date'],
    ['studentVle', 'AAA,2013J,11,501,20131001,4', 'whole number of days', 'date'],
    ['studentVle', 'AAA,2013J,11,501,-10,0', 'whole number from 1', 'sum_click'],
    ['studentVle', 'AAA,2013J,11,501,-10', 'must have 6 fields', ''],
    ['studentVle', '"AAA,2013J,11,501,-10,4', 'quote that does not match', ''],
  ] as const)(
    '%s with the row %s: the row is rejected, all others are kept',
    async (table, row, message, field) => {
      const rows = tinyOulad[table];
      await writeOulad(memory, { [table]: [...rows, row, row] });
      const report = await memory.run('oulad');
      const line = rows.length + 2;
      expect(report.problems).toMatchObject([{ file: `${table}.csv`, line, field, count: 2 }]);
      expect(report.problems[0]?.message).toContain(message);
      expect(countsOf(report)).toMatchObject({
        ...Object.fromEntries(
          Object.entries(tinyOulad).map(([name, { length }]) => [name, [length, length, 0]]),
        ),
        [table]: [rows.length + 2, rows.length, 2],
      });
      const rejected = await memory.rejected(report.rejectedFile);
      expect(rejected.map((one) => [one.line, one.row])).toEqual([
        [line, row],
        [line + 1, row],
      ]);
      expect(memory.statements.size).toBe(8);
    },
  );

  it('a registration of nobody in studentInfo is rejected', async () => {
    await writeOulad(memory, {
      studentRegistration: [...tinyOulad.studentRegistration, 'AAA,2013J,99,1,'],
    });
    const report = await memory.run('oulad');
    expect(report.problems).toMatchObject([
      { file: 'studentRegistration.csv', line: 6, field: 'id_student' },
    ]);
    expect(countsOf(report)).toMatchObject({ studentRegistration: [5, 4, 1] });
  });

  it('a site that is not listed: its clicks are kept, of an unknown type, and it is said', async () => {
    await writeOulad(memory, { studentVle: ['AAA,2013J,11,999,3,7'] });
    const report = await memory.run('oulad');
    expect(report.problems).toMatchObject([{ field: 'id_site', line: 2, count: 1 }]);
    expect(countsOf(report)).toMatchObject({ studentVle: [1, 1, 0] });
    expect(statements().at(-1)?.object).toEqual({
      id: 'https://analyse.kmi.open.ac.uk/open_dataset/AAA/2013J/vle/999',
    });
  });

  it('tables without rows are named', async () => {
    await writeOulad(memory, { studentVle: [], vle: [] });
    const report = await memory.run('oulad');
    expect(report.problems.map(({ file, message }) => [file, message])).toEqual([
      ['vle.csv', 'has no rows: check that the download or export was complete'],
      ['studentVle.csv', 'has no rows: check that the download or export was complete'],
    ]);
    expect(memory.statements.size).toBe(3);
  });

  it('a table that is cut off: the rows before the cut are kept', async () => {
    await writeOulad(memory);
    const rows = Array.from({ length: 5000 }, (_, row) => `AAA,2013J,11,501,${row % 200},${1 + (row % 7)}`);
    const packed = gzipSync(withHeader('studentVle', rows));
    await memory.write('studentVle.csv', packed.subarray(0, packed.length - 100));
    const report = await memory.run('oulad');
    expect(report.problems).toHaveLength(1);
    expect(report.problems[0]?.message).toContain('cut off');
    const [read, accepted] = countsOf(report).studentVle ?? [];
    expect(read).toBeGreaterThan(1000);
    expect(accepted).toBe(read);
    expect(memory.statements.size).toBe(3 + accepted!);
  });

  it('learners and activities that the roster refuses take their rows with them', async () => {
    await writeOulad(memory);
    const problems = (['learners', 'enrolments'] as const).map((part) => ({
      part,
      index: 0,
      field: 'account',
      message: 'was erased',
    }));
    const counted = await memory.run('oulad', {
      roster: {
        check: () => Promise.reject(new Error('not asked')),
        apply: () => Promise.resolve({ problems, counts: {} as never }),
      },
    });
    expect(counted.problems).toMatchObject([
      { file: 'studentInfo.csv', line: 2, field: 'account', message: 'was erased', count: 2 },
      { file: 'studentAssessment.csv', field: 'id_student', count: 1 },
      { file: 'studentVle.csv', field: 'id_student', count: 4 },
    ]);
    expect(countsOf(counted)).toMatchObject({ studentInfo: [4, 3, 1], studentVle: [5, 1, 4] });
  });

  it('nothing of the format: refused', async () => {
    await memory.write('notes.txt', 'hello');
    await expect(memory.run('oulad')).rejects.toThrow('no file of format oulad is there');
  });
});
