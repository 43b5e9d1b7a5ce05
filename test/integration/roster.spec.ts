import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LearnerAccount, type LearnerPid, Roster, type RosterInput } from '#libs/contracts';
import {
  CatalogueStore,
  ConsentStore,
  DutyStore,
  EnrolmentStore,
  ErasureStore,
  LearnerStore,
  MirrorStore,
  type Postgres,
  RegionStore,
  RosterStore,
  TenantStore,
  VaultStore,
  wholeTenant,
} from '#libs/postgres';
import { createKeyring, pseudonym } from '#libs/privacy';
import { openTestPostgres } from '../support/postgres.js';

const keyring = createKeyring('a root secret of the roster specs.');
const clock = () => new Date('2026-11-24T04:00:00Z');
const homePage = 'https://lms.example.org';
const iri = 'https://lms.example.org/runs/htn-2026';
const account = (name: string): LearnerAccount => ({ homePage, name });
const bilingual = (text: string) => ({ zh: text, en: text });

const region = (
  code: string,
  parent: string | null,
  level: 'province' | 'county' | 'township' | 'village',
) => ({
  code,
  parent,
  level,
  name: bilingual(code),
});

/** A county of two townships, one course, one run, three learners. Children stand before parents on purpose. */
const county: RosterInput = {
  regions: [
    region('shimen', 'guanshan', 'township'),
    region('xiping', 'guanshan', 'township'),
    region('guanshan', 'gz', 'county'),
    region('gz', null, 'province'),
    region('other', 'gz', 'county'),
  ],
  programs: [{ code: 'cme', name: bilingual('CME') }],
  courses: [{ code: 'htn', program: 'cme', name: bilingual('Hypertension') }],
  runs: [{ code: 'htn-2026', course: 'htn', iri, start: '2026-10-01', end: '2027-01-01' }],
  modules: [{ code: 'm1', course: 'htn', name: bilingual('Grading'), position: 1 }],
  skills: [
    { code: 'grading', course: 'htn', name: bilingual('Grading') },
    { code: 'drugs', course: 'htn', name: bilingual('Drugs') },
  ],
  activities: [
    {
      iri: `${iri}/q1`,
      run: 'htn-2026',
      module: 'm1',
      type: 'item',
      name: bilingual('Q1'),
      skills: ['grading'],
    },
  ],
  learners: [
    {
      account: account('wang'),
      name: '王建国',
      phone: '13800000001',
      region: 'shimen',
      consentReminders: true,
      attributes: { sex: 'm' },
    },
    { account: account('li'), name: '李秀英', region: 'xiping' },
    { account: account('zhao'), region: 'other', consentReminders: false },
  ],
  enrolments: ['wang', 'li', 'zhao'].map((name) => ({
    account: account(name),
    run: 'htn-2026',
    registeredAt: '2026-09-30T17:00:00Z',
    status: 'registered' as const,
  })),
};

describe('a roster', () => {
  let postgres: Awaited<ReturnType<typeof openTestPostgres>>;
  let tenants: TenantStore;
  let vault: VaultStore;
  let roster: RosterStore;
  let learners: LearnerStore;
  let enrolments: EnrolmentStore;
  let mirror: MirrorStore;

  const pidOf = (tenant: string) => (who: LearnerAccount) =>
    pseudonym(keyring.tenant(tenant), `account:${who.homePage}|${who.name}`);
  const apply = (tenant: string, input: RosterInput, source?: string) =>
    roster.apply(tenant, Roster.parse(input), pidOf(tenant), source);
  const pid = (tenant: string, name: string): LearnerPid => pidOf(tenant)(account(name));

  /** A tenant of its own for each scenario. */
  async function newTenant(id: string): Promise<string> {
    await tenants.ensure({ id, name: bilingual(id) });
    return id;
  }

  beforeAll(async () => {
    postgres = await openTestPostgres();
    tenants = new TenantStore(postgres, clock);
    vault = new VaultStore(postgres, keyring);
    roster = new RosterStore(postgres, tenants, vault);
    learners = new LearnerStore(postgres);
    enrolments = new EnrolmentStore(postgres);
    mirror = new MirrorStore(postgres);
  }, 60_000);
  afterAll(() => postgres.stop());

  it('is written whole, identities in the vault alone', async () => {
    const tenant = await newTenant('whole');
    const report = await apply(tenant, county);
    expect(report.problems).toEqual([]);
    expect(report.counts.learners).toEqual({ read: 3, accepted: 3 });

    const wang = await learners.find(tenant, wholeTenant, pid(tenant, 'wang'));
    expect(wang).toMatchObject({
      consentReminders: true,
      erased: false,
      region: { code: 'shimen', level: 'township', path: ['gz', 'guanshan', 'shimen'] },
    });
    const [enrolment] = await enrolments.ofLearner(tenant, wholeTenant, pid(tenant, 'wang'));
    // 17:00 UTC is the next morning in Shanghai
    expect(enrolment).toMatchObject({
      status: 'registered',
      registeredDay: '2026-10-01',
      startDay: '2026-10-01',
    });
    expect(await new CatalogueStore(postgres).activities(tenant, iri)).toMatchObject([
      { iri: `${iri}/q1`, module: 'm1', skills: ['grading'] },
    ]);
    expect(await vault.contacts(tenant, [pid(tenant, 'wang')])).toEqual(
      new Map([[pid(tenant, 'wang'), { name: '王建国', phone: '13800000001' }]]),
    );
    expect(await vault.findByName(tenant, 'WJG')).toEqual([pid(tenant, 'wang')]);
    const stored = await postgres.query<{ text: string }>(
      `SELECT row_to_json(l)::text || row_to_json(c)::text || row_to_json(i)::text AS text
       FROM learners l JOIN contacts c USING (tenant, learner_pid) JOIN identities i USING (tenant, learner_pid)
       WHERE tenant = $1`,
      [tenant],
    );
    for (const { text } of stored) expect(text).not.toMatch(/wang|王建国|13800000001/);
  });

  it('applied twice changes nothing, down to the revisions', async () => {
    const tenant = await newTenant('twice');
    await apply(tenant, county);
    const before = await dump(postgres, tenant);
    const report = await apply(tenant, county);
    expect(report.problems).toEqual([]);
    expect(await dump(postgres, tenant)).toEqual(before);
  });

  it('keeps the good rows and says what is wrong with the others', async () => {
    const tenant = await newTenant('problems');
    const report = await apply(tenant, {
      ...county,
      regions: [
        ...(county.regions ?? []),
        region('lost', 'nowhere', 'village'),
        region('under', 'lost', 'village'),
      ],
      courses: [...(county.courses ?? []), { code: 'dm', program: 'nope', name: bilingual('Diabetes') }],
      runs: [
        ...(county.runs ?? []),
        { code: 'dm-1', course: 'dm', iri: `${iri}-dm`, start: '2026-10-01', end: null },
      ],
      learners: [...(county.learners ?? []), { account: account('sun'), region: 'lost' }],
      enrolments: [
        ...(county.enrolments ?? []),
        {
          account: account('wang'),
          run: 'htn-2026',
          registeredAt: '2026-09-30T17:00:00Z',
          status: 'started',
        },
        { account: account('wang'), run: 'dm-1', registeredAt: '2026-09-30T17:00:00Z', status: 'started' },
        { account: account('sun'), run: 'htn-2026', registeredAt: '2026-09-30T17:00:00Z', status: 'started' },
      ],
    });
    expect(report.problems.map(({ part, index, field }) => [part, index, field])).toEqual([
      ['regions', 5, 'parent'],
      ['regions', 6, 'parent'],
      ['courses', 1, 'program'],
      ['runs', 1, 'course'],
      ['learners', 3, 'region'],
      ['enrolments', 3, 'account'],
      ['enrolments', 4, 'run'],
      ['enrolments', 5, 'account'],
    ]);
    expect(report.counts.enrolments).toEqual({ read: 6, accepted: 3 });
    expect((await enrolments.list(tenant, wholeTenant, {}, { limit: 10, cursor: null })).rows).toHaveLength(
      3,
    );
  });

  it('that fails half-way leaves nothing behind', async () => {
    const tenant = await newTenant('atomic');
    // PostgreSQL cannot keep a zero byte: the last part to be written is refused by the engine itself
    const broken = {
      ...county,
      skills: [{ code: 'nul\0', course: 'htn', name: bilingual('x') }],
      activities: [],
    };
    await expect(apply(tenant, broken)).rejects.toThrow();
    expect(await new RegionStore(postgres).list(tenant, wholeTenant)).toEqual([]);
    expect(await learners.find(tenant, wholeTenant, pid(tenant, 'wang'))).toBeNull();
    expect(await vault.reveal(tenant, [pid(tenant, 'wang')])).toEqual(new Map());
  });

  it('that moves a learner keeps where they were', async () => {
    const tenant = await newTenant('move');
    await apply(tenant, county);
    const [mirrored] = (await mirror.enrolments(0, 1000)).filter(
      (row) => row.tenant === tenant && row.learner_pid === pid(tenant, 'wang'),
    );
    await apply(tenant, { learners: [{ account: account('wang'), region: 'xiping' }] });
    expect(await learners.regionHistory(tenant, pid(tenant, 'wang'))).toEqual([
      { region: 'shimen', from: '1970-01-01', to: '2026-11-24' },
      { region: 'xiping', from: '2026-11-24', to: null },
    ]);
    const after = await mirror.enrolments(mirrored?.revision ?? NaN, 1000);
    expect(after.filter((row) => row.learner_pid === pid(tenant, 'wang'))).toMatchObject([
      { region_path: ['gz', 'guanshan', 'xiping'] },
    ]);
  });

  it('that moves a township to another county moves the paths of its learners', async () => {
    const tenant = await newTenant('merge');
    await apply(tenant, county);
    const last = Math.max(...(await mirror.enrolments(0, 1000)).map(({ revision }) => revision));
    await apply(tenant, { regions: [region('shimen', 'other', 'township')] });
    expect(await new RegionStore(postgres).path(tenant, 'shimen')).toMatchObject([
      { code: 'gz' },
      { code: 'other' },
      { code: 'shimen' },
    ]);
    expect(await mirror.enrolments(last, 1000)).toMatchObject([
      { learner_pid: pid(tenant, 'wang'), region_path: ['gz', 'other', 'shimen'] },
    ]);
  });

  it('cannot make a region its own ancestor', async () => {
    const tenant = await newTenant('cycle');
    await apply(tenant, county);
    const report = await apply(tenant, { regions: [region('guanshan', 'shimen', 'county')] });
    expect(report.problems).toMatchObject([{ part: 'regions', index: 0, field: 'parent' }]);
  });

  it('shows a reader the learners of their own subtree alone', async () => {
    const tenant = await newTenant('scope');
    await apply(tenant, county);
    const scope = { kind: 'subtrees', roots: ['guanshan'] } as const;
    const seen = await learners.list(tenant, scope, {}, { limit: 10, cursor: null });
    expect(seen.rows.map((row) => row.learnerPid).sort()).toEqual(
      [pid(tenant, 'wang'), pid(tenant, 'li')].sort(),
    );
    expect(await learners.find(tenant, scope, pid(tenant, 'zhao'))).toBeNull();
    expect(await enrolments.find(tenant, scope, iri, pid(tenant, 'zhao'))).toBeNull();
    expect(await enrolments.ofLearner(tenant, scope, pid(tenant, 'zhao'))).toEqual([]);
    expect(await learners.visible(tenant, scope, [pid(tenant, 'zhao'), pid(tenant, 'li')])).toEqual(
      new Set([pid(tenant, 'li')]),
    );
    expect((await new RegionStore(postgres).list(tenant, scope)).map(({ code }) => code)).toEqual([
      'guanshan',
      'shimen',
      'xiping',
    ]);
    const nobody = { kind: 'subtrees', roots: [] } as const;
    expect((await learners.list(tenant, nobody, {}, { limit: 10, cursor: null })).rows).toEqual([]);
    expect((await learners.list('whole', scope, {}, { limit: 10, cursor: null })).rows).not.toContainEqual(
      expect.objectContaining({ learnerPid: pid(tenant, 'wang') }),
    );
  });

  it('pages through learners without missing or repeating one', async () => {
    const tenant = await newTenant('pages');
    await apply(tenant, county);
    const first = await learners.list(tenant, wholeTenant, {}, { limit: 2, cursor: null });
    const second = await learners.list(tenant, wholeTenant, {}, { limit: 2, cursor: first.nextCursor });
    expect(first.rows).toHaveLength(2);
    expect(second.nextCursor).toBeNull();
    expect(new Set([...first.rows, ...second.rows].map((row) => row.learnerPid)).size).toBe(3);
  });

  it('does not overrule a learner who has refused since', async () => {
    const tenant = await newTenant('refusal');
    const consents = new ConsentStore(postgres);
    await apply(tenant, county);
    const wang = pid(tenant, 'wang');
    const at = new Date(clock().getTime() + 1000);
    await consents.record(tenant, [{ learnerPid: wang, granted: false, at, source: 'learner' }]);
    await apply(tenant, county);
    expect(await consents.reminders(tenant, [wang, pid(tenant, 'li')])).toEqual(new Set());
    expect((await consents.history(tenant, wang)).map(({ granted, source }) => [granted, source])).toEqual([
      [true, 'roster'],
      [false, 'learner'],
    ]);
  });

  it('tells of duty and leave; the same day said again replaces it, and it can be taken back', async () => {
    const tenant = await newTenant('duties');
    const duties = new DutyStore(postgres);
    const said = (name: string, kind: 'duty' | 'leave', from: string, to: string, cancelled = false) => ({
      account: account(name),
      kind,
      from,
      to,
      cancelled,
    });
    const all = async () =>
      (await duties.between(tenant, '2026-11-01', '2026-11-30')).map(({ kind, from, to }) => [
        kind,
        from,
        to,
      ]);
    const first = [
      said('wang', 'duty', '2026-11-20', '2026-11-26'),
      said('wang', 'leave', '2026-10-01', '2026-10-31'),
    ];
    const whole = { ...county, duties: first };
    expect((await apply(tenant, whole)).counts.duties).toEqual({ read: 2, accepted: 2 });
    expect((await apply(tenant, whole)).problems).toEqual([]);
    expect(await all()).toEqual([['duty', '2026-11-20', '2026-11-26']]);
    // both ends count
    expect(await duties.between(tenant, '2026-11-26', '2026-11-26', [pid(tenant, 'wang')])).toHaveLength(1);
    expect(await duties.between(tenant, '2026-11-27', '2026-11-27')).toEqual([]);
    expect(await duties.between(tenant, '2026-11-26', '2026-11-26', [pid(tenant, 'li')])).toEqual([]);
    await apply(tenant, { duties: [said('wang', 'leave', '2026-11-20', '2026-11-28')] });
    expect(await all()).toEqual([['leave', '2026-11-20', '2026-11-28']]);
    await apply(tenant, { duties: [said('wang', 'leave', '2026-11-20', '2026-11-28', true)] });
    expect(await all()).toEqual([]);
  });

  it('takes no duty that ends before it begins, of somebody who is not known, or twice from one day', async () => {
    const tenant = await newTenant('wrong-duties');
    await apply(tenant, county);
    const duty = { account: account('wang'), kind: 'duty' as const, from: '2026-11-20', to: '2026-11-26' };
    const { problems, counts } = await apply(tenant, {
      duties: [
        duty,
        { ...duty, from: '2026-12-02', to: '2026-12-01' },
        duty,
        { ...duty, account: account('sun') },
      ],
    });
    expect(counts.duties).toEqual({ read: 4, accepted: 1 });
    expect(problems.map(({ index, field, message }) => `${String(index)} ${field}: ${message}`)).toEqual([
      '1 to: is before the first day, 2026-12-02: give the last day',
      '2 from: is in row 0 already: of rows with one key the first counts',
      '3 account: is no learner that is known or accepted here',
    ]);
  });

  it('does not take an erased person in again', async () => {
    const tenant = await newTenant('erasure');
    const duty = { account: account('wang'), kind: 'leave' as const, from: '2026-11-20', to: '2026-11-26' };
    await apply(tenant, { ...county, duties: [duty] });
    const wang = pid(tenant, 'wang');
    await new ErasureStore(postgres, clock).erase(tenant, [wang], 'asked for it');
    const report = await apply(tenant, county);
    expect(report.problems.map(({ part, index }) => [part, index])).toEqual([
      ['learners', 0],
      ['enrolments', 0],
    ]);
    await vault.remember(tenant, [{ pid: wang, identifier: 'x', agent: { mbox: 'mailto:w@example.org' } }]);
    expect(await vault.reveal(tenant, [wang])).toEqual(new Map());
    expect(await vault.contacts(tenant, [wang])).toEqual(new Map());
    expect(await new DutyStore(postgres).between(tenant, '2026-11-20', '2026-11-26')).toEqual([]);
    expect(await learners.attributes(tenant, iri)).toEqual(new Map());
    // what is left is anonymous, and still counts
    expect(await learners.find(tenant, wholeTenant, wang)).toMatchObject({ erased: true });
    expect(await enrolments.ofLearner(tenant, wholeTenant, wang)).toHaveLength(1);
  });

  it('gives each change of what is mirrored a higher revision', async () => {
    const tenant = await newTenant('revisions');
    await apply(tenant, county);
    const mine = <Row extends { tenant: string }>(rows: Row[]) => rows.filter((row) => row.tenant === tenant);
    const last = Math.max(...[await mirror.runs(0, 999), await mirror.enrolments(0, 999), await mirror.activities(0, 999)]
      .flat().map(({ revision }) => revision)); // prettier-ignore
    await apply(tenant, {
      activities: [
        {
          iri: `${iri}/q1`,
          run: 'htn-2026',
          module: 'm1',
          type: 'item',
          name: bilingual('Q1'),
          skills: ['drugs', 'grading'],
        },
      ],
      runs: [
        { code: 'htn-2026', course: 'htn', iri, start: '2026-10-08', end: '2027-01-01', dropout: 'silent' },
      ],
    });
    await enrolments.change(
      tenant,
      [{ run: iri, learnerPid: pid(tenant, 'li'), status: 'started', at: new Date('2026-10-03T00:00:00Z') }],
      'spec',
    );
    expect(mine(await mirror.activities(last, 999))).toMatchObject([
      { skills: ['drugs', 'grading'], module: 'm1', due_day: null },
    ]);
    expect(mine(await mirror.runs(last, 999))).toMatchObject([
      { run: iri, code: 'htn-2026', silent: true, silent_days: 28 },
    ]);
    // the start of a calendar run is that of every enrolment
    const changed = mine(await mirror.enrolments(last, 999));
    expect(changed.map((row) => row.start_day)).toEqual(['2026-10-08', '2026-10-08', '2026-10-08']);
    expect(changed.at(-1)).toMatchObject({
      learner_pid: pid(tenant, 'li'),
      status: 'started',
      status_day: '2026-10-03',
    });
    expect(changed.map(({ revision }) => revision)).toEqual(
      changed.map(({ revision }) => revision).sort((a, b) => a - b),
    );
  });

  it('of more rows than one statement takes is whole, and two at once wait for each other', async () => {
    const tenant = await newTenant('large');
    await apply(tenant, { ...county, learners: [], enrolments: [] });
    const names = Array.from({ length: 10_001 }, (_, i) => `doctor-${String(i)}`);
    const large: RosterInput = {
      learners: names.map((name) => ({ account: account(name), name, region: 'shimen' })),
      enrolments: names.map((name) => ({
        account: account(name),
        run: 'htn-2026',
        registeredAt: '2026-09-30T17:00:00Z',
        status: 'registered',
      })),
    };
    const reversed = { learners: large.learners?.toReversed(), enrolments: large.enrolments?.toReversed() };
    const reports = await Promise.all([apply(tenant, large), apply(tenant, reversed)]);
    for (const report of reports) {
      expect(report.problems).toEqual([]);
      expect(report.counts.enrolments).toEqual({ read: 10_001, accepted: 10_001 });
    }
    expect(await enrolments.counts(tenant, wholeTenant)).toEqual([
      { run: iri, status: 'registered', learners: 10_001 },
    ]);
    expect(await vault.findByName(tenant, 'doctor-10000')).toEqual([pid(tenant, 'doctor-10000')]);
  }, 120_000);
});

/** Every row of a tenant, but for history's own clock. */
async function dump(postgres: Postgres, tenant: string): Promise<Record<string, unknown[]>> {
  const tables = await postgres.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
     WHERE table_schema = 'public' AND column_name = 'tenant' ORDER BY 1`,
  );
  const rows: Record<string, unknown[]> = {};
  for (const { name } of tables)
    rows[name] = await postgres.query(
      `SELECT to_jsonb(t) AS row FROM "${name}" t WHERE tenant = $1 ORDER BY to_jsonb(t)`,
      [tenant],
    );
  return rows;
}
