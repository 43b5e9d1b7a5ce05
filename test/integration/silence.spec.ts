import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { wholeTenant } from '#libs/postgres';
import { declareSilent } from '#pipelines/features';
import { statementOf } from '../support/course.js';
import { delivery } from '../support/data-path.js';
import { openTestStores, type TestStores } from '../support/stores.js';
import { Town, until, type OpenTown } from '../support/town.js';

const homePage = 'https://lms.example.org';
const text = { zh: '文', en: 'text' };
const iri = (code: string): string => `${homePage}/runs/${code}`;

let stores: TestStores;
let town: Town;
let path: OpenTown;
let towns = 0;
beforeAll(async () => {
  stores = await openTestStores();
}, 60_000);
afterAll(async () => {
  await path.close();
  await stores.close();
});
beforeEach(async () => {
  if (towns > 0) await path.close();
  town = new Town(stores, `town-${String(++towns)}`);
  path = town.open(['ingest']);
  await town.at('2026-11-24T04:00:00Z');
  await town.apply({
    programs: [{ code: 'cme', name: text }],
    courses: [{ code: 'htn', program: 'cme', name: text }],
    runs: [
      {
        code: 'silent',
        course: 'htn',
        iri: iri('silent'),
        start: '2026-10-01',
        end: null,
        dropout: 'silent',
        silentDays: 21,
      },
      {
        code: 'explicit',
        course: 'htn',
        iri: iri('explicit'),
        start: '2026-10-01',
        end: null,
        silentDays: 21,
      },
      {
        code: 'ended',
        course: 'htn',
        iri: iri('ended'),
        start: '2026-10-01',
        end: '2026-11-20',
        dropout: 'silent',
        silentDays: 21,
      },
      {
        code: 'rolling',
        course: 'htn',
        iri: iri('rolling'),
        start: '2026-01-01',
        end: null,
        rolling: true,
        dropout: 'silent',
        silentDays: 21,
      },
    ],
  });
});

interface Doctor {
  readonly name: string;
  readonly run?: string;
  readonly registered?: string;
  readonly status?: string;
  readonly since?: string;
}

const rosterOf = (doctors: readonly Doctor[]) => ({
  learners: doctors.map(({ name }) => ({ account: { homePage, name }, region: null })),
  enrolments: doctors.map(
    ({ name, run = 'silent', registered = '2026-09-20', status = 'started', since }) => ({
      account: { homePage, name },
      run,
      registeredAt: `${registered}T01:00:00Z`,
      startedAt: `${registered}T01:00:00Z`,
      status,
      statusAt: since === undefined ? null : `${since}T10:00:00Z`,
    }),
  ),
});

async function enrol(...doctors: readonly Doctor[]): Promise<void> {
  await town.apply(rosterOf(doctors));
  await town.mirror();
}

/** The doctor opens a page on these days, and it is counted. */
async function studies(name: string, days: readonly string[], run = 'silent'): Promise<void> {
  const counting = town.open(['ingest', 'features']);
  const visits = days.map((day) =>
    statementOf(iri(run), { id: randomUUID(), who: name, at: `${day} 10:00`, does: 'views', what: 'page' }),
  );
  await counting.intake(delivery(town.tenant, visits));
  await counting.settled();
  await counting.close();
}

async function sweep(at = '2026-11-24T04:00:00Z') {
  await town.at(at);
  await town.mirror();
  const moment = await town.tenantClock.moment(town.tenant);
  const { clickhouse } = stores;
  const changed = await declareSilent({ clickhouse, enrolments: town.enrolments }, moment);
  await town.mirror();
  return changed;
}

async function statusOf(name: string, run = 'silent'): Promise<string> {
  const found = await town.enrolments.find(
    town.tenant,
    wholeTenant,
    iri(run),
    town.pidOf({ homePage, name }),
  );
  return found === null ? 'none' : `${found.status} ${found.statusDay}`;
}

describe('silence is declared', () => {
  it('when the days of a run’s silence are over, as of the last of them', async () => {
    await enrol({ name: 'li' }, { name: 'wang' });
    await studies('li', ['2026-10-20', '2026-11-02']);
    await studies('wang', ['2026-11-03']);
    expect(await sweep()).toEqual({ silent: 1, back: 0 });
    expect(await statusOf('li')).toBe('silent 2026-11-23');
    expect(await statusOf('wang')).toBe('started 2026-09-20');
    // once is enough
    expect(await sweep()).toEqual({ silent: 0, back: 0 });
    expect(await sweep('2026-11-25T04:00:00Z')).toEqual({ silent: 1, back: 0 });
    expect(await statusOf('wang')).toBe('silent 2026-11-24');
  });

  it('of who never came, from the start or a later registration on; of who came only before it, from the start', async () => {
    await enrol({ name: 'never' }, { name: 'late', registered: '2026-11-10' }, { name: 'eager' });
    await studies('eager', ['2026-09-25']);
    expect(await sweep()).toEqual({ silent: 2, back: 0 });
    expect(await statusOf('never')).toBe('silent 2026-10-21');
    expect(await statusOf('eager')).toBe('silent 2026-10-21');
    expect(await statusOf('late')).toBe('started 2026-11-10');
  });

  it('by each learner’s own clock in a rolling run', async () => {
    await enrol(
      { name: 'may', run: 'rolling', registered: '2026-05-01' },
      { name: 'november', run: 'rolling', registered: '2026-11-20' },
    );
    expect(await sweep()).toEqual({ silent: 1, back: 0 });
    expect(await statusOf('may', 'rolling')).toBe('silent 2026-05-21');
    expect(await statusOf('november', 'rolling')).toBe('started 2026-11-20');
  });

  it('neither where leaving is said, nor after the end of a run, nor of who has ended', async () => {
    await enrol(
      { name: 'li', run: 'explicit' },
      // the 21 days would have been over on the 26th, after the end
      { name: 'wang', run: 'ended' },
      { name: 'zhao', status: 'withdrew', since: '2026-10-05' },
      { name: 'sun', status: 'completed', since: '2026-10-15' },
    );
    await studies('wang', ['2026-11-05'], 'ended');
    expect(await sweep()).toEqual({ silent: 0, back: 0 });
  });
});

describe('who was called silent', () => {
  it('and studies again has started again, and is called silent anew after a new silence', async () => {
    await enrol({ name: 'li' });
    await studies('li', ['2026-10-20']);
    await sweep();
    expect(await statusOf('li')).toBe('silent 2026-11-10');
    await studies('li', ['2026-11-24']);
    expect(await sweep('2026-11-25T04:00:00Z')).toEqual({ silent: 0, back: 1 });
    expect(await statusOf('li')).toBe('started 2026-11-24');
    expect(await sweep('2026-12-15T04:00:00Z')).toEqual({ silent: 0, back: 0 });
    expect(await sweep('2026-12-16T04:00:00Z')).toEqual({ silent: 1, back: 0 });
    expect(await statusOf('li')).toBe('silent 2026-12-15');
    const steps = await town.enrolments.history(
      town.tenant,
      iri('silent'),
      town.pidOf({ homePage, name: 'li' }),
    );
    expect(steps.map(({ status, source }) => `${status} by ${source}`)).toEqual([
      'registered by roster',
      'started by roster',
      'silent by silence',
      'started by silence',
      'silent by silence',
    ]);
  });

  it('and had studied without a network has started again when the tablet is back', async () => {
    await enrol({ name: 'li' });
    await studies('li', ['2026-10-20']);
    await sweep();
    // within the silence, learnt after it was declared
    await studies('li', ['2026-11-08']);
    expect(await sweep('2026-11-25T04:00:00Z')).toEqual({ silent: 0, back: 1 });
    expect(await statusOf('li')).toBe('started 2026-11-11');
    expect(await sweep('2026-11-30T04:00:00Z')).toEqual({ silent: 1, back: 0 });
    expect(await statusOf('li')).toBe('silent 2026-11-29');
  });

  it('by the registrar stays so for what was before, and has started again by what comes after', async () => {
    await enrol({ name: 'li', status: 'silent', since: '2026-11-10' });
    await studies('li', ['2026-11-05']);
    expect(await sweep()).toEqual({ silent: 0, back: 0 });
    await studies('li', ['2026-11-12']);
    expect(await sweep()).toEqual({ silent: 0, back: 1 });
    expect(await statusOf('li')).toBe('started 2026-11-12');
  });

  it('stays so when the roster comes again as it was', async () => {
    await enrol({ name: 'li' });
    await studies('li', ['2026-10-20']);
    await sweep();
    await enrol({ name: 'li' });
    expect(await statusOf('li')).toBe('silent 2026-11-10');
  });

  it('and withdrew before it was seen has withdrawn', async () => {
    await enrol({ name: 'li' });
    await sweep();
    await enrol({ name: 'li', status: 'withdrew', since: '2026-10-10' });
    expect(await statusOf('li')).toBe('withdrew 2026-10-10');
    await studies('li', ['2026-11-23']);
    expect(await sweep()).toEqual({ silent: 0, back: 0 });
  });
});

it('the features’ role sweeps at each new day of the tenant, once what is stored is counted', async () => {
  await enrol({ name: 'li' }, { name: 'wang' });
  // stored by a process that died before it counted
  await path.intake(
    delivery(town.tenant, [
      statementOf(iri('silent'), { who: 'wang', at: '2026-11-22 10:00', does: 'views', what: 'page' }),
    ]),
  );
  const role = town.open(['features']);
  role.running.begin();
  await until('li is silent', async () => (await statusOf('li')).startsWith('silent'));
  expect(await statusOf('wang')).toBe('started 2026-09-20');
  await town.at('2026-12-14T04:00:00Z');
  await until('wang is silent', async () => (await statusOf('wang')) === 'silent 2026-12-13');
  await role.close();
  expect(town.failures).toEqual([]);
}, 30_000);
