import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { defineQuery, WholeNumber, type ClickHouse } from '#libs/clickhouse';
import type { EnrolmentStatus } from '#libs/contracts';
import {
  allFeatures,
  featureNames,
  landmarkQuery,
  presenceQuery,
  chosenReasons,
  toldReasons,
  type FeatureRow,
} from '#libs/features';
import { createKeyring } from '#libs/privacy';
import { activityIri, pidOf, statementOf, type Deed } from '../support/course.js';
import { delivery, openDataPath, type DataPath } from '../support/data-path.js';
import { openTestStores, type TestStores } from '../support/stores.js';

const keys = createKeyring('a root secret of the feature specs').tenant('any');
const run = 'https://lms.example.org/runs/htn-2026';
const pid = (who: string): string => pidOf(keys, who);

let stores: TestStores;
let clickhouse: ClickHouse;
let path: DataPath;
beforeAll(async () => {
  stores = await openTestStores();
  ({ clickhouse } = stores);
  path = openDataPath({ clickhouse, keyring: { tenant: () => keys } });
}, 60_000);
afterAll(async () => {
  await path.bus.close();
  await stores.close();
});

let tenants = 0;
const newTenant = (): string => `tenant-${String(++tenants)}`;

async function happens(tenant: string, deeds: readonly Deed[]): Promise<void> {
  if (deeds.length === 0) return;
  await path.intake(
    delivery(
      tenant,
      deeds.map((deed) => statementOf(run, deed)),
    ),
  );
  await path.settled();
}

interface Place {
  readonly who: string;
  readonly registered: string;
  readonly start?: string;
  readonly status?: EnrolmentStatus;
  readonly since?: string;
}

/** Mirrors, as the features' role copies them from PostgreSQL. */
async function enrol(
  tenant: string,
  places: readonly Place[],
  calendar: { end?: string | null; rolling?: boolean; due?: Readonly<Record<string, number>> } = {},
): Promise<void> {
  const { end = '2026-12-31', rolling = false, due = {} } = calendar;
  await clickhouse.insert(
    'runs',
    [
      {
        tenant,
        run,
        code: 'htn-2026',
        start_day: '2026-10-01',
        end_day: end,
        rolling,
        silent: true,
        silent_days: 21,
        revision: 1,
      },
    ],
    { token: `runs ${tenant}` },
  );
  await clickhouse.insert(
    'enrolments',
    places.map(({ who, registered, start = '2026-10-01', status = 'started', since = registered }) => ({
      tenant,
      run,
      learner_pid: pid(who),
      region_path: [],
      registered_day: registered,
      start_day: start,
      status,
      status_day: since,
      revision: 1,
    })),
    { token: `enrolments ${tenant}` },
  );
  const activities = Object.entries(due).map(([name, day]) => ({
    tenant,
    run,
    activity: activityIri(name),
    type: 'assessment',
    module: '',
    skills: [],
    due_day: day,
    weight: null,
    revision: 1,
  }));
  await clickhouse.insert('activities', activities, { token: `activities ${tenant}` });
}

/** Features as of the start of a day, by learner. */
async function asOf(
  tenant: string,
  asof: string,
  learners: readonly string[] = [],
  offsets: readonly number[] = [],
): Promise<FeatureRow[]> {
  const names = learners.map(pid);
  return clickhouse.query(landmarkQuery, { tenant, run, asof, offsets: [...offsets], learners: names });
}

const rowOf = (rows: readonly FeatureRow[], who: string): FeatureRow => {
  const row = rows.find(({ learner_pid }) => learner_pid === pid(who));
  if (row === undefined) throw new Error(`${who} is not in the population`);
  return row;
};
const whoIsIn = (rows: readonly FeatureRow[], names: readonly string[]): string[] =>
  names.filter((who) => rows.some(({ learner_pid }) => learner_pid === pid(who)));

const played = (segments: string) => ({
  extensions: { 'https://w3id.org/xapi/video/extensions/played-segments': segments },
});

/** Six weeks of one learner, told day by day; the comments count what must come out. */
const wang: readonly Deed[] = [
  // before the start: 2 clicks, 60 s
  { who: 'wang', at: '2026-09-28 10:00', does: 'views', what: 'page1' },
  { who: 'wang', at: '2026-09-28 10:01', does: 'views', what: 'page1' },
  // one statement for five clicks; 29 days before the landmark, so outside the 28
  { who: 'wang', at: '2026-10-02 10:00', does: 'views', what: 'page1', count: 5 },
  // handed in and marked twice: the best mark of the day counts, .8; 3 answers, 2 right; 5 clicks, 180 s, 1 session
  { who: 'wang', at: '2026-10-05 10:00', does: 'submits', what: 'quiz1', result: { score: { scaled: 0.6 } } },
  {
    who: 'wang',
    at: '2026-10-05 10:00:30',
    does: 'passes',
    what: 'quiz1',
    result: { score: { scaled: 0.8 } },
  },
  { who: 'wang', at: '2026-10-05 10:01', does: 'answers', what: 'q1', result: { success: true } },
  { who: 'wang', at: '2026-10-05 10:02', does: 'answers', what: 'q2', result: { success: false } },
  { who: 'wang', at: '2026-10-05 10:03', does: 'answers', what: 'q3', result: { success: true } },
  // failed without handing in; 10 min to the question, a long pause counts as 10 min: 3 clicks, 1200 s, 2 sessions
  { who: 'wang', at: '2026-10-12 10:00', does: 'fails', what: 'quiz2', result: { score: { scaled: 0.4 } } },
  { who: 'wang', at: '2026-10-12 10:10', does: 'asks', what: 'topic1' },
  { who: 'wang', at: '2026-10-12 14:00', does: 'attends', what: 'session1' },
  // 0-90 and 60-150 seconds of one video are 150; 3 clicks, 360 s, 1 session
  { who: 'wang', at: '2026-10-20 10:00', does: 'watches', what: 'video1', result: played('0[.]90') },
  { who: 'wang', at: '2026-10-20 10:05', does: 'watches', what: 'video1', result: played('60[.]150') },
  { who: 'wang', at: '2026-10-20 10:06', does: 'misses', what: 'session2' },
  // 6 clicks, 5 min + (45 min, counted as 10) + 5 min = 1200 s, 2 sessions
  { who: 'wang', at: '2026-10-28 10:00', does: 'views', what: 'page2' },
  { who: 'wang', at: '2026-10-28 10:05', does: 'views', what: 'page2' },
  { who: 'wang', at: '2026-10-28 10:50', does: 'views', what: 'page2', count: 3 },
  { who: 'wang', at: '2026-10-28 10:55', does: 'shows', what: 'check1', result: { success: true } },
  // the last second of the day before the landmark, in the tenant's own time
  { who: 'wang', at: '2026-10-30 23:59:59', does: 'views', what: 'page3' },
  // and the first of the landmark's: not seen
  { who: 'wang', at: '2026-10-31 00:00', does: 'views', what: 'page4', count: 100 },
];
const sun: readonly Deed[] = [
  { who: 'sun', at: '2026-10-10 10:00', does: 'views', what: 'page1' },
  { who: 'sun', at: '2026-10-20 10:00', does: 'views', what: 'page1' },
];
const class1: readonly Place[] = [
  { who: 'wang', registered: '2026-09-24' },
  { who: 'sun', registered: '2026-10-01' },
  { who: 'li', registered: '2026-10-20' },
  { who: 'zhao', registered: '2026-09-25' },
];
const due = { quiz1: 10, quiz2: 20, quiz4: 29, quiz5: 30, quiz3: 40 };

describe('features by hand, as of 31 October, the 30th day', () => {
  const tenant = newTenant();
  let rows: readonly FeatureRow[] = [];
  beforeAll(async () => {
    await enrol(tenant, class1, { due });
    await happens(tenant, [...wang, ...sun]);
    rows = await asOf(tenant, '2026-10-31');
  }, 30_000);

  it('are named as the catalogue names them', () => {
    expect(Object.keys(rows[0] ?? {})).toEqual(['learner_pid', 'asof', ...featureNames]);
  });

  it('of somebody who did something of everything', () => {
    expect(rowOf(rows, 'wang')).toEqual({
      learner_pid: pid('wang'),
      asof: '2026-10-31',
      elapsed_days: 30,
      // 1 October to 31 December is 91 days
      progress_share: 30 / 91,
      registered_ahead_days: 7,
      days_since_last: 0,
      // active on 7 days from 28 September to 30 October: 32 days in 6 gaps
      mean_gap_days: 32 / 6,
      gap_ratio: 0,
      active_days_7: 2,
      active_days_14: 3,
      active_days_28: 5,
      active_share: 6 / 30,
      clicks_7: 6 + 1,
      clicks_28: 5 + 3 + 3 + 6 + 1,
      clicks_before_start: 2,
      // 17 to 30 October against 3 to 16 October
      trend_14: expect.closeTo(Math.log((3 + 6 + 1 + 1) / (5 + 3 + 1)), 12),
      // pages 1-3, quizzes 1-2, questions 1-3, topic, 2 sessions, video, check
      activities_seen: 13,
      sessions_28: 1 + 2 + 1 + 2 + 1,
      minutes_28: (180 + 1200 + 360 + 1200 + 0) / 60,
      // due by the end of day 29: quizzes 1, 2 and 4; handed in: quiz 1
      due_share: 1 / 3,
      due_count: 3,
      mean_score: 0.6,
      failed_28: 1,
      answers_28: 3,
      correct_share: 2 / 3,
      video_minutes_28: 2.5,
      asked_28: 1,
      attended_28: 1,
      absent_28: 1,
      skill_passed: 1,
      // three of four did less, nobody else as much
      cohort_clicks_28: 7 / 8,
      cohort_active_28: 7 / 8,
      cohort_due_share: 7 / 8,
      // nobody else has a score
      cohort_mean_score: 1 / 2,
    });
  });

  it('of somebody who came twice', () => {
    expect(rowOf(rows, 'sun')).toMatchObject({
      registered_ahead_days: 0,
      days_since_last: 10,
      mean_gap_days: 10,
      gap_ratio: 1,
      active_days_7: 0,
      active_days_14: 1,
      active_days_28: 2,
      active_share: 2 / 30,
      clicks_28: 2,
      // one click in the last two weeks, one in the two before
      trend_14: 0,
      due_share: 0,
      mean_score: null,
      correct_share: null,
      // two of the other three did less
      cohort_clicks_28: 5 / 8,
      cohort_active_28: 5 / 8,
    });
  });

  it('of somebody who never came: what cannot be known is null, what was not done is nought', () => {
    expect(rowOf(rows, 'zhao')).toMatchObject({
      registered_ahead_days: 6,
      // since the start, not since the registration six days before it
      days_since_last: 30,
      mean_gap_days: null,
      gap_ratio: null,
      active_days_28: 0,
      active_share: 0,
      clicks_28: 0,
      trend_14: 0,
      activities_seen: 0,
      minutes_28: 0,
      due_share: 0,
      mean_score: null,
      answers_28: 0,
      correct_share: null,
      // as little as one other, less than the other two
      cohort_clicks_28: 1 / 4,
    });
  });

  it('of somebody who registered eleven days ago: nobody can be away for longer than that', () => {
    expect(rowOf(rows, 'li')).toMatchObject({
      elapsed_days: 30,
      registered_ahead_days: -19,
      days_since_last: 11,
      cohort_clicks_28: 1 / 4,
    });
  });

  it('narrowed to some learners keep the places in the whole cohort', async () => {
    const narrowed = await asOf(tenant, '2026-10-31', ['sun', 'zhao']);
    expect(narrowed).toEqual(
      rows.filter(({ learner_pid }) => [pid('sun'), pid('zhao')].includes(learner_pid)),
    );
    expect(narrowed).toHaveLength(2);
  });

  it('at several landmarks of the own clock are those of each day alone', async () => {
    const many = await asOf(tenant, '1970-01-01', [], [7, 14, 30]);
    const days = ['2026-10-08', '2026-10-15', '2026-10-31'];
    const each = (await Promise.all(days.map((day) => asOf(tenant, day)))).flat();
    const order = (of: readonly FeatureRow[]) =>
      [...of].sort((a, b) => `${a.learner_pid} ${a.asof}`.localeCompare(`${b.learner_pid} ${b.asof}`));
    expect(order(many)).toEqual(order(each));
    expect(each).toHaveLength(3 + 3 + 4);
  });

  it('before anything was due, and at the start, are null where there is nothing to divide by', async () => {
    expect(rowOf(await asOf(tenant, '2026-10-01'), 'wang')).toMatchObject({
      elapsed_days: 0,
      active_share: null,
      due_share: null,
      due_count: 0,
      // 28 September: away on the 29th and 30th
      days_since_last: 2,
      mean_gap_days: null,
    });
    expect(rowOf(await asOf(tenant, '2026-09-26'), 'zhao')).toMatchObject({
      elapsed_days: -5,
      days_since_last: 0,
    });
  });

  describe('the evidence of a reason', () => {
    /** What a page counts when it opens the evidence: events themselves, not the rollups that the feature came from. */
    const counted = defineQuery({
      name: 'events of an evidence',
      sql: `
        SELECT count() AS events, sum(count) AS clicks, uniqExact(day) AS days, countIf(success) AS right,
          uniqExactIf(activity, kind = 'submitted') AS handedIn, toString(max(day)) AS last
        FROM statements FINAL
        WHERE tenant = {tenant:String} AND run = {run:String} AND learner_pid = {learner:String} AND day < {to:Date32}
          AND day >= {from:Date32}
          AND (empty({kinds:Array(String)}) OR kind IN {kinds:Array(String)})`,
      params: z.object({
        tenant: z.string(),
        run: z.string(),
        learner: z.string(),
        from: z.string(),
        to: z.string(),
        kinds: z.array(z.string()),
      }),
      row: z.object({
        events: WholeNumber,
        clicks: WholeNumber,
        days: WholeNumber,
        right: WholeNumber,
        handedIn: WholeNumber,
        last: z.string(),
      }),
    });

    async function open(feature: string, raises: boolean) {
      const features = rowOf(rows, 'wang');
      const values = Object.fromEntries(featureNames.map((name) => [name, features[name] as number | null]));
      const contributions = featureNames.map((name) => (name === feature ? (raises ? 1 : -1) : 0));
      const place = { learner: pid('wang'), run: 'htn-2026', asof: '2026-10-31' };
      const [reason] = toldReasons(chosenReasons(contributions, values, {}), values, place);
      if (reason?.evidence == null) throw new Error(`${feature} shows no reason with evidence`);
      const { from = '1900-01-01', to = '', kinds = [] } = reason.evidence;
      const [count] = await clickhouse.query(counted, { tenant, run, learner: pid('wang'), from, to, kinds });
      if (count === undefined) throw new Error('no count');
      return { text: reason.text, value: values[feature], count };
    }

    it.each([
      ['active_days_7', true, '2 of the last 7'],
      ['active_days_14', true, '3 of the last 14'],
      ['active_days_28', true, '5 of the last 28'],
    ])('%s: as many days of events as the sentence says', async (feature, raises, words) => {
      const { text, value, count } = await open(feature, raises);
      expect(text.en).toContain(words);
      expect(count.days).toBe(value);
    });

    it.each([
      ['clicks_7', '7 actions'],
      ['clicks_28', '18 actions'],
    ])('%s: as many actions', async (feature, words) => {
      // nobody did more: that raises no chance
      const { text, value, count } = await open(feature, false);
      expect(text.en).toContain(words);
      expect(count.clicks).toBe(value);
    });

    it.each([
      ['failed_28', true, '1 test '],
      ['absent_28', true, '1 face-to-face session'],
      ['attended_28', false, 'face-to-face session'],
    ])('%s: as many events', async (feature, raises, words) => {
      const { text, value, count } = await open(feature, raises);
      expect(text.en).toContain(words);
      expect(count.events).toBe(value);
    });

    it('due_share: as many handed in', async () => {
      const { text, count } = await open('due_share', true);
      expect(text).toEqual({ zh: '应交作业 3 次,已交 1 次。', en: '1 of 3 due assessments handed in.' });
      expect(count.handedIn).toBe(1);
    });

    it('days_since_last: the newest event is of that day', async () => {
      const { count } = await open('days_since_last', false);
      expect(count.last).toBe('2026-10-30');
    });

    it('every feature that can be shown names the days that it was counted over', () => {
      for (const { name, sentence, window } of allFeatures)
        if (sentence !== undefined) expect([name, window]).not.toEqual([name, null]);
    });
  });
});

describe('when learners were heard', () => {
  it('is told by day, late days apart, of what had arrived by then and is their own', async () => {
    const tenant = newTenant();
    await enrol(tenant, [
      { who: 'wang', registered: '2026-09-01' },
      { who: 'li', registered: '2026-10-20' },
      { who: 'gone', registered: '2026-09-01', status: 'withdrew', since: '2026-10-20' },
    ]);
    const say = (who: string, day: string, does: Deed['does'], stored: string) =>
      path.intake(
        delivery(tenant, [statementOf(run, { who, at: `${day} 10:00`, does, what: 'page' })], {
          stored,
          whenFull: 'wait',
        }),
      );
    await say('wang', '2026-10-20', 'views', '2026-10-20T02:01:00.000Z');
    await say('wang', '2026-10-21', 'views', '2026-10-25T02:01:00.000Z');
    await say('wang', '2026-10-22', 'views', '2026-10-25T02:01:00.000Z');
    await say('wang', '2026-10-23', 'views', '2026-11-02T02:01:00.000Z');
    await path.settled();
    const ask = (now: string, learners: string[] = []) =>
      clickhouse.query(presenceQuery, { tenant, runs: [run], learners, today: '2026-10-30', now });
    const dayNumber = (day: string): number => Date.parse(day) / 86_400_000;
    const rows = await ask('2026-10-30T02:00:00.000Z');
    expect(rows.map(({ learner }) => learner).sort()).toEqual([pid('li'), pid('wang')].sort());
    const [wang] = rows.filter(({ learner }) => learner === pid('wang'));
    expect(wang?.days).toEqual(['2026-10-20', '2026-10-21', '2026-10-22'].map(dayNumber));
    expect(wang?.late).toEqual(['2026-10-21', '2026-10-22'].map(dayNumber));
    const [li] = await ask('2026-10-30T02:00:00.000Z', [pid('li')]);
    expect(li).toMatchObject({ from: dayNumber('2026-10-20'), days: [], late: [] });
    expect(rows.map(({ heard_today }) => heard_today)).toEqual([false, false]);
    const [later] = await ask('2026-11-03T00:00:00.000Z', [pid('wang')]);
    expect(later?.late).toHaveLength(3);
    // of a day that is not over it is known that there was something, and no more
    const [onTheDay] = await clickhouse.query(presenceQuery, {
      tenant,
      runs: [run],
      learners: [pid('wang')],
      today: '2026-10-22',
      now: '2026-11-03T00:00:00.000Z',
    });
    expect(onTheDay).toMatchObject({
      days: ['2026-10-20', '2026-10-21'].map(dayNumber),
      heard_today: true,
    });
  });
});

describe('who is to be predicted', () => {
  it('registered before the landmark and not gone before it; who is silent stays', async () => {
    const tenant = newTenant();
    const places: readonly Place[] = [
      { who: 'registered the day before', registered: '2026-10-30', status: 'registered' },
      { who: 'registers on the day', registered: '2026-10-31', status: 'registered' },
      { who: 'never came', registered: '2026-09-01' },
      { who: 'withdrew the day before', registered: '2026-09-01', status: 'withdrew', since: '2026-10-30' },
      { who: 'withdraws on the day', registered: '2026-09-01', status: 'withdrew', since: '2026-10-31' },
      { who: 'withdraws later', registered: '2026-09-01', status: 'withdrew', since: '2026-11-30' },
      {
        who: 'called silent the day before',
        registered: '2026-09-01',
        status: 'silent',
        since: '2026-10-30',
      },
      { who: 'called silent later', registered: '2026-09-01', status: 'silent', since: '2026-11-02' },
      { who: 'completed before', registered: '2026-09-01', status: 'completed', since: '2026-10-30' },
      { who: 'transferred before', registered: '2026-09-01', status: 'transferred', since: '2026-10-01' },
      { who: 'failed later', registered: '2026-09-01', status: 'failed', since: '2026-12-30' },
    ];
    await enrol(tenant, places);
    const rows = await asOf(tenant, '2026-10-31');
    expect(
      whoIsIn(
        rows,
        places.map(({ who }) => who),
      ),
    ).toEqual([
      'registered the day before',
      'never came',
      'withdraws on the day',
      'withdraws later',
      'called silent later',
      'failed later',
    ]);
    expect(rows).toHaveLength(6);
  });

  it('in a rolling run, each by the own clock', async () => {
    const tenant = newTenant();
    await enrol(
      tenant,
      [
        { who: 'early', registered: '2026-10-05', start: '2026-10-05' },
        // enrolled on the 8th, began on the 20th
        { who: 'slow', registered: '2026-10-08', start: '2026-10-20' },
        {
          who: 'gone',
          registered: '2026-10-05',
          start: '2026-10-05',
          status: 'withdrew',
          since: '2026-10-11',
        },
      ],
      { end: null, rolling: true, due: { quiz1: 6, quiz2: 7 } },
    );
    await happens(tenant, [
      { who: 'early', at: '2026-10-11 10:00', does: 'submits', what: 'quiz1' },
      { who: 'early', at: '2026-10-12 10:00', does: 'views', what: 'page1' },
      { who: 'slow', at: '2026-10-26 10:00', does: 'views', what: 'page1' },
    ]);
    const rows = await asOf(tenant, '1970-01-01', [], [7]);
    expect(rows).toHaveLength(2);
    expect(rowOf(rows, 'early')).toMatchObject({
      asof: '2026-10-12',
      elapsed_days: 7,
      registered_ahead_days: 0,
      progress_share: null,
      days_since_last: 0,
      clicks_28: 1,
      // only the quiz of day 6 is due by the end of day 6
      due_count: 1,
      due_share: 1,
    });
    expect(rowOf(rows, 'slow')).toMatchObject({
      asof: '2026-10-27',
      elapsed_days: 7,
      registered_ahead_days: 12,
      clicks_28: 1,
      due_share: 0,
    });
  });
});

describe('a feature as of a day', () => {
  const people = ['a', 'b', 'c'];
  const day = (n: number): string => new Date(Date.UTC(2026, 9, 1 + n)).toISOString().slice(0, 10);
  const deed = (from: number, to: number) =>
    fc.record({
      who: fc.constantFrom(...people),
      at: fc
        .tuple(fc.integer({ min: from, max: to }), fc.integer({ min: 0, max: 1439 }))
        .map(([n, minute]) => {
          const time = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0'));
          return `${day(n)} ${time.join(':')}`;
        }),
      does: fc.constantFrom<Deed['does']>(
        'views',
        'submits',
        'fails',
        'answers',
        'watches',
        'attends',
        'misses',
        'shows',
      ),
      what: fc.constantFrom('x', 'y', 'quiz1', 'quiz2'),
      result: fc.constantFrom(
        { success: true },
        { success: false, score: { scaled: 0.3 } },
        played('0[.]30'),
      ),
    });
  const landmark = 21;

  it('does not change by what happens on that day or later, and does by what is learnt late of before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(deed(-5, landmark - 1), { minLength: 1, maxLength: 25 }),
        fc.array(deed(landmark, landmark + 30), { minLength: 1, maxLength: 25 }),
        deed(landmark - 28, landmark - 1),
        async (before, after, late) => {
          const tenant = newTenant();
          await enrol(
            tenant,
            people.map((who) => ({ who, registered: '2026-09-20' })),
            { due: { quiz1: 10, quiz2: landmark } },
          );
          await happens(tenant, before);
          const then = await asOf(tenant, day(landmark));
          await happens(tenant, after);
          expect(await asOf(tenant, day(landmark))).toEqual(then);
          await happens(tenant, [late]);
          const now = await asOf(tenant, day(landmark));
          expect(rowOf(now, late.who).clicks_28).toBe(Number(rowOf(then, late.who).clicks_28) + 1);
        },
      ),
      { seed: 20261124, numRuns: 8 },
    );
  }, 60_000);
});
