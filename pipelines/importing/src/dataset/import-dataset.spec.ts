import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { activityTypes, snowlightExtensions, verbs } from '#libs/contracts';
import { normalise, validateStatement, type Statement } from '#libs/xapi';
import { MemoryImport } from '../testing/memory-import.js';

let memory: MemoryImport;
beforeEach(async () => {
  memory = await MemoryImport.open();
});
afterEach(() => memory.remove());

const enrolments = [
  'learner,course,start,registered,end,outcome,outcome_at,region,attr.sex,cohort',
  'ann,BIO,2026-03-02,2026-02-20,2026-06-22,completed,2026-06-20,GZ/1,F,east',
  'bob,BIO,2026-03-02,,2026-06-22,withdrew,,GZ/2,M,',
  'eve,BIO,2026-09-07,2026-09-01,2026-12-21,,,,,',
];
const events = [
  'learner,course,at,verb,activity,type,count,score,success,duration,device',
  'ann,BIO,2026-03-03,,,,17,,,,',
  'ann,BIO,2026-03-04T10:00:00+08:00,submitted,quiz 1,quiz,,0.8,true,90,phone',
  'bob,BIO,2026-03-04,answered,q1,item,,,0,,',
  'eve,BIO,2026-09-08,http://adlnet.gov/expapi/verbs/experienced,http://lms.example/p/1,page,,,,,',
];
const write = async (name: string, lines: readonly string[]): Promise<void> => {
  await memory.write(`${name}.csv`, [...lines, ''].join('\n'));
};
const rosters = () => memory.rosters;
const statements = (): Statement[] => [...memory.statements.values()];
const kinds = () =>
  statements().map((statement) => {
    const context = {
      tenant: 't',
      timeZone: 'UTC',
      id: statement.id!,
      stored: '2026-01-01T00:00:00Z',
      learnerPid: 'p',
    };
    const { kind, count, run } = normalise(statement, context);
    return [kind, count, run.split('/dataset/')[1]];
  });

describe('a dataset folder', () => {
  it('becomes runs by their calendars, people with attributes, and outcomes with their days', async () => {
    await write('enrolments', enrolments);
    await write('events', events);
    const report = await memory.run('dataset');
    expect(report.problems).toEqual([]);
    const [roster] = rosters();
    expect(roster?.runs.map(({ code, course, start, end }) => [code, course, start, end])).toEqual([
      ['BIO@2026-03-02..2026-06-22', 'BIO', '2026-03-02', '2026-06-22'],
      ['BIO@2026-09-07..2026-12-21', 'BIO', '2026-09-07', '2026-12-21'],
    ]);
    expect(roster?.learners.map(({ region, attributes }) => [region, attributes])).toEqual([
      ['GZ/1', { sex: 'F', cohort: 'east' }],
      ['GZ/2', { sex: 'M' }],
      [null, {}],
    ]);
    expect(
      roster?.enrolments.map(({ status, registeredAt, statusAt }) => [status, registeredAt, statusAt]),
    ).toEqual([
      ['completed', '2026-02-20T12:00:00.000Z', '2026-06-20T12:00:00.000Z'],
      ['withdrew', '2026-03-02T00:00:00.000Z', '2026-06-22T00:00:00.000Z'],
      ['registered', '2026-09-01T12:00:00.000Z', null],
    ]);
    expect(report.notes.map(({ line, field }) => [line, field])).toEqual([
      [3, 'registered'],
      [3, 'outcome_at'],
    ]);
  });

  it('makes legal statements of the kinds that its words name', async () => {
    await write('enrolments', enrolments);
    await write('events', events);
    await memory.run('dataset');
    for (const statement of statements())
      expect(validateStatement(statement, '1.0.3')).toMatchObject({ ok: true });
    expect(kinds()).toEqual([
      ['interacted', 17, 'courses/BIO/2026-03-02/2026-06-22'],
      ['submitted', 1, 'courses/BIO/2026-03-02/2026-06-22'],
      ['answered', 1, 'courses/BIO/2026-03-02/2026-06-22'],
      ['viewed', 1, 'courses/BIO/2026-09-07/2026-12-21'],
    ]);
    expect(statements()[1]).toMatchObject({
      object: { definition: { type: activityTypes.assessment } },
      result: { score: { scaled: 0.8 }, success: true, duration: 'PT90.00S' },
      context: { extensions: { 'https://w3id.org/snowlight/dataset/columns/device': 'phone' } },
      timestamp: '2026-03-04T02:00:00.000Z',
    });
    expect(statements()[0]?.result?.extensions).toEqual({ [snowlightExtensions.count]: 17 });
  });

  it('is the same packed, unpacked and repeated', async () => {
    await write('enrolments', enrolments);
    await write('events', events);
    await memory.run('dataset');
    const once = [...memory.statements.keys()];
    await memory.write('enrolments.csv.gz', gzipSync([...enrolments, ''].join('\n')));
    const twofold = await memory.run('dataset');
    expect(twofold.problems[0]?.message).toContain('is there more than once');
    const report = await memory.run('dataset', {
      paths: ['enrolments.csv.gz', 'events.csv'].map((name) => `${memory.folder}/${name}`),
    });
    expect(report.problems).toEqual([]);
    expect([...memory.statements.keys()]).toEqual(once);
  });

  it('counts rows that are alike as often as they stand there', async () => {
    await write('enrolments', enrolments);
    await write('events', [events[0]!, events[1]!, events[1]!, events[1]!]);
    await memory.run('dataset');
    expect(memory.statements.size).toBe(3);
  });

  it('brings a learner who comes again in after the first time, as the same person', async () => {
    await write('enrolments', [...enrolments, 'bob,BIO,2026-03-02,2026-04-10,2026-06-22,,,,,']);
    await write('events', events);
    await memory.run('dataset');
    expect(rosters().map((roster) => roster.enrolments.length)).toEqual([3, 1]);
    expect(rosters()[1]?.enrolments[0]).toMatchObject({
      account: rosters()[0]?.enrolments[1]?.account,
      status: 'registered',
    });
  });

  it('knows what is due where activities.csv says so, as a day of the run or as a date', async () => {
    await write('enrolments', enrolments);
    await write('events', events);
    await write('activities', [
      'course,activity,type,due,weight',
      'BIO,quiz 1,assessment,14,0.5',
      'BIO,exam,assessment,2026-12-01,',
      'CHE,x,,,',
      'BIO,y,,soon,',
    ]);
    const report = await memory.run('dataset');
    expect(rosters()[0]?.activities.map(({ run, dueDay, weight }) => [run, dueDay, weight])).toEqual([
      ['BIO@2026-03-02..2026-06-22', 14, 0.5],
      ['BIO@2026-09-07..2026-12-21', 14, 0.5],
      ['BIO@2026-09-07..2026-12-21', 85, null],
      ['BIO@2026-03-02..2026-06-22', null, null],
      ['BIO@2026-09-07..2026-12-21', null, null],
    ]);
    expect(report.problems.map(({ line, field }) => [line, field])).toEqual([
      [4, 'course'],
      [5, 'due'],
    ]);
  });

  describe('with duties.csv', () => {
    const duties = (...rows: readonly string[]) => write('duties', ['learner,from,to,kind', ...rows]);
    const account = (name: string) => ({ homePage: 'https://w3id.org/snowlight/dataset', name });

    beforeEach(async () => {
      await write('enrolments', enrolments);
      await write('events', events);
    });

    it('tells the roster of them, both days counting', async () => {
      await duties(
        'ann,2026-03-20,2026-03-26,Leave',
        'ann,2026-04-01T23:30:00+08:00,2026-04-01,duty',
        'bob,2026-03-20,2026-03-21,',
      );
      const report = await memory.run('dataset');
      expect(report.problems).toEqual([]);
      expect(rosters()[0]?.duties).toEqual([
        { account: account('ann'), kind: 'leave', from: '2026-03-20', to: '2026-03-26', cancelled: false },
        { account: account('ann'), kind: 'duty', from: '2026-04-01', to: '2026-04-01', cancelled: false },
        { account: account('bob'), kind: 'duty', from: '2026-03-20', to: '2026-03-21', cancelled: false },
      ]);
      expect(report.notes).toContainEqual(
        expect.objectContaining({ file: 'duties.csv', line: 4, field: 'kind', message: expect.any(String) }),
      );
      expect(report.tables).toContainEqual({ table: 'duties', read: 3, accepted: 3, rejected: 0 });
    });

    it('takes one back where it has a column cancelled, as the table of the roster has', async () => {
      await write('duties', ['learner,kind,from,to,cancelled', 'ann,duty,2026-03-20,2026-03-26,1']);
      await memory.run('dataset');
      expect(rosters()[0]?.duties).toMatchObject([{ from: '2026-03-20', cancelled: true }]);
    });

    it('keeps its good rows, and says of the others where, what and what to do', async () => {
      const wrong = [
        ',2026-03-20,2026-03-26,duty',
        'sun,2026-03-20,2026-03-26,duty',
        'ann,20.3.2026,2026-03-26,duty',
        'ann,2026-03-20,,duty',
        'ann,2026-03-20,2026-03-19,duty',
        'ann,2026-03-20,2026-03-26,trip',
      ];
      await duties(...wrong, 'ann,2026-03-20,2026-03-26,duty', 'ann,2026-03-20,2026-03-22,leave');
      const report = await memory.run('dataset');
      expect(
        report.problems.map(
          ({ file, line, field, message }) => `${file}:${String(line)} ${field}: ${message}`,
        ),
      ).toEqual([
        'duties.csv:2 learner: must not be empty: name the learner (here "")',
        'duties.csv:3 learner: is enrolled in no course by enrolments.csv: add the enrolment, or take the duty out (here "sun")',
        'duties.csv:4 from: must be a time in ISO 8601, like 2026-03-02 or 2026-03-02T08:30:00Z: give the first day (here "20.3.2026")',
        'duties.csv:5 to: must be a time in ISO 8601, like 2026-03-02 or 2026-03-02T08:30:00Z: give the last day, which counts (here "")',
        'duties.csv:6 to: is before the first day: correct one of the two (here "2026-03-19")',
        'duties.csv:7 kind: must be duty, leave, holiday, or empty for duty: correct the word (here "trip")',
        'duties.csv:9 from: a duty of this learner begins on this day in line 8 already: the first row counts, take the others out (here "2026-03-20")',
      ]);
      expect(report.tables).toContainEqual({ table: 'duties', read: 8, accepted: 1, rejected: 7 });
      const rejected = await memory.rejected(report.rejectedFile);
      expect(rejected.map(({ row }) => row.replace(/,$/, ''))).toEqual([
        ...wrong,
        'ann,2026-03-20,2026-03-22,leave',
      ]);
      expect(rosters()[0]?.duties).toMatchObject([{ from: '2026-03-20', to: '2026-03-26' }]);
    });

    it('rejects a row that the roster refuses', async () => {
      await duties('ann,2026-03-20,2026-03-26,duty', 'bob,2026-03-20,2026-03-26,duty');
      memory.refusals = [
        { part: 'duties', index: 1, field: 'account', message: 'is of a person who was erased' },
      ];
      const report = await memory.run('dataset');
      expect(report.problems).toMatchObject([
        {
          file: 'duties.csv',
          line: 3,
          field: 'learner',
          message: 'is of a person who was erased (here "bob")',
        },
      ]);
      expect(report.tables).toContainEqual({ table: 'duties', read: 2, accepted: 1, rejected: 1 });
    });

    it('may have nobody on duty', async () => {
      await duties();
      expect((await memory.run('dataset')).problems).toEqual([]);
    });

    it('is refused, and nothing stored, where a column that is needed has another name', async () => {
      await write('duties', ['learner,begin,to', 'ann,2026-03-20,2026-03-26']);
      const report = await memory.run('dataset');
      expect(report.problems).toMatchObject([
        { file: 'duties.csv', line: 1, message: expect.stringContaining('has no column from') },
      ]);
      expect(rosters()).toEqual([]);
    });
  });

  it('takes answers that no event tells of, where it is known when and in which course', async () => {
    await write('enrolments', [...enrolments, 'ann,CHE,2026-03-02,,2026-06-22,,,,,']);
    await write('events', events);
    await write('responses', [
      'learner,item,skill,at,correct,duration',
      'bob,q1,s,2026-03-04,0,4',
      'bob,q2,s,2026-03-05,1,4',
      'bob,q3,s,7,1,',
      'ann,q1,s,2026-03-05,1,',
      'ann,q1,s,2026-03-05,2,',
    ]);
    const report = await memory.run('dataset');
    const answers = statements().filter(({ verb }) => verb.id === verbs.answered);
    expect(answers.map(({ timestamp, result }) => [timestamp, result])).toEqual([
      ['2026-03-04T12:00:00.000Z', { success: false }],
      ['2026-03-05T12:00:00.000Z', { success: true, duration: 'PT4.00S' }],
    ]);
    expect(report.problems.map(({ line, field }) => [line, field])).toEqual([
      [5, 'learner'],
      [6, 'correct'],
    ]);
    expect(report.tables.at(-1)).toEqual({ table: 'responses', read: 5, accepted: 3, rejected: 2 });
  });

  it.each([
    ['enrolments', 'enrolments.csv', 'is not there'],
    ['events', 'events.csv', 'is not there'],
  ])('without its %s stores nothing, and says so', async (missing, file, message) => {
    const other = missing === 'events' ? 'enrolments' : 'events';
    await write(other, other === 'events' ? events : enrolments);
    const report = await memory.run('dataset');
    expect(report.problems).toMatchObject([{ file, message: expect.stringContaining(message) }]);
    expect(memory.rosters).toEqual([]);
  });
});
