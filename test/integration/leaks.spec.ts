import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClickHouse } from '#libs/clickhouse';
import { allFeatures, featureNames, landmarkQuery } from '#libs/features';
import { predictLandmarks } from '#pipelines/scoring';
import { evaluateRisk, readLandmarks, trainRisk, type TrainedRisk } from '#pipelines/training';
import { FOLDER_TENANT, withFolder } from '../../apps/jobs/src/index.js';
import { dayAfter, makeFolder, writeFolder, type MadeFolder } from '../support/dataset-folder.js';
import { leaks, LANDMARK_DAY, type Leak } from '../support/planted-leaks.js';

/**
 * The leaks that spoil published figures, each planted in a course that is the twin of another: the same learners who
 * did the same before the landmark. Whatever differs between the two must move neither who is asked about nor a feature
 * nor a chance, by one bit; and the same check must notice where the question is asked in the leaky way.
 */
const past = ['past-1', 'past-2'].map((name, i) => ({
  name,
  start: `2024-0${String(i + 1)}-08`,
  days: 42,
  learners: 70,
}));
const start = '2024-09-02';
const today = '2024-12-01';
const tenant = FOLDER_TENANT;

let place: string;
let clickhouse: ClickHouse;
let close = (): void => undefined;
let closed: Promise<void>;
let trained: TrainedRisk;
let runs: ReadonlyMap<string, string>;

/** One engine for all courses; it is gone with the last test. */
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'snowlight-leaks-'));
  const asked = makeFolder([{ name: 'asked', start, days: 42, learners: 70 }], { seed: 2 });
  const twins = leaks.map(({ twin, plant }) => inCourse(twin, plant(asked)));
  const all = [makeFolder(past), asked, ...twins];
  const courses = [...past.map(({ name }) => name), 'asked', ...leaks.map(({ twin }) => twin)];
  const folder = await writeFolder(place, {
    enrolments: all.flatMap(({ enrolments }) => enrolments),
    events: all.flatMap(({ events }) => events),
  });
  await writeFile(join(folder, 'activities.csv'), 'course,activity,type,due\n');
  for (const course of courses)
    await appendFile(join(folder, 'activities.csv'), `${course},quiz,assessment,14\n`);
  await new Promise<void>((opened, failed) => {
    closed = withFolder(folder, async (open) => {
      expect(open.report.problems).toEqual([]);
      clickhouse = open.clickhouse;
      runs = new Map(open.store.runs.map(({ code, run }) => [code, run]));
      await new Promise<void>((done) => {
        close = done;
        opened();
      });
    });
    closed.catch(failed);
  });
  trained = await trainRisk(clickhouse, { tenant, runs: past.map(({ name }) => name), today, seed: 1 });
}, 120_000);
afterAll(async () => {
  close();
  await closed;
  await rm(place, { recursive: true, force: true });
});

/** The same people in another course. */
function inCourse(course: string, { enrolments, events }: MadeFolder): MadeFolder {
  return {
    enrolments: enrolments.map((one) => ({ ...one, course })),
    events: events.map((line) => line.replace(',asked,', `,${course},`)),
  };
}

type Asked = Pick<ClickHouse, 'query'>;

/** The engine, asked for landmarks in another way. */
function askedLeakily(change: Leak['leaky']): Asked {
  return {
    query: (query, params) =>
      clickhouse.query(
        query.name === landmarkQuery.name ? { ...query, sql: change(query.sql) } : query,
        params,
      ),
  };
}

const iriOf = (code: string): string => runs.get(code) ?? '';

/** Who is asked about at the landmark, with every figure. */
async function figuresOf(engine: Asked, code: string): Promise<string[]> {
  const rows = await engine.query(landmarkQuery, {
    tenant,
    run: iriOf(code),
    asof: start,
    offsets: [LANDMARK_DAY],
    learners: [],
  });
  return rows.map((row) => JSON.stringify([row.learner_pid, ...featureNames.map((name) => row[name])]));
}

/** Every chance with its interval and its reasons. */
async function chancesOf(engine: Asked, code: string): Promise<string[]> {
  const request = {
    tenant,
    runs: [{ run: iriOf(code), code, start, end: dayAfter(start, 42) }],
    atDays: [LANDMARK_DAY],
    horizons: ['7', '14', '28', 'end'] as const,
    unlearnt: {},
    lastDay: today,
  };
  const said: string[] = [];
  for await (const some of predictLandmarks(engine, trained, request))
    for (const { learnerPid, horizon, probability, lower, upper, abstained, reasons } of some) {
      const told = reasons.map(({ feature, contribution, text }) => [feature, contribution, text.en]);
      said.push(JSON.stringify([learnerPid, horizon, probability, lower, upper, abstained, told]));
    }
  return said;
}

/** What a model would learn from, without what came of it. */
async function learntFrom(engine: Asked, code: string): Promise<string[]> {
  const { features, rows } = await readLandmarks(engine, {
    tenant,
    runs: [code],
    offsets: [LANDMARK_DAY],
    today,
  });
  return rows.map(({ learner }, row) =>
    JSON.stringify([learner, ...features.columns.map((column) => String(column[row]))]),
  );
}

const questions = { figures: figuresOf, chances: chancesOf, 'rows to learn from': learntFrom };

describe.each(leaks)('$leak', ({ twin, leaky }) => {
  it.each(Object.entries(questions))('moves no %s', async (_what, ask) => {
    const honest = await ask(clickhouse, 'asked');
    expect(honest.length).toBeGreaterThan(30);
    expect(await ask(clickhouse, twin)).toEqual(honest);
  });

  it.each(Object.entries(questions))('is seen in the %s where it is put in', async (_what, ask) => {
    const engine = askedLeakily(leaky);
    expect(await ask(engine, twin)).not.toEqual(await ask(engine, 'asked'));
  });
});

describe('features', () => {
  it.each(allFeatures.map(({ name, sql }) => [name, sql]))('%s asks for no outcome', (_name, sql) => {
    expect(sql).not.toMatch(/status|silent|outcome|end_day/);
  });
});

describe('splits', () => {
  const trainRuns = past.map(({ name }) => name);
  const evaluate = (testRuns: readonly string[], learnt: readonly string[] = trainRuns) =>
    evaluateRisk(clickhouse, {
      tenant,
      trainRuns: learnt,
      testRuns,
      atDays: [LANDMARK_DAY],
      today,
      seed: 1,
      horizons: ['end'],
    });
  const final = leaks.find(({ leak }) => leak.includes('final result'))?.twin ?? '';

  it('nothing is tuned on the test run: other outcomes there leave the model as it is', async () => {
    const honest = await evaluate(['asked']);
    const other = await evaluate([final]);
    expect(other.rows).not.toEqual(honest.rows);
    expect(other.model).toEqual(honest.model);
    expect(honest).toMatchObject({ split: 'forward', model: { version: trained.version } });
    // one that had seen them would be another
    const [seen, seenOther] = await Promise.all(
      ['asked', final].map((run) =>
        trainRisk(clickhouse, { tenant, runs: [...trainRuns, run], today, seed: 1 }),
      ),
    );
    expect(seenOther?.version).not.toBe(seen?.version);
  }, 60_000);

  it('what is learnt from later presentations is not called forward', async () => {
    expect(await evaluate(['past-1'], ['past-2', 'asked'])).toMatchObject({ split: 'not forward' });
  }, 30_000);

  it('a run cannot be learnt from and tested on', async () => {
    await expect(evaluate(['past-2', 'asked'])).rejects.toThrow(
      'past-2: is to be trained and tested on: a test on what was learnt says nothing',
    );
  });
});
