import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaUnderRoc } from '#libs/models';
import { evaluateOnFolder, predictOnFolder, trainOnFolder } from '../../apps/jobs/src/index.js';
import {
  asKnownOn,
  dayAfter,
  eventsHeader,
  makeFolder,
  writeFolder,
  type FolderShape,
  type MadeCourse,
  type MadeFolder,
} from '../support/dataset-folder.js';

jest.setTimeout(120_000);

const horizons = ['7', '14', '28', 'end'] as const;
let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'snowlight-folders-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

let folders = 0;
const newPath = (): string => join(place, String(++folders));

function train(data: string, more: Partial<Parameters<typeof trainOnFolder>[0]> = {}) {
  return trainOnFolder({
    data,
    out: `${newPath()}.json`,
    seed: 1,
    target: 'notcompleted',
    horizons,
    ...more,
  });
}

interface Prediction {
  readonly learner: string;
  readonly course: string;
  readonly day: number;
  readonly horizon: string;
  readonly p: number | null;
  readonly abstained: string;
}

async function predict(model: string, data: string, atDays: readonly number[]) {
  const out = `${newPath()}.csv`;
  const report = await predictOnFolder({ model, data, atDays, out });
  const [header = '', ...lines] = (await readFile(out, 'utf8')).trimEnd().split('\n');
  const rows = lines.map((line): Prediction => {
    const [learner = '', course = '', day = '', horizon = '', p = '', , , abstained = ''] = line.split(',');
    return { learner, course, day: Number(day), horizon, p: p === '' ? null : Number(p), abstained };
  });
  return { report, header, rows, text: lines };
}

/** How well chances of not completing rank those who are still in at a day. */
function rank(rows: readonly Prediction[], truth: MadeFolder, day: number): number {
  const completed = new Map(
    truth.enrolments.map(({ learner, outcome }) => [learner, outcome === 'completed']),
  );
  const own = rows.filter((row) => row.day === day && row.horizon === 'end' && row.p !== null);
  return areaUnderRoc(
    own.map(({ learner }) => (completed.get(learner) === true ? 0 : 1)),
    own.map(({ p }) => p!),
  );
}

const five: MadeCourse[] = ['A', 'B', 'C'].map((name, i) => ({
  name,
  start: `2024-0${String(i + 1)}-08`,
  days: 35,
  learners: 150,
}));
const held = { name: 'Z', start: '2024-09-02', days: 35, learners: 120 };

describe('a folder of any shape', () => {
  const shapes: [string, MadeCourse[], MadeCourse, FolderShape, number[]][] = [
    ['five weeks, daily counts alone', five, held, { countsOnly: true }, [14, 21]],
    ['five weeks with assessments', five, held, {}, [14, 21]],
    [
      'two years',
      [
        { name: 'A', start: '2020-01-06', days: 730, learners: 80 },
        { name: 'B', start: '2020-03-02', days: 730, learners: 80 },
      ],
      { name: 'Z', start: '2022-09-05', days: 730, learners: 80 },
      { countsOnly: true },
      [28, 400],
    ],
    [
      'twenty courses, and a twenty-first',
      Array.from({ length: 20 }, (_, i) => ({
        name: `C${String(i)}`,
        start: dayAfter('2021-01-04', i * 30),
        days: 56 + i,
        learners: 25,
      })),
      { name: 'Z', start: '2023-01-09', days: 70, learners: 100 },
      {},
      [14, 28],
    ],
    [
      'a clock for each learner',
      five.map((one) => ({ ...one, days: 70 })),
      { ...held, days: 70 },
      { rollingDays: 30 },
      [14, 28],
    ],
    [
      'no end of the run',
      five.map((one) => ({ ...one, days: 90 })),
      { ...held, days: 90 },
      { withoutEnd: true },
      [14, 28],
    ],
    ['no day of leaving', five, held, { withoutDates: true }, [14, 21]],
  ];
  it.each(shapes)(
    '%s: learns, and ranks a course that it has not seen',
    async (_name, courses, test, shape, atDays) => {
      const known = makeFolder(courses, shape);
      const made = await train(await writeFolder(newPath(), known));
      expect(made.data.problems).toEqual([]);
      expect(made.learnt).toContain('end');
      const all = { ...shape, seed: 2 };
      const truth = makeFolder([test], all);
      const asked = makeFolder([test], { ...all, hidden: ['Z'] });
      const { report, rows, header } = await predict(made.out, await writeFolder(newPath(), asked), atDays);
      expect(report.data.problems).toEqual([]);
      expect(header).toBe('learner,course,day,horizon,p,lower,upper,abstained,reasons');
      for (const day of atDays) expect(rank(rows, truth, day)).toBeGreaterThan(0.7);
    },
  );
});

describe('what a prediction rests on', () => {
  let model: string;
  let truth: MadeFolder;
  beforeAll(async () => {
    model = (await train(await writeFolder(newPath(), makeFolder(five)))).out;
    truth = makeFolder([held], { seed: 2 });
  }, 60_000);

  const hidden = (made: MadeFolder): MadeFolder => asKnownOn('9999', made);

  it('nothing of the day itself or later, neither events nor outcomes nor who comes later', async () => {
    const whole = await predict(model, await writeFolder(newPath(), hidden(truth)), [14]);
    const cut = asKnownOn(dayAfter(held.start, 14), truth);
    expect(cut.events.length).toBeLessThan(truth.events.length);
    const late = `late,Z,${held.start},${dayAfter(held.start, 20)},${dayAfter(held.start, 35)},,,,F`;
    const asKnownThen = await predict(
      model,
      await writeFolder(newPath(), cut, (lines) => [...lines, late]),
      [14],
    );
    expect(asKnownThen.text).toEqual(whole.text);
  });

  it('the same bytes give the same model and the same chances', async () => {
    const again = await train(await writeFolder(newPath(), makeFolder(five)));
    expect(await readFile(again.out, 'utf8')).toBe(await readFile(model, 'utf8'));
  });

  it('everybody registered by the day and not known out by it, once for each horizon', async () => {
    const made = {
      ...truth,
      enrolments: truth.enrolments.map((one, i) => ({
        ...one,
        registered: i === 0 ? dayAfter(one.start, 14) : one.registered,
      })),
    };
    const { rows } = await predict(model, await writeFolder(newPath(), made), [14, 21]);
    const at = (day: number): string[] =>
      made.enrolments
        .filter(({ registered, start, outcome, outcomeAt }) => {
          const asof = dayAfter(start, day);
          return registered < asof && !(outcome !== '' && outcomeAt !== '' && outcomeAt < asof);
        })
        .map(({ learner }) => learner);
    for (const day of [14, 21]) {
      const own = rows.filter((row) => row.day === day);
      expect([...new Set(own.map(({ learner }) => learner))]).toEqual(at(day));
      expect(own).toHaveLength(4 * at(day).length);
    }
    const first = rows.filter(({ learner, day }) => learner === 'Z-0' && day === 21);
    expect(first.map(({ abstained, p }) => [abstained, p])).toContainEqual([
      expect.stringMatching(/^(|short-history)$/),
      first[0]!.p,
    ]);
  });

  it('a quiet last week is not the end of the data, and a day that nothing is known of has no row', async () => {
    const cut = asKnownOn(dayAfter(held.start, 8), truth);
    const { rows, report } = await predict(model, await writeFolder(newPath(), cut), [14, 28, 56]);
    expect(new Set(rows.map(({ day }) => day))).toEqual(new Set([14]));
    expect(report.notes).toEqual(
      expect.arrayContaining([
        expect.stringContaining('day 28: lies more than 14 days after'),
        expect.stringContaining('day 56: the run is over in Z'),
      ]),
    );
  });

  it('each enrolment for itself where somebody comes again, and each course of a learner', async () => {
    const [one] = truth.enrolments;
    const again = [
      `${one!.learner},Z,${one!.start},${dayAfter(one!.start, 3)},${one!.end},,,,F`,
      `${one!.learner},Y,${one!.start},${one!.registered},${one!.end},,,,F`,
      `${one!.learner},Z,2025-09-01,2025-08-20,2025-10-06,,,,F`,
    ];
    const events = [
      ...hidden(truth).events,
      `${one!.learner},Y,${dayAfter(one!.start, 1)},,,,3,,,`,
      `${one!.learner},Z,2025-09-03,,,,3,,,`,
    ];
    const made = { ...hidden(truth), events };
    const { rows, header, report } = await predict(
      model,
      await writeFolder(newPath(), made, (lines) => [...lines, ...again]),
      [14],
    );
    expect(report.data.problems).toEqual([]);
    expect(header.endsWith(',registered')).toBe(true);
    const own = rows.filter(({ learner, horizon }) => learner === one!.learner && horizon === 'end');
    expect(own.map(({ course }) => course).sort()).toEqual(['Y', 'Z', 'Z', 'Z']);
  });
});

describe('a folder with faults', () => {
  const good = (): MadeFolder => makeFolder(five, { countsOnly: true });

  it('keeps what can be kept, and says of each fault file, line, column and remedy', async () => {
    const made = good();
    const rows = made.enrolments.length;
    const enrolments = [
      'x1,A,2024-01-08,2024-01-01,2024-02-12,vanished,,,F',
      'x2,A,2024-02-31,2024-01-01,,,,,F',
      'x3,,2024-01-08,,,,,,F',
      'A-0,A,2024-01-08,' + made.enrolments[0]!.registered + ',2024-02-12,completed,,,F',
      'x5,A,2024-01-08,2024-01-01,2024-01-01,,,,F',
      'x6,A,2024-01-08,2024-01-05,2024-02-12,withdrew,2023-05-05,,F',
    ];
    made.events.push(
      'A-1,A,yesterday,,,,1,,,',
      'nobody,A,2024-01-09,,,,1,,,',
      'A-1,A,2024-01-09,,,,NaN,,,',
      'A-1,A,2024-01-09,,,,Infinity,,,',
      'A-1,A,1999-01-09,,,,1,,,',
      'A-1,A,2024-01-09,frobnicated,,,1,,,',
      'A-1,A,2024-01-09,viewed,p,gizmo,1,17,,',
    );
    const events = made.events.length;
    const made2 = await train(await writeFolder(newPath(), made, (lines) => [...lines, ...enrolments]));
    const { problems, notes, tables } = made2.data;
    const said = problems.map(
      ({ file, line, field, message }) => `${file}:${String(line)} ${field}: ${message}`,
    );
    const line = rows + 2;
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          `enrolments.csv:${String(line)} outcome: must be completed, failed, withdrew, silent`,
        ),
        expect.stringMatching(`enrolments.csv:${String(line + 1)} start: must be a time in ISO 8601`),
        expect.stringMatching(`enrolments.csv:${String(line + 2)} course: must not be empty`),
        expect.stringMatching(`enrolments.csv:${String(line + 3)} learner: is enrolled in this course run`),
        expect.stringMatching(`enrolments.csv:${String(line + 4)} end: must be after the start`),
        expect.stringMatching(`enrolments.csv:${String(line + 5)} outcome_at: lies before the registration`),
        expect.stringMatching(`events.csv:${String(events - 5)} at: must be a time`),
        expect.stringMatching(`events.csv:${String(events - 4)} learner: is not enrolled in this course`),
        expect.stringMatching(`events.csv:${String(events - 3)} count: must be a whole number from 1`),
        expect.stringMatching(`events.csv:${String(events - 1)} at: lies more than 1000 days`),
        expect.stringMatching(`events.csv:${String(events + 1)} score: must be a number from 0 to 1`),
      ]),
    );
    expect(problems).toHaveLength(11);
    expect(notes.map(({ field }) => field)).toEqual(expect.arrayContaining(['verb', 'type']));
    expect(tables).toEqual([
      { table: 'enrolments', read: rows + 6, accepted: rows + 4, rejected: 2 },
      { table: 'events', read: events, accepted: events - 5, rejected: 5 },
    ]);
  });

  const refused: [string, string, (folder: string) => Promise<unknown>][] = [
    ['no folder', 'there is no such folder', (folder) => train(`${folder}-not-there`)],
    [
      'no enrolments',
      'there is no enrolments.csv',
      async (folder) => {
        await writeFolder(folder, good());
        await rm(join(folder, 'enrolments.csv'));
        await rm(join(folder, 'events.csv'));
        return train(folder);
      },
    ],
    [
      'no events',
      'events.csv: is not there (nor events.csv.gz): put it into the folder',
      async (folder) => {
        await writeFolder(folder, good());
        await rm(join(folder, 'events.csv'));
        return train(folder);
      },
    ],
    [
      'another header',
      'events.csv:1: has no column at',
      async (folder) => {
        await writeFolder(folder, good());
        await writeFile(join(folder, 'events.csv'), `${eventsHeader.replace(',at,', ',when,')}\n`);
        return train(folder);
      },
    ],
    [
      'one outcome alone',
      'completed 450, failed 0, withdrew 0, silent 0, not known 0',
      async (folder) => train(await writeFolder(folder, makeFolder(five, { outcome: () => 'completed' }))),
    ],
    [
      'no outcome',
      'not known 450',
      async (folder) => train(await writeFolder(folder, makeFolder(five, { outcome: () => '' }))),
    ],
    [
      'ten learners',
      'nothing can be learnt',
      async (folder) => train(await writeFolder(folder, makeFolder([{ ...five[0]!, learners: 10 }]))),
    ],
    [
      'everybody alike',
      'the figures do not tell learners apart',
      async (folder) => {
        const made = good();
        return train(
          await writeFolder(folder, {
            enrolments: made.enrolments.map((one) => ({
              ...one,
              registered: one.start,
              start: '2024-01-08',
              end: '2024-02-12',
              outcomeAt: '2024-02-12',
            })),
            events: made.enrolments.flatMap(({ learner, course }) =>
              [9, 12, 20].map(
                (day) => `${learner},${course},2024-01-${String(day).padStart(2, '0')},,,,4,,,`,
              ),
            ),
          }),
        );
      },
    ],
    [
      'a course that is not there',
      'there is no course Q; the folder has A, B, C',
      async (folder) =>
        evaluateOnFolder({
          data: await writeFolder(folder, good()),
          testCourses: ['Q'],
          atDays: [14],
          seed: 1,
          target: 'notcompleted',
          horizons,
        }),
    ],
  ];
  it.each(refused)('%s: is refused with a sentence', async (_name, sentence, work) => {
    await expect(work(newPath())).rejects.toMatchObject({
      name: 'JobError',
      message: expect.stringContaining(sentence),
    });
  });

  it('a model file that was cut, is another or is newer is refused with a sentence', async () => {
    const data = await writeFolder(newPath(), good());
    const { out } = await train(data);
    const text = await readFile(out, 'utf8');
    const spoilt: [string, string][] = [
      [text.slice(0, text.length / 2), 'is not a whole JSON document'],
      ['{"kind":"other"}', 'is no risk model of Snowlight'],
      [text.replace('"formatVersion":2', '"formatVersion":9'), 'has format 9'],
      [text.replace('"name":"elapsed_days"', '"name":"moon_phase"'), 'the model needs moon_phase'],
    ];
    for (const [content, sentence] of spoilt) {
      const model = `${newPath()}.json`;
      await writeFile(model, content);
      await expect(predict(model, data, [14])).rejects.toMatchObject({
        message: expect.stringContaining(sentence),
      });
    }
  });
});

describe('targets and evaluation', () => {
  it.each(['withdrew', 'silent'] as const)(
    'learns who %s, apart from other ways of leaving',
    async (target) => {
      const folder = await writeFolder(newPath(), makeFolder(five.map((one) => ({ ...one, days: 84 }))));
      const made = await train(folder, { target });
      expect(made.learnt).toContain('28');
      const { rows } = await predict(made.out, folder, [14]);
      const mean = (horizon: string): number => {
        const own = rows.flatMap((row) => (row.horizon === horizon && row.p !== null ? row.p : []));
        return own.reduce((sum, p) => sum + p, 0) / own.length;
      };
      expect(mean('end')).toBeGreaterThan(0.02);
      expect(mean('end')).toBeLessThan(0.5);
    },
  );

  it('tests on later courses, beside the rule and the regression, and names a split that is not forward', async () => {
    const data = await writeFolder(newPath(), makeFolder([...five, held]));
    const ask = {
      data,
      atDays: [14, 21],
      seed: 1,
      target: 'notcompleted' as const,
      horizons: ['end'] as const,
    };
    const report = await evaluateOnFolder({ ...ask, testCourses: ['Z'] });
    expect(report.split).toBe('forward');
    expect(report.train.runs).toEqual(['A', 'B', 'C']);
    expect(report.rows.map(({ day, method }) => `${String(day)} ${method}`)).toEqual(
      [14, 21].flatMap((day) =>
        ['snowlight', 'logistic regression', '7-day rule'].map((method) => `${String(day)} ${method}`),
      ),
    );
    for (const row of report.rows)
      expect(row.lists.map(({ capacity }) => capacity)).toEqual([0.05, 0.1, 0.2]);
    expect((await evaluateOnFolder({ ...ask, trainCourses: ['Z', 'C'], testCourses: ['A'] })).split).toBe(
      'not forward',
    );
  });
});
