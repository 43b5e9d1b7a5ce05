import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LearnerPid, Roster } from '#libs/contracts';
import {
  AuditStore,
  EnrolmentStore,
  ImportJobStore,
  MirrorStore,
  ModelStore,
  type NewModel,
  RosterStore,
  TenantStore,
  UserStore,
  VaultStore,
  WatermarkStore,
  WorkItemStore,
  wholeTenant,
  PromotionLog,
} from '#libs/postgres';
import { createKeyring } from '#libs/privacy';
import { bySpec } from '../support/by-spec.js';
import { openTestPostgres } from '../support/postgres.js';

const keyring = createKeyring('a root secret for the ledger specs');
const bilingual = (text: string) => ({ zh: text, en: text });
const pid = (name: string) => name.padEnd(26, '0');
const wang = pid('wang');
const zhao = pid('zhao');
const run = 'https://lms.example.org/runs/htn';
const county = { kind: 'subtrees', roots: ['guanshan'] } as const;

describe('lists and ledgers', () => {
  let postgres: Awaited<ReturnType<typeof openTestPostgres>>;
  let now = Date.parse('2026-11-24T04:00:00Z');
  const clock = () => new Date(now);
  let tenants: TenantStore;
  let tenant = '';
  let user = '';
  let count = 0;

  beforeAll(async () => {
    postgres = await openTestPostgres();
    tenants = new TenantStore(postgres, clock);
  }, 60_000);
  afterAll(() => postgres.stop());

  /** A tenant of its own: wang under Guanshan, zhao elsewhere, both in one run. */
  beforeEach(async () => {
    tenant = `t${String(++count)}`;
    await tenants.ensure({ id: tenant, name: bilingual(tenant) });
    const roster = new RosterStore(postgres, tenants, new VaultStore(postgres, keyring));
    const account = (name: string) => ({ homePage: 'https://lms.example.org', name });
    const { problems } = await roster.apply(
      tenant,
      Roster.parse({
        regions: [
          { code: 'gz', parent: null, level: 'province', name: bilingual('gz') },
          { code: 'guanshan', parent: 'gz', level: 'county', name: bilingual('guanshan') },
          { code: 'shimen', parent: 'guanshan', level: 'township', name: bilingual('shimen') },
          { code: 'other', parent: 'gz', level: 'county', name: bilingual('other') },
        ],
        programs: [{ code: 'cme', name: bilingual('cme') }],
        courses: [{ code: 'htn', program: 'cme', name: bilingual('htn') }],
        runs: [{ code: 'htn', course: 'htn', iri: run, start: '2026-10-01', end: null, rolling: true }],
        learners: [
          { account: account('wang'), region: 'shimen' },
          { account: account('zhao'), region: 'other' },
        ],
        enrolments: ['wang', 'zhao'].map((name) => ({
          account: account(name),
          run: 'htn',
          registeredAt: '2026-10-05T00:00:00Z',
          status: 'registered' as const,
        })),
      }),
      ({ name }) => pid(name),
    );
    expect(problems).toEqual([]);
    const created = await new UserStore(postgres, clock).create({
      tenant,
      account: `manager-${tenant}`,
      password: 'correct horse',
      displayName: '陈经理',
      roles: [{ role: 'manager', region: 'guanshan' }],
    });
    user = created?.id ?? '';
  });

  describe('the worklist', () => {
    let items: WorkItemStore;
    const propose = (day: string, pids: readonly LearnerPid[]) =>
      items.propose(
        tenant,
        day,
        pids.map((learnerPid, i) => ({ run, learnerPid, position: i + 1, shown: { probability: 0.3 } })),
        clock(),
      );
    const idOf = async (day: string) => (await items.list(tenant, county, { day }))[0]?.id ?? '';
    beforeEach(() => {
      items = new WorkItemStore(postgres);
    });

    it('of a manager holds the learners of their subtree, each once a day', async () => {
      expect(await propose('2026-11-24', [zhao, wang])).toBe(2);
      expect(await propose('2026-11-24', [wang, zhao])).toBe(0);
      expect(await items.list(tenant, county, { day: '2026-11-24' })).toMatchObject([
        {
          learnerPid: wang,
          position: 2,
          region: 'shimen',
          state: 'open',
          shown: { probability: 0.3 },
          notes: [],
        },
      ]);
      expect(await items.list(tenant, wholeTenant, { day: '2026-11-24' })).toMatchObject([
        { learnerPid: zhao },
        { learnerPid: wang },
      ]);
    });

    it('keeps assignment, notes and what came of a call, and takes it back', async () => {
      await propose('2026-11-24', [wang]);
      const id = await idOf('2026-11-24');
      await items.assign(tenant, county, id, user);
      await items.addNote(tenant, county, id, { author: user, text: '晚上再打', at: clock() });
      const outcome = {
        result: 'reached',
        cause: 'network',
        followUpOn: '2026-11-26',
        predictionUseful: true,
      } as const;
      expect(await items.close(tenant, county, id, outcome, { by: user, at: clock() })).toMatchObject({
        state: 'done',
        assignee: { account: `manager-${tenant}`, name: '陈经理' },
        notes: [{ at: clock(), by: '陈经理', text: '晚上再打' }],
        outcome: { ...outcome, at: clock(), by: '陈经理' },
      });
      expect(await items.lastContacts(tenant, [wang, zhao])).toEqual(new Map([[wang, clock()]]));
      expect(await items.reopen(tenant, county, id)).toMatchObject({ state: 'open', outcome: null });
      expect(await items.dismiss(tenant, county, id, '在外培训', { by: user, at: clock() })).toMatchObject({
        state: 'dismissed',
        dismissal: { reason: '在外培训', by: '陈经理' },
      });
    });

    it('reminds of a promised call until it is made', async () => {
      await propose('2026-11-24', [wang]);
      const promise = {
        result: 'no_answer',
        cause: null,
        followUpOn: '2026-11-26',
        predictionUseful: null,
      } as const;
      await items.close(tenant, county, await idOf('2026-11-24'), promise, { by: user, at: clock() });
      expect(await items.followUps(tenant, county, '2026-11-25')).toEqual([]);
      expect(await items.followUps(tenant, county, '2026-11-26')).toMatchObject([{ learnerPid: wang }]);
      await propose('2026-11-26', [wang]);
      const kept = { ...promise, result: 'reached', cause: 'no_time', followUpOn: null } as const;
      await items.close(tenant, county, await idOf('2026-11-26'), kept, { by: user, at: clock() });
      expect(await items.followUps(tenant, county, '2026-11-27')).toEqual([]);
      const november = { from: '2026-11-01', to: '2026-12-01' };
      expect(await items.causes(tenant, county, 'guanshan', november)).toEqual([
        { cause: 'no_time', count: 1 },
      ]);
      expect(await items.doneByChild(tenant, county, 'guanshan', november)).toEqual(new Map([['shimen', 2]]));
    });

    it('neither shows nor changes an item outside the reader’s subtree', async () => {
      await propose('2026-11-24', [zhao]);
      const [item] = await items.list(tenant, wholeTenant, { day: '2026-11-24' });
      const id = item?.id ?? '';
      expect(await items.find(tenant, county, id)).toBeNull();
      expect(await items.assign(tenant, county, id, user)).toBeNull();
      expect(await items.addNote(tenant, county, id, { author: user, text: 'x', at: clock() })).toBeNull();
      expect(await items.dismiss(tenant, county, id, 'x', { by: user, at: clock() })).toBeNull();
      expect(await items.find('t0', wholeTenant, id)).toBeNull();
      expect(await items.find(tenant, wholeTenant, id)).toEqual(item);
    });
  });

  describe('enrolments', () => {
    it('change by the life cycle and keep their history', async () => {
      const enrolments = new EnrolmentStore(postgres);
      const change = (status: 'started' | 'withdrew' | 'completed' | 'registered', day: string) =>
        enrolments.change(
          tenant,
          [{ run, learnerPid: wang, status, at: new Date(`${day}T00:00:00Z`) }],
          'event',
        );
      expect(await change('started', '2026-10-08')).toMatchObject([{ kind: 'changed' }]);
      expect(await change('withdrew', '2026-11-01')).toMatchObject([{ kind: 'changed' }]);
      expect(await change('completed', '2026-11-05')).toEqual([
        { kind: 'refused', message: 'cannot go from withdrew to completed' },
      ]);
      expect(await change('registered', '2026-11-10')).toMatchObject([{ kind: 'changed' }]);
      expect(await enrolments.find(tenant, wholeTenant, run, wang)).toMatchObject({
        status: 'registered',
        attempt: 2,
        startDay: '2026-11-10', // rolling: the learner's own clock
      });
      expect(
        (await enrolments.history(tenant, run, wang)).map((step) => [step.attempt, step.status, step.source]),
      ).toEqual([
        [1, 'registered', 'roster'],
        [1, 'started', 'event'],
        [1, 'withdrew', 'event'],
        [2, 'registered', 'event'],
      ]);
      expect(await enrolments.counts(tenant, county)).toEqual([{ run, status: 'registered', learners: 1 }]);
    });

    it('that many change at once are each decided on what the one before has written', async () => {
      const enrolments = new EnrolmentStore(postgres);
      const leave = (learnerPid: LearnerPid, second: number) =>
        enrolments.change(
          tenant,
          [{ run, learnerPid, status: 'withdrew', at: new Date(Date.UTC(2026, 10, 1, 0, 0, second)) }],
          'event',
        );
      const both = Array.from({ length: 20 }, (_, second) => [leave(wang, second), leave(zhao, second)]);
      const decisions = (await Promise.all(both.flat())).flat();
      expect(decisions.filter(({ kind }) => kind === 'changed')).toHaveLength(2);
      expect(await enrolments.history(tenant, run, wang)).toHaveLength(2);
    });

    it('become visible to the mirror in the order of their revisions', async () => {
      const enrolments = new EnrolmentStore(postgres);
      const mirror = new MirrorStore(postgres);
      const start = (await mirror.enrolments(0, 100_000)).at(-1)?.revision ?? 0;
      const change = (learnerPid: LearnerPid) =>
        [{ run, learnerPid, status: 'started', at: clock() }] as const;
      let commitFirst: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (commitFirst = resolve));
      let written: () => void = () => undefined;
      const firstHasWritten = new Promise<void>((resolve) => (written = resolve));
      // the first writer has its revision but does not commit yet; the second begins after it
      const first = postgres.transaction(async (tx) => {
        await enrolments.changeWithin(tx, tenant, change(wang), 'event');
        written();
        await held;
      });
      await firstHasWritten;
      const second = enrolments.change(tenant, change(zhao), 'event');
      const quick = await Promise.race([second, new Promise((resolve) => setTimeout(resolve, 200, 'waits'))]);
      expect(quick).toBe('waits');
      expect(await mirror.enrolments(start, 100)).toEqual([]);
      commitFirst();
      await Promise.all([first, second]);
      expect((await mirror.enrolments(start, 100)).map((row) => row.learner_pid)).toEqual([wang, zhao]);
    });
  });

  describe('the model registry', () => {
    const model = (version: string): NewModel => ({
      version,
      createdAt: clock(),
      trainedOn: ['AAA_2013J'],
      metrics: { auc: 0.78 },
      features: ['clicks_7'],
      model: { trees: [0.1, 1e-9, 0.1234567890123456, Infinity, -Infinity, NaN, null] },
    });

    it('has one active model of a kind and tenant, and a way back', async () => {
      const risk = new ModelStore(postgres, 'risk');
      expect(await risk.active(tenant)).toBeNull();
      expect(await risk.add(tenant, model('r1'))).toBe(true);
      expect(await risk.add(tenant, model('r1'))).toBe(false);
      await risk.add(tenant, model('r2'));
      expect(await risk.promote(tenant, 'r1', bySpec)).toBe(true);
      expect(
        await Promise.all([risk.promote(tenant, 'r2', bySpec), risk.promote(tenant, 'r2', bySpec)]),
      ).toEqual([true, true]);
      expect(await risk.active(tenant)).toMatchObject({ ...model('r2'), status: 'active' });
      expect((await risk.list(tenant)).map(({ version, status }) => [version, status])).toEqual([
        ['r1', 'retired'],
        ['r2', 'active'],
      ]);
      expect(await risk.promote(tenant, 'unknown', bySpec)).toBe(false);
      expect(await new ModelStore(postgres, 'mastery').list(tenant)).toEqual([]);
    });

    it('keeps what a model was made from, its infinite thresholds too', async () => {
      const risk = new ModelStore(postgres, 'risk');
      const lineage = {
        origin: 'baseline',
        dataFrom: '2013-10-01',
        dataTo: '2014-07-01',
        featureVersions: { clicks_7: '01234567' },
        parameters: { target: 'notcompleted', hazard: { num_leaves: '6' } },
        seed: 4_294_967_296,
        note: { zh: '随程序提供', en: 'shipped' },
      } as const;
      await risk.add(tenant, { ...model('whole'), ...lineage });
      expect(await risk.find(tenant, 'whole')).toEqual({
        ...model('whole'),
        ...lineage,
        status: 'candidate',
      });
    });

    it('logs each change of the one that scores, and nothing where nothing changes', async () => {
      const risk = new ModelStore(postgres, 'risk');
      for (const version of ['l1', 'l2']) await risk.add(tenant, model(version));
      const back = {
        ...bySpec,
        actorKind: 'user',
        actor: 'wang',
        why: 'calls fewer of whom we know',
      } as const;
      const before = (await risk.active(tenant))?.version ?? null;
      await risk.promote(tenant, 'l1', bySpec);
      await risk.promote(tenant, 'l1', bySpec);
      await risk.promote(tenant, 'l2', { ...bySpec, actorKind: 'rule' });
      await risk.promote(tenant, 'l1', back);
      await risk.promote(tenant, 'unknown', back);
      expect((await new PromotionLog(postgres).list(tenant)).slice(0, 3)).toEqual([
        { kind: 'risk', version: 'l1', previous: 'l2', ...back },
        { kind: 'risk', version: 'l2', previous: 'l1', ...bySpec, actorKind: 'rule' },
        { kind: 'risk', version: 'l1', previous: before, ...bySpec },
      ]);
    });

    it('keeps what a rule saw as data, and reads what rules wrote before it did', async () => {
      const risk = new ModelStore(postgres, 'risk');
      for (const version of ['w1', 'w2']) await risk.add(tenant, model(version));
      const why = {
        code: 'shown-better',
        horizon: '14',
        learners: 412,
        logLossGain: { value: 0.048, lower: 0.021, upper: 0.077 },
        auc: { champion: 0.748, challenger: 0.775 },
      } as const;
      await risk.promote(tenant, 'w1', { ...bySpec, actorKind: 'rule', why });
      await risk.promote(tenant, 'w2', { ...bySpec, actorKind: 'rule', why: '{"code":"no-model"}' });
      const newest = (await new PromotionLog(postgres).list(tenant)).slice(0, 2);
      expect(newest.map((one) => one.why)).toEqual(['{"code":"no-model"}', why]);
    });
  });

  describe('an import job', () => {
    it('goes on from its checkpoint when resumed, and from the start when not', async () => {
      const jobs = new ImportJobStore(postgres, clock);
      const first = await jobs.open(tenant, 'oulad', 'f1', true);
      await jobs.checkpoint(first.id, { file: 'studentVle.csv', line: 1200 }, { read: 1200 });
      const resumed = await jobs.open(tenant, 'oulad', 'f1', true);
      expect(resumed).toMatchObject({ id: first.id, checkpoint: { line: 1200 }, counts: { read: 1200 } });
      now += 1000;
      const fresh = await jobs.open(tenant, 'oulad', 'f1', false);
      expect(fresh).toMatchObject({ checkpoint: {}, status: 'running' });
      await jobs.finish(fresh.id, 'done', { read: 5000 });
      now += 1000;
      expect((await jobs.open(tenant, 'oulad', 'f1', true)).id).not.toBe(fresh.id);
      expect((await jobs.list(tenant, 10)).map(({ status }) => status)).toEqual([
        'running',
        'done',
        'failed',
      ]);
    });
  });

  it('a watermark never goes back', async () => {
    const marks = new WatermarkStore(postgres);
    const name = `mirror ${tenant}`;
    expect(await marks.get(name)).toEqual({ at: null, revision: null });
    await marks.advance(name, { revision: 7 });
    await marks.advance(name, { revision: 5, at: clock() });
    expect(await marks.get(name)).toEqual({ at: clock(), revision: 7 });
  });

  it('the audit log is read newest first, by pages', async () => {
    const audit = new AuditStore(postgres);
    for (const action of ['learner.viewed', 'contact.revealed', 'learner.viewed'])
      await audit.append(tenant, {
        at: clock(),
        actorKind: 'user',
        actor: 'chen',
        action,
        learnerPid: action === 'contact.revealed' ? zhao : wang,
        details: { page: 'journey' },
      });
    const first = await audit.list(tenant, { learnerPid: wang }, { limit: 1, cursor: null });
    const second = await audit.list(tenant, { learnerPid: wang }, { limit: 1, cursor: first.nextCursor });
    expect([...first.rows, ...second.rows].map(({ action }) => action)).toEqual([
      'learner.viewed',
      'learner.viewed',
    ]);
    expect(second.nextCursor).toBeNull();
    expect(first.rows[0]?.id).not.toBe(second.rows[0]?.id);
  });

  it('a tenant’s clock is real until it is simulated, and its day is of its own time zone', async () => {
    expect(await tenants.now(tenant)).toEqual(clock());
    await tenants.setSimulatedNow(tenant, new Date('2027-03-01T17:30:00Z'));
    expect(await tenants.now(tenant)).toEqual(new Date('2027-03-01T17:30:00Z'));
    expect(await tenants.today(tenant)).toBe('2027-03-02');
    await tenants.setSimulatedNow(tenant, null);
    expect(await tenants.now(tenant)).toEqual(clock());
    await expect(tenants.ensure({ id: 'x', name: bilingual('x'), timeZone: 'Mars/Olympus' })).rejects.toThrow(
      RangeError,
    );
  });
});
