import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluateOnFolder, trainOnFolder } from '../../apps/jobs/src/index.js';
import { evaluationHtml } from '../../apps/cli/src/evaluation/evaluation-html.js';
import { evaluationText } from '../../apps/cli/src/evaluation/evaluation-text.js';
import { makeFolder, writeFolder } from '../support/dataset-folder.js';

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
