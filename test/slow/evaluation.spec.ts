import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateOnFolder, trainOnFolder } from '../../apps/jobs/src/index.js';
import { evaluationHtml } from '../../apps/cli/src/evaluation/evaluation-html.js';
import { evaluationText } from '../../apps/cli/src/evaluation/evaluation-text.js';
import { dayAfter, makeFolder, writeFolder, type MadeFolder } from '../support/dataset-folder.js';

jest.setTimeout(240_000);

const made = makeFolder([
  { name: 'A', start: '2024-01-08', days: 42, learners: 120 },
  { name: 'B', start: '2024-03-04', days: 42, learners: 120 },
  { name: 'Y', start: '2024-05-06', days: 42, learners: 90 },
  { name: 'Z', start: '2024-07-01', days: 42, learners: 90 },
]);
const ask = {
  testCourses: ['Y', 'Z'],
  atDays: [14, 28],
  seed: 1,
  target: 'notcompleted' as const,
  horizons: ['14', 'end'] as const,
};

let place: string;
let data: string;
let previous: string;
let report: Awaited<ReturnType<typeof evaluateOnFolder>>;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'snowlight-evaluation-'));
  data = await writeFolder(join(place, 'folder'), made);
  previous = join(place, 'previous.json');
  const { horizons, target, seed } = ask;
  await trainOnFolder({ data, out: previous, seed, target, horizons, courses: ['A'] });
  report = await evaluateOnFolder({ data, ...ask, against: previous, leaveOneOut: true });
});
afterAll(() => rm(place, { recursive: true, force: true }));

describe('an evaluation on a folder', () => {
  it('has intervals over runs, and differences to every method beside', () => {
    expect(report.split).toBe('forward');
    expect(report.intervals).toMatchObject({ unit: 'runs', units: 2 });
    const methods = ['snowlight', 'previous model', 'logistic regression', '7-day rule'];
    const own = report.rows.filter(({ day, horizon }) => day === 14 && horizon === 'end');
    expect(own.map(({ method }) => method)).toEqual(methods);
    for (const { auc, aucLower, aucUpper } of own) {
      expect(aucLower).toBeLessThanOrEqual(auc);
      expect(aucUpper).toBeGreaterThanOrEqual(auc);
    }
    const beside = report.differences.filter(({ day, horizon }) => day === 14 && horizon === 'end');
    expect(beside.map(({ to }) => to)).toEqual(methods.slice(1));
    expect(new Set(report.churn.map(({ method }) => method))).toEqual(new Set(methods));
  });

  it('warns of a model beside that may have seen the answers', () => {
    expect(report.notes.map(({ en }) => en).join('\n')).toContain(
      'after the first test run began (2024-05-06); it may have seen the answers',
    );
  });

  it('tests each run by the others', () => {
    expect(report.leaveOneOut?.runs.map(({ run, learners }) => [run, learners > 50])).toEqual(
      ['A', 'B', 'Y', 'Z'].map((run) => [run, true]),
    );
    const pooled = report.leaveOneOut?.pooled.find(({ day, horizon }) => day === 14 && horizon === 'end');
    expect(pooled?.learners).toBeGreaterThan(300);
    expect(pooled?.auc).toBeGreaterThan(0.7);
  });

  it('audits the attributes of the folder, which reach no model', async () => {
    const [audit] = report.subgroups;
    expect(audit).toMatchObject({ attribute: 'sex', horizon: 'end' });
    expect(audit!.groups.map(({ group }) => group).sort()).toEqual(['F', 'M']);
    for (const { learners } of audit!.groups) expect(learners).toBeGreaterThan(50);
    // sex and region as they would be if a model that reads them could foresee everything
    const telling = await writeFolder(join(place, 'telling'), made, (lines) =>
      lines.map((line) => {
        const cells = line.split(',');
        const completed = cells[5] === 'completed';
        return [...cells.slice(0, 7), completed ? 'north' : 'south', completed ? 'F' : 'M'].join(',');
      }),
    );
    const again = await evaluateOnFolder({ data: telling, ...ask, against: previous });
    expect(again.model).toEqual(report.model);
    expect(again.rows).toEqual(report.rows);
    // each group has one outcome alone: no gap can be told
    expect(again.subgroups.map(({ attribute }) => attribute)).toEqual(['region', 'region', 'sex', 'sex']);
    for (const { groups } of again.subgroups) for (const { gap } of groups) expect(gap).toBeNull();
  });
});

/** Run A once more as run C a year later, by the same people with the same days, and half as many who are new. */
function onceMore(): MadeFolder {
  const luck = (drawn: string, learner: number): string =>
    (learner * 7919) % 13 < 6 ? drawn : learner % 2 ? 'completed' : 'failed';
  const past = makeFolder(
    [
      { name: 'A', start: '2024-01-08', days: 42, learners: 90 },
      { name: 'B', start: '2024-03-04', days: 42, learners: 150 },
    ],
    { outcome: luck },
  );
  const later = makeFolder([{ name: 'C', start: '2025-01-06', days: 42, learners: 90 }], {
    seed: 2,
    outcome: luck,
  });
  const moved = (day: string): string => dayAfter(day.slice(0, 10), 364);
  return {
    enrolments: [
      ...past.enrolments,
      ...later.enrolments,
      ...past.enrolments
        .filter(({ course }) => course === 'A')
        .map((one) => ({
          ...one,
          course: 'C',
          start: moved(one.start),
          registered: moved(one.registered),
          end: moved(one.end),
          outcomeAt: moved(one.outcomeAt),
        })),
    ],
    events: [
      ...past.events,
      ...later.events,
      ...past.events
        .map((line) => line.split(','))
        .filter(([, course]) => course === 'A')
        .map(([learner, , at, ...rest]) =>
          [learner, 'C', `${moved(at!)}${at!.slice(10)}`, ...rest].join(','),
        ),
    ],
  };
}

describe('the learner-disjoint check of an evaluation on a folder', () => {
  it('says of people who are all new that the headline is one', () => {
    expect(report.learnerDisjoint).toMatchObject({ learners: { both: 0 }, cells: [] });
    expect(report.learnerDisjoint.learners.test).toBeGreaterThan(150);
    for (const said of [evaluationText(report), evaluationHtml(report, 'en')])
      expect(said).toContain('earner-disjoint test already');
  });

  it('knows who comes again by the id, and what the headline owes to it', async () => {
    const folder = await writeFolder(join(place, 'once-more'), onceMore());
    const again = await evaluateOnFolder({
      data: folder,
      ...ask,
      testCourses: ['C'],
      horizons: ['end'],
    });
    const { learners, cells, unjudged } = again.learnerDisjoint;
    expect(unjudged).toEqual([]);
    expect(learners.both).toBeGreaterThan(80);
    expect(learners.both).toBeLessThanOrEqual(90);
    const { all, parts } = cells.find(({ day }) => day === 14)!;
    expect(parts!.known.learners + parts!.new.learners).toBe(all.learners);
    expect(parts!.knowing.auc.value).toBeLessThan(0);
    expect(evaluationText(again)).toContain('known minus new');
    expect(evaluationHtml(again, 'zh')).toContain('学员不重叠检验');
  });
});

describe('the report of an evaluation', () => {
  it.each(['zh', 'en'] as const)('is one file in %s with its plots, and names nobody', async (language) => {
    const html = evaluationHtml(report, language);
    expect(html).toContain(`<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`);
    expect(html).not.toMatch(/<script|https?:\/\/|@import|url\(|undefined|NaN/);
    expect(html.match(/<svg /g)!.length).toBeGreaterThanOrEqual(4 + 6 + 1 + 1);
    for (const learner of ['A-0', 'Y-1', 'Z-89']) expect(html).not.toContain(`>${learner}<`);
    // what the server sends is JSON: a figure that is not known comes as null
    expect(evaluationHtml(JSON.parse(JSON.stringify(report)) as typeof report, language)).toBe(html);
    expect(await readFile(previous, 'utf8')).toContain(report.previous!.version);
  });

  it('says in text what the tables hold', () => {
    const text = evaluationText(report);
    for (const part of [
      'Churn',
      'ABROCA',
      'Leave one run out',
      'Snowlight minus the others',
      'few, the intervals',
    ])
      expect(text).toContain(part);
  });
});
