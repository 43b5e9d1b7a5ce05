import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { defineQuery, type ClickHouse } from '#libs/clickhouse';
import { createScoreTouched, sweepTenant } from '#pipelines/scoring';
import { trainRisk, type TrainedRisk } from '#pipelines/training';
import { FOLDER_TENANT, predictOnFolder, trainOnFolder, withFolder } from '../../apps/jobs/src/index.js';
import { dayAfter, makeFolder, writeFolder, type MadeFolder } from '../support/dataset-folder.js';

const past = ['past-1', 'past-2', 'past-3'].map((name, i) => ({
  name,
  start: `2024-0${String(i + 1)}-08`,
  days: 42,
  learners: 60,
}));
const start = '2024-09-02';
const ofDays = (days: number, name: string) => ({ name, start, days, learners: 60 });
/** Every count a hundred times as large: another platform, that counts something else. */
const counted = (made: MadeFolder, course: string): MadeFolder => ({
  ...made,
  events: made.events.map((line) => {
    const fields = line.split(',');
    if (fields[1] === course && fields[6] !== '') fields[6] = String(100 * Number(fields[6]));
    return fields.join(',');
  }),
});

let place: string;
let folder: string;
let model: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'snowlight-unlike-'));
  const now = makeFolder([ofDays(42, 'like'), ofDays(42, 'loud'), ofDays(420, 'long')], { seed: 2 });
  const then = makeFolder(past);
  folder = await writeFolder(
    join(place, 'folder'),
    counted(
      {
        enrolments: [...then.enrolments, ...now.enrolments],
        events: [...then.events, ...now.events.filter((line) => (line.split(',')[2] ?? '') < '2024-10-14')],
      },
      'loud',
    ),
  );
  model = join(place, 'model.json');
  await trainOnFolder({
    data: folder,
    out: model,
    seed: 1,
    target: 'notcompleted',
    horizons: ['7', '14', '28', 'end'],
    courses: past.map(({ name }) => name),
  });
}, 120_000);
afterAll(() => rm(place, { recursive: true, force: true }));

describe('model predict', () => {
  let lines: string[][];
  beforeAll(async () => {
    const out = join(place, 'chances.csv');
    await predictOnFolder({ model, data: folder, atDays: [21], out });
    lines = (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
  }, 60_000);
  const of = (course: string): string[][] => lines.filter((line) => line[1] === course);

  it.each(['past-2', 'like'])(
    'gives chances of a course like those that it has learnt from: %s',
    (course) => {
      expect(of(course).length).toBeGreaterThan(100);
      expect(new Set(of(course).map((line) => line[7]))).toEqual(new Set(['']));
    },
  );

  it.each([
    ['loud', /clicks_(7|28): \d+ times beyond every course/],
    ['long', /run_days: 10 times beyond every course/],
  ])('gives none of one that is unlike them, and says in what: %s', (course, why) => {
    expect(of(course).length).toBeGreaterThan(100);
    for (const [, , , , p, lower, upper, abstained, ...reasons] of of(course)) {
      expect([p, lower, upper, abstained]).toEqual(['', '', '', 'unlike-course']);
      expect(reasons.join(',')).toMatch(why);
    }
  });
});

describe('live scores', () => {
  const tenant = FOLDER_TENANT;
  const abstentions = defineQuery({
    name: 'abstentions of runs',
    sql: `
      SELECT r.code AS code, groupUniqArrayArray(arrayMap(x -> toString(x), s.abstained)) AS why,
        sum(arrayCount(x -> isNotNull(x), s.probability)) AS chances
      FROM scorings AS s INNER JOIN (SELECT run, code FROM runs FINAL) AS r ON r.run = s.run
      WHERE s.tenant = {tenant:String} GROUP BY code ORDER BY code`,
    params: z.object({ tenant: z.string() }),
    row: z.object({ code: z.string(), why: z.array(z.string()), chances: z.coerce.number() }),
  });

  /** On the 22nd day of the three courses. */
  function scoring(clickhouse: ClickHouse, { version, model: learnt }: TrainedRisk) {
    const today = dayAfter(start, 21);
    return {
      clickhouse,
      bus: { publish: () => Promise.resolve({ handled: Promise.resolve() }) },
      activeModel: () => Promise.resolve({ version, model: learnt }),
      activeMastery: () => Promise.resolve(null),
      awayOf: () => Promise.resolve([]),
      dayOf: () => Promise.resolve({ now: new Date(`${today}T12:00:00Z`), today }),
      newToken: () => randomUUID(),
    };
  }

  it('abstain in a sweep as after an event of one learner', async () => {
    await withFolder(folder, async ({ clickhouse, store }) => {
      const trained = await trainRisk(clickhouse, {
        tenant,
        runs: past.map(({ name }) => name),
        today: store.today,
        seed: 1,
      });
      const dependencies = scoring(clickhouse, trained);
      const runs = new Map(store.runs.map(({ code, run }) => [code, run]));
      const touched = ['like', 'loud', 'long'].map((code, offset) => {
        const run = runs.get(code) ?? '';
        const learnerPid = store.enrolments.find((enrolment) => enrolment.run === run)?.pid ?? '';
        return {
          partition: 0,
          offset,
          life: 'first',
          key: learnerPid,
          value: { v: 1, tenant, run, learnerPid },
        };
      });
      await createScoreTouched(dependencies)(
        { topic: 'rolled', token: 'rolled', records: touched },
        new AbortController().signal,
      );
      const one = await clickhouse.query(abstentions, { tenant });
      expect(one.map(({ code, why, chances }) => [code, why, chances > 0])).toEqual([
        ['like', [''], true],
        ['long', ['unlike-course'], false],
        ['loud', ['unlike-course'], false],
      ]);
      await sweepTenant(dependencies, tenant);
      const all = await clickhouse.query(abstentions, { tenant });
      expect(all.map(({ code, why }) => [code, why])).toEqual(one.map(({ code, why }) => [code, why]));
      expect(all[0]!.chances).toBeGreaterThan(100);
    });
  }, 60_000);
});
