import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { defineQuery } from '#libs/clickhouse';
import {
  DutyStore,
  EnrolmentStore,
  ImportJobStore,
  RosterStore,
  TenantStore,
  VaultStore,
  wholeTenant,
} from '#libs/postgres';
import { createKeyring } from '#libs/privacy';
import { importFiles, type ImportFormat, type StatementIntake } from '#pipelines/importing';
import { openDataPath, type DataPath } from '../support/data-path.js';
import { openTestStores, type TestStores } from '../support/stores.js';

const keyring = createKeyring('a root secret of the import specs.');
const clock = () => new Date();

let stores: TestStores;
let path: DataPath;
let vault: VaultStore;
let tenants: TenantStore;
beforeAll(async () => {
  stores = await openTestStores();
  tenants = new TenantStore(stores.postgres, clock);
  vault = new VaultStore(stores.postgres, keyring);
  path = openDataPath({ clickhouse: stores.clickhouse, keyring, vault });
}, 60_000);
afterAll(async () => {
  await path.bus.close();
  await stores.close();
});

let folder: string;
let tenant: string;
beforeEach(async () => {
  folder = await mkdtemp(join(stores.dataDir, 'source-'));
  tenant = randomUUID();
  await tenants.ensure({ id: tenant, name: { zh: tenant, en: tenant } });
});

const run = (
  format: ImportFormat,
  { resume = false, intake = path.intake }: { resume?: boolean; intake?: StatementIntake } = {},
) =>
  importFiles({
    format,
    paths: [folder],
    tenant: { id: tenant, timeZone: 'Asia/Shanghai' },
    dryRun: false,
    resume,
    reportDirectory: join(stores.dataDir, 'imports'),
    publicUrl: 'http://127.0.0.1:3000',
    intake,
    roster: new RosterStore(stores.postgres, tenants, vault),
    jobs: new ImportJobStore(stores.postgres, clock),
    keyring,
    now: clock,
  });

const countEvents = defineQuery({
  name: 'imported events',
  sql: `
    SELECT kind, count() AS events, uniqExact(statement_id) AS ids, uniqExact(learner_pid) AS learners, sum(count) AS clicks
    FROM statements FINAL WHERE tenant = {tenant:String} GROUP BY kind ORDER BY kind`,
  params: z.object({ tenant: z.string() }),
  row: z.object({
    kind: z.string(),
    events: z.coerce.number(),
    ids: z.coerce.number(),
    learners: z.coerce.number(),
    clicks: z.coerce.number(),
  }),
});

async function held() {
  await path.settled();
  const enrolments = await new EnrolmentStore(stores.postgres).counts(tenant, wholeTenant);
  const people = await stores.postgres.query<{ table: string; rows: number }>(
    [
      'regions',
      'courses',
      'runs',
      'activities',
      'learners',
      'identities',
      'enrolments',
      'enrolment_history',
      'duties',
    ]
      .map((table) => `SELECT '${table}' AS table, count(*)::int AS rows FROM ${table} WHERE tenant = $1`)
      .join(' UNION ALL '),
    [tenant],
  );
  return {
    events: await stores.clickhouse.query(countEvents, { tenant }),
    enrolments,
    people: Object.fromEntries(people.map(({ table, rows }) => [table, rows])),
  };
}

/**
 * 40 students of one presentation, a row each on 300 days: 12,000 rows, of which every fourth repeats the one before.
 * Of four rows three are on the forum, site 1, by two students.
 */
async function writeOulad(): Promise<void> {
  const students = Array.from({ length: 40 }, (_, student) => 1000 + student);
  const csv = (name: string, ...lines: string[]) =>
    writeFile(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
  await csv('courses', 'code_module,code_presentation,module_presentation_length', 'AAA,2013J,268');
  await csv(
    'vle',
    'id_site,code_module,code_presentation,activity_type',
    '1,AAA,2013J,forumng',
    '2,AAA,2013J,oucontent',
  );
  await csv(
    'assessments',
    'code_module,code_presentation,id_assessment,assessment_type,date,weight',
    'AAA,2013J,7,TMA,19,10',
  );
  await csv(
    'studentInfo',
    'code_module,code_presentation,id_student,gender,region,highest_education,imd_band,age_band,disability,final_result',
    ...students.map(
      (id) => `AAA,2013J,${id},F,Wales,HE,20-30%,0-35,N,${id % 4 === 0 ? 'Withdrawn' : 'Pass'}`,
    ),
  );
  await csv(
    'studentRegistration',
    'code_module,code_presentation,id_student,date_registration,date_unregistration',
    ...students.map((id) => `AAA,2013J,${id},-20,${id % 4 === 0 ? 100 : ''}`),
  );
  await csv(
    'studentAssessment',
    'id_assessment,id_student,date_submitted,is_banked,score',
    ...students.map((id) => `7,${id},18,0,${id % 100}`),
  );
  await csv(
    'studentVle',
    'code_module,code_presentation,id_student,id_site,date,sum_click',
    ...Array.from({ length: 300 }, (_, day) =>
      students.map((_, index) => {
        const row = index % 4 === 3 ? index - 1 : index;
        return `AAA,2013J,${students[row]!},${1 + (row % 2)},${day - 10},${1 + ((row + day) % 9)}`;
      }),
    ).flat(),
  );
}

describe('an import into real stores', () => {
  it('of a dataset folder brings the same when it is repeated, and who comes again once', async () => {
    const csv = (name: string, ...lines: string[]) =>
      writeFile(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
    await csv(
      'enrolments',
      'learner,course,start,registered,end,outcome,outcome_at,region,attr.sex',
      'ann,BIO,2025-03-03,2025-02-20,2025-06-23,completed,2025-06-20,GZ,F',
      'bob,BIO,2025-03-03,2025-02-20,2025-06-23,withdrew,2025-03-20,GZ,M',
      'bob,BIO,2025-03-03,2025-04-01,2025-06-23,,,GZ,M',
    );
    await csv(
      'events',
      'learner,course,at,verb,activity,type,count,score,success,duration',
      ...Array.from(
        { length: 40 },
        (_, i) =>
          `${i % 2 ? 'ann' : 'bob'},BIO,2025-04-${String(1 + (i % 20)).padStart(2, '0')},viewed,p,page,${i + 1},,,`,
      ),
    );
    await csv(
      'duties',
      'learner,from,to,kind',
      'ann,2025-04-21,2025-04-25,duty',
      'bob,2025-04-03,2025-04-03,leave',
    );
    const report = await run('dataset');
    expect(report).toMatchObject({ problems: [], notes: [] });
    const once = await held();
    expect(once.events).toEqual([{ kind: 'viewed', events: 40, ids: 40, learners: 2, clicks: 820 }]);
    expect(once.people).toMatchObject({
      regions: 2,
      courses: 1,
      runs: 1,
      learners: 2,
      enrolments: 2,
      duties: 2,
    });
    const away = new DutyStore(stores.postgres);
    expect(await away.between(tenant, '2025-04-25', '2025-04-30')).toMatchObject([
      { kind: 'duty', from: '2025-04-21', to: '2025-04-25' },
    ]);
    expect(once.enrolments.map(({ status, learners }) => [status, learners])).toEqual([
      ['completed', 1],
      ['registered', 1],
    ]);
    await run('dataset');
    expect(await held()).toEqual(once);
  });

  it('of OULAD brings the same when it is repeated', async () => {
    await writeOulad();
    const report = await run('oulad');
    expect(report).toMatchObject({ problems: [], notes: [] });
    const once = await held();
    expect(once.people).toMatchObject({
      runs: 1,
      activities: 3,
      learners: 40,
      identities: 40,
      enrolments: 40,
    });
    expect(once.enrolments.map(({ status, learners }) => [status, learners])).toEqual([
      ['completed', 30],
      ['withdrew', 10],
    ]);
    expect(once.events.map(({ kind, events, ids, learners }) => [kind, events, ids, learners])).toEqual([
      ['interacted', 9000, 9000, 20],
      ['submitted', 40, 40, 40],
      ['viewed', 3000, 3000, 10],
    ]);
    expect((await run('oulad')).tables).toEqual(report.tables);
    expect(await held()).toEqual(once);
  }, 60_000);

  it('of OULAD that was stopped between two batches is whole after it is resumed', async () => {
    await writeOulad();
    let deliveries = 0;
    const failing: StatementIntake = (delivery) => {
      if (++deliveries > 1) return Promise.reject(new Error('the store is away.'));
      return path.intake(delivery);
    };
    await expect(run('oulad', { intake: failing })).rejects.toThrow('Rows up to 500 are stored');
    const report = await run('oulad', { resume: true });
    expect(report.resumedAt).toBe(500);
    expect(report.tables.at(-1)).toEqual({
      table: 'studentVle',
      read: 12_000,
      accepted: 12_000,
      rejected: 0,
    });
    const { events } = await held();
    expect(events.reduce((sum, { ids }) => sum + ids, 0)).toBe(12_040);
    expect((await run('oulad', { resume: true })).resumedAt).toBeNull();
  }, 60_000);

  it('of statements takes an id once, and leaves out what says something else under a stored id', async () => {
    const statement = (changes: object) => ({
      id: '01900000-0000-7000-8000-00000000000a',
      actor: { mbox: 'mailto:wang@example.org' },
      verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
      object: { id: 'https://lms.example.org/page/1' },
      timestamp: '2026-11-20T02:00:00.000Z',
      ...changes,
    });
    const write = (...changes: object[]) =>
      writeFile(join(folder, 'export.json'), JSON.stringify(changes.map(statement)));
    await write({}, { id: undefined });
    await run('xapi');
    await write({}, { id: undefined }, { verb: { id: 'http://adlnet.gov/expapi/verbs/launched' } });
    const report = await run('xapi');
    expect(report.problems).toMatchObject([{ field: 'id', line: 1, count: 1 }]);
    expect(report.tables).toEqual([{ table: 'statements', read: 3, accepted: 2, rejected: 1 }]);
    const { events } = await held();
    expect(events).toMatchObject([{ kind: 'viewed', events: 2, ids: 2, learners: 1 }]);
  }, 60_000);
});
