import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { verbs } from '#libs/contracts';
import {
  adminKey,
  type ApiTown,
  openApiTown,
  password,
  roster,
  run,
  statement,
  townDay,
  Visitor,
  withKey,
} from '../support/api-town.js';

let town: ApiTown;
let county: Visitor;
let machine: Visitor;

beforeAll(async () => {
  town = await openApiTown();
  machine = new Visitor(town.app);
  const sent = await machine.ask('POST', '/v1/roster', roster, withKey(adminKey));
  if (sent.status !== 200) throw new Error(JSON.stringify(sent.body));
  const { users } = town.platform.stores;
  const staff = [
    { account: 'county1', role: 'manager', region: 'c1' },
    { account: 'county2', role: 'manager', region: 'c2' },
    { account: 'province', role: 'manager', region: 'p' },
    { account: 'researcher', role: 'researcher', region: null },
    { account: 'operator', role: 'operator', region: null },
    { account: 'locked', role: 'manager', region: 'c1' },
  ] as const;
  for (const { account, role, region } of staff)
    await users.create({
      tenant: 'default',
      account,
      password,
      displayName: account,
      roles: [{ role, region }],
    });
  await town.mirror();
  county = new Visitor(town.app);
  await county.signIn('county1');
}, 60_000);

afterAll(async () => {
  await town.close();
}, 30_000);

describe('signing in', () => {
  it('opens a session for the server alone and says who one is', async () => {
    const visitor = new Visitor(town.app);
    const answer = await visitor.signIn('county1');
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toMatch(/^snowlight=[\w-]{43}; .*Path=\/; .*HttpOnly; SameSite=Lax/);
    expect(answer.body).toMatchObject({
      account: 'county1',
      roles: [{ role: 'manager', region: 'c1' }],
      landing: '/today',
      runs: [{ code: run.code, active: true }],
      simulated: true,
    });
    const { regions } = answer.body as { regions: { code: string }[] };
    expect(regions.map(({ code }) => code)).toEqual(['c1', 't1', 'v1', 'v2']);
    expect((await visitor.get('/v1/session')).status).toBe(200);
  });

  it('answers a wrong password and an unknown account alike', async () => {
    const answers = await Promise.all([
      new Visitor(town.app).signIn('county2', 'wrong'),
      new Visitor(town.app).signIn('nobody', 'wrong'),
    ]);
    for (const { status, headers, body } of answers) {
      expect(status).toBe(401);
      expect(headers['set-cookie']).toBeUndefined();
      expect(body).toMatchObject({ type: 'https://w3id.org/snowlight/problems/wrong-credentials' });
    }
    const [first, second] = answers.map(({ body }) => (body as { detail: string }).detail);
    expect(first).toBe(second);
  });

  it('locks the account after five failures, for the right password too', async () => {
    for (let failure = 0; failure < 5; failure += 1) await new Visitor(town.app).signIn('locked', 'wrong');
    const answer = await new Visitor(town.app).signIn('locked');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(600);
    expect(answer.body).toMatchObject({
      type: 'https://w3id.org/snowlight/problems/locked-out',
      detail: expect.stringMatching(/try again in 15 min/),
    });
  });

  it('ends the session when one signs out', async () => {
    const visitor = new Visitor(town.app);
    await visitor.signIn('county1');
    expect((await visitor.ask('DELETE', '/v1/session')).status).toBe(204);
    expect((await visitor.get('/v1/session')).status).toBe(401);
  });

  it('refuses a write without the token, with a wrong one, and from another site', async () => {
    const url = `/v1/learners/${await town.pidOf('a01')}/contact`;
    const token = county.csrfToken;
    county.csrfToken = '';
    expect((await county.ask('POST', url)).status).toBe(403);
    county.csrfToken = 'x'.repeat(token.length);
    const wrong = await county.ask('POST', url);
    expect(wrong.body).toMatchObject({ status: 403, type: 'https://w3id.org/snowlight/problems/csrf' });
    county.csrfToken = token;
    expect((await county.ask('POST', url, undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await county.ask('POST', url)).status).toBe(200);
  });
});

describe('reach', () => {
  it("does not find another county's learner, and answers as for one that does not exist", async () => {
    const theirs = await county.get(`/v1/learners/${await town.pidOf('d01')}`);
    const nobodys = await county.get(`/v1/learners/${'0'.repeat(26)}`);
    expect(theirs.status).toBe(404);
    const said = ({ body }: { readonly body: unknown }) => ({
      ...(body as object),
      instance: null,
      trace: null,
    });
    expect(said(nobodys)).toEqual(said(theirs));
    for (const noun of ['risk', 'mastery', 'timeline'])
      expect((await county.get(`/v1/learners/${await town.pidOf('d01')}/${noun}`)).status).toBe(404);
  });

  it("does not find another county's place, nor its events", async () => {
    expect((await county.get('/v1/regions/c2')).status).toBe(404);
    expect((await county.get('/v1/regions/p')).status).toBe(404);
    expect((await county.get('/v1/worklist?region=c2')).status).toBe(404);
    expect((await county.get('/v1/events?region=c2')).status).toBe(404);
  });

  it("does not let another tenant's key in on anything of this one", async () => {
    const { id, secret } = await town.platform.stores.keys.create('other', 'theirs', [
      'risk:read',
      'nudges:write',
      'admin',
    ]);
    const key = withKey(`${id}:${secret}`);
    expect((await machine.get(`/v1/learners/${await town.pidOf('a01')}`, key)).status).toBe(404);
    expect((await machine.get('/v1/learners', key)).body).toMatchObject({ rows: [], total: 0 });
    const other = { format: 'xapi', path: '/tmp/none', tenant: 'default' };
    expect((await machine.ask('POST', '/v1/imports', other, key)).status).toBe(404);
  });

  it('tells who is missing which right, and lets nobody in without a name', async () => {
    expect((await county.get('/v1/system')).status).toBe(403);
    const anonymous = await machine.get('/v1/worklist');
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers['www-authenticate']).toBe('Bearer realm="snowlight"');
    expect((await machine.get('/v1/worklist', withKey('town-admin:wrong'))).status).toBe(401);
    expect((await machine.get('/v1/worklist', withKey(adminKey))).status).toBe(403);
  });

  it('opens the door of the command line to the control token alone', async () => {
    const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
    expect((await machine.ask('POST', '/v1/control/jobs/none', {}, bearer('the-control-token'))).status).toBe(
      404,
    );
    expect((await machine.ask('POST', '/v1/control/jobs/none', {}, bearer('another-token'))).status).toBe(
      401,
    );
    expect((await machine.ask('POST', '/v1/control/jobs/none', {}, withKey(adminKey))).status).toBe(403);
  });
});

describe('problems', () => {
  it('name the field, in the language that was asked for', async () => {
    const english = await county.get('/v1/events?kinds=eaten&from=yesterday');
    expect(english.status).toBe(400);
    expect(english.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(english.body).toMatchObject({
      type: 'https://w3id.org/snowlight/problems/invalid',
      title: 'Some fields are not right',
      errors: [{ path: 'query.kinds.0' }, { path: 'query.from' }],
    });
    const chinese = await county.get('/v1/events?from=yesterday', { 'accept-language': 'zh-CN' });
    expect(chinese.body).toMatchObject({
      title: '有字段不正确',
      errors: [{ message: expect.stringMatching(/\p{Script=Han}/u) }],
    });
  });

  it('carry the id that the log has', async () => {
    const { body, headers } = await county.get('/v1/regions/nowhere');
    const { instance } = body as { instance: string };
    expect(instance).toBe(`urn:uuid:${String(headers['x-request-id'])}`);
    expect(town.log()).toContain(String(headers['x-request-id']));
  });

  it.each([
    ['cut JSON', '{"account":', 'application/json', 400],
    ['bytes that are not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'application/json', 400],
    ['another type', 'a=b', 'application/x-www-form-urlencoded', 415],
    ['a body beyond the limit', `"${'x'.repeat(300_000)}"`, 'application/json', 413],
  ])('answer %s with its own status', async (_, payload, type, status) => {
    const response = await town.app.inject({
      method: 'POST',
      url: '/v1/session',
      headers: { 'content-type': type },
      payload,
    });
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it('answer an address that cannot be decoded', async () => {
    const response = await town.app.inject({ method: 'GET', url: '/v1/learners/%E0%A4%A' });
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it('answer an unknown address of the API as a program wants it, and any other as a page', async () => {
    expect((await machine.get('/v1/nothing')).body).toMatchObject({ status: 404 });
    const page = await machine.get('/today');
    expect(page.status).toBe(503);
    expect(page.body).toContain('npm run build');
  });
});

describe("a county's day", () => {
  const chances = { a01: 0.62, a02: 0.4, a03: 0.01, b01: 0.5, d01: 0.9, d02: 0.8, d03: 0.7, d04: 0.6 };

  beforeAll(async () => {
    const others = Object.fromEntries(
      (roster.learners ?? []).map(({ account }) => [account.name, 0.01] as const),
    );
    const silence = {
      since: '2026-11-15',
      days: 9,
      outageDays: 0,
      holidayDays: 0,
      awayDays: 0,
      ordinaryDays: 0,
      anyway: 1,
      near: { people: 20, expected: 9, heard: 0 },
    };
    await town.score({ ...others, ...chances }, '2026-11-24T03:00:00.000Z', {
      a01: { ...silence, kind: 'disengaged', ordinaryDays: 10 },
      // the neighbours of d02 are silent too; d03 stays away though there is a network: only d03 may be called
      d02: { ...silence, kind: 'outage', outageDays: 9 },
      d03: { ...silence, kind: 'disengaged', ordinaryDays: 9 },
      d04: { ...silence, kind: 'holiday-or-duty', awayDays: 9 },
    });
    const statements = [
      statement('a01', 'viewed', 'page-1', '2026-11-14T02:00:00Z'),
      statement('a01', 'answered', 'item-1', '2026-11-14T02:05:00Z', { success: true, score: { scaled: 1 } }),
      statement('a01', 'answered', 'item-1', '2026-11-14T02:09:00Z', { success: false }),
      statement('b01', 'viewed', 'page-1', '2026-11-23T02:00:00Z'),
      statement('d01', 'viewed', 'page-1', '2026-11-23T02:00:00Z'),
    ];
    const headers = { ...withKey(adminKey), 'x-experience-api-version': '1.0.3' };
    const sent = await machine.ask('POST', '/xapi/statements', statements, headers);
    if (sent.status !== 200) throw new Error(JSON.stringify(sent.body));
    await town.stored('d02', { happened: '2026-11-12T02:00:00.000Z', arrived: '2026-11-15T02:00:00.000Z' });
    await town.stored('d03', { happened: '2026-11-15T02:00:00.000Z', arrived: '2026-11-15T02:00:05.000Z' });
    while (town.platform.bus.lag().some(({ waiting }) => waiting > 0))
      await new Promise((resolve) => setTimeout(resolve, 20));
  }, 30_000);

  interface Row {
    item: { id: string; state: string };
    learner: { name: string; pid: string };
    withdrawn: { text: { en: string } } | null;
  }
  const rowsOf = (body: unknown) => (body as { rows: Row[] }).rows;

  it('lists those at risk in the county by their chance, with names and reasons', async () => {
    const { status, body } = await county.get('/v1/worklist');
    expect(status).toBe(200);
    expect(rowsOf(body).map(({ learner }) => learner.name)).toEqual(['医生a01', '医生b01', '医生a02']);
    expect(body).toMatchObject({
      day: townDay,
      capacity: 15,
      done: 0,
      rows: [
        {
          chance: { level: 'contact', probability: 0.62, horizonDays: 14 },
          reasons: [{ text: { en: 'Not opened for 9 days.' } }],
          changed: { kind: 'new' },
          history: [null, null, null, null, null, null, null, 0.62],
          week: 8,
          lastActiveDay: '2026-11-14',
          suggestion: { notBefore: '2026-11-24T10:00:00.000Z' },
        },
        {},
        {},
      ],
    });
  });

  it('keeps the list of the day when chances change, and takes back who shows no sign any more', async () => {
    await town.score({ a02: 0.01, a05: 0.99 }, '2026-11-24T03:30:00.000Z');
    const { body } = await county.get('/v1/worklist');
    expect(rowsOf(body).map(({ learner }) => learner.name)).toEqual(['医生a01', '医生b01', '医生a02']);
    expect(rowsOf(body)[2]?.withdrawn?.text.en).toBe('The newest estimate shows no sign: taken off.');
    expect(body).toMatchObject({ setAside: expect.arrayContaining([{ why: 'beyond-capacity', count: 1 }]) });
  });

  it('answers a poll that finds nothing new with 304', async () => {
    const first = await county.get('/v1/worklist');
    const again = await county.get('/v1/worklist', { 'if-none-match': String(first.headers.etag) });
    expect(again.status).toBe(304);
    expect(again.body).toBe('');
  });

  it('records a note, a call with its promise, and undoes it', async () => {
    const [row] = rowsOf((await county.get('/v1/worklist')).body);
    const item = `/v1/worklist/items/${row?.item.id ?? ''}`;
    const noted = await county.ask('POST', `${item}/notes`, { text: '下午再打' });
    expect(noted.body).toMatchObject({ notes: [{ by: 'county1', text: '下午再打' }] });
    const past = await county.ask('PUT', `${item}/outcome`, { result: 'reached', followUpOn: townDay });
    expect(past.body).toMatchObject({ status: 400, errors: [{ path: 'body.followUpOn' }] });
    const outcome = { result: 'reached', cause: 'network', followUpOn: '2026-11-26', predictionUseful: true };
    expect((await county.ask('PUT', `${item}/outcome`, outcome)).body).toMatchObject({
      state: 'done',
      outcome: { ...outcome, by: 'county1' },
    });
    expect((await county.get('/v1/worklist')).body).toMatchObject({ done: 1 });
    expect((await county.ask('DELETE', `${item}/outcome`)).body).toMatchObject({
      state: 'open',
      outcome: null,
    });
  });

  it("does not touch another county's item", async () => {
    const [row] = rowsOf((await county.get('/v1/worklist')).body);
    const neighbour = new Visitor(town.app);
    await neighbour.signIn('county2');
    const item = `/v1/worklist/items/${row?.item.id ?? ''}`;
    expect((await neighbour.ask('POST', `${item}/dismissal`, { reason: 'x' })).status).toBe(404);
  });

  it('sets aside whose silence looks like the network and who is on duty, and calls whose neighbours are heard', async () => {
    const neighbour = new Visitor(town.app);
    await neighbour.signIn('county2');
    const { body } = await neighbour.get('/v1/worklist');
    expect(rowsOf(body).map(({ learner }) => learner.name)).toEqual(['医生d01', '医生d03']);
    expect(body).toMatchObject({
      setAside: [
        { why: 'offline', count: 1 },
        { why: 'on-duty', count: 1 },
      ],
    });
    const sentence = async (doctor: string) => {
      const head = await neighbour.get(`/v1/learners/${await town.pidOf(doctor)}`);
      return (head.body as { sentence: { en: string } }).sentence.en;
    };
    expect(await sentence('d02')).toMatch(
      /^Nothing heard for 9 days; on 9 of them the township had no network/,
    );
    // reasons count from the same now as the sentence, and both leave out the same days
    const risk = await neighbour.get(`/v1/learners/${await town.pidOf('d02')}/risk`);
    const excused = [{ text: { en: 'Not opened for 9 days, all of them excused.' } }];
    expect(risk.body).toMatchObject({ reasons: excused, history: [{ reasons: excused }] });
    expect(await sentence('d03')).toMatch(/^Online, no study for 9 days; a call is suggested\./);

    // whom the roster tells to be on duty today, until when
    const account = (roster.learners ?? []).find(({ account: { name } }) => name === 'd01')?.account;
    const said = async (cancelled: boolean) => {
      const duties = [{ account, kind: 'duty', from: '2026-11-20', to: '2026-11-26', cancelled }];
      const { body } = await machine.ask('POST', '/v1/roster', { duties }, withKey(adminKey));
      expect(body).toMatchObject({ counts: { duties: { read: 1, accepted: 1 } }, problems: [] });
    };
    const seen = async () => {
      const list = (await neighbour.get('/v1/worklist')).body as {
        setAside: { why: string; count: number }[];
      };
      const head = (await neighbour.get(`/v1/learners/${await town.pidOf('d01')}`)).body;
      const { sentence } = head as { sentence: { zh: string; en: string } };
      const timeline = (await neighbour.get(`/v1/learners/${await town.pidOf('d01')}/timeline`)).body;
      const { away } = timeline as { away: object[] };
      return { onDuty: list.setAside.find(({ why }) => why === 'on-duty')?.count, sentence, away };
    };
    await said(false);
    const away = await seen();
    expect(away.onDuty).toBe(2);
    // of the days of the timeline alone, which ends with today
    expect(away.away).toEqual([{ kind: 'duty', from: '2026-11-20', to: '2026-11-25' }]);
    expect(away.sentence.en).toMatch(/^On outreach duty to 26 Nov; no reminders\. Uncertain: /);
    expect(away.sentence.zh).toMatch(/^登记下乡值班至11月26日，期间不提醒。/);
    await said(true);
    const back = await seen();
    expect(back.onDuty).toBe(1);
    expect(back.away).toEqual([]);
    expect(back.sentence.en).toMatch(/^Uncertain: /);
  });

  it("tells a learner's journey, with figures whose drawers count the same", async () => {
    const pid = await town.pidOf('a01');
    const { body } = await county.get(`/v1/learners/${pid}?run=${run.code}`);
    expect(body).toMatchObject({
      learner: { name: '医生a01', region: { code: 'v1' } },
      consentReminders: true,
      week: 8,
      sentence: {
        en: 'Online, no study for 10 days; a call is suggested. Uncertain: 3 to 10 of 10. See the reasons first.',
      },
      figures: { answers: { value: 2 }, correct: { value: 1 }, activeDays28: { value: 1 } },
    });
    const { figures } = body as {
      figures: Record<string, { value: number; evidence: Record<string, string> }>;
    };
    for (const name of ['answers', 'correct']) {
      const { value, evidence } = figures[name] ?? { value: -1, evidence: {} };
      const drawer = await county.get(`/v1/events?${new URLSearchParams(evidence).toString()}`);
      expect(drawer.body).toMatchObject({ total: value });
    }
  });

  it('tells the chance, what the model saw, and the days of the timeline', async () => {
    const pid = await town.pidOf('a01');
    const risk = await county.get(`/v1/learners/${pid}/risk`);
    expect(risk.body).toMatchObject({
      current: [
        { horizonDays: 7 },
        { horizonDays: 14, level: 'contact' },
        { horizonDays: 28 },
        { horizonDays: null },
      ],
      abstention: null,
      history: [{ asOf: townDay, probability: 0.62 }],
      features: [
        { name: 'days_since_last', value: 9, unit: 'days' },
        { name: 'mean_gap_days', value: null },
      ],
    });
    const timeline = await county.get(`/v1/learners/${pid}/timeline`);
    expect(timeline.body).toMatchObject({
      from: '2026-09-20',
      days: [{ day: '2026-11-14', events: 3, late: 3 }],
    });
  });

  it('pages events by a cursor, newest first', async () => {
    const url = `/v1/events?learner=${await town.pidOf('a01')}&limit=2`;
    interface Page {
      total: number;
      rows: { happened: string; activityName: { zh: string } | null; result: string }[];
      nextCursor: string | null;
    }
    const first = (await county.get(url)).body as Page;
    expect(first.rows.map(({ happened }) => happened)).toEqual([
      '2026-11-14T02:09:00.000Z',
      '2026-11-14T02:05:00.000Z',
    ]);
    expect(first.rows[1]).toMatchObject({ activityName: { zh: '第一题' }, result: '✓ 100%' });
    const second = (await county.get(`${url}&cursor=${first.nextCursor ?? ''}`)).body as Page;
    expect(second.rows).toHaveLength(1);
    expect(second.nextCursor).toBeNull();
    expect((await county.get(`${url}&cursor=nonsense`)).status).toBe(400);
  });

  it('finds a learner by name within the own county alone, and writes the search down without the name', async () => {
    const found = await county.get(`/v1/learners?q=${encodeURIComponent('医生a01')}`);
    expect(found.body).toMatchObject({ total: 1, rows: [{ learner: { name: '医生a01' } }] });
    const theirs = await county.get(`/v1/learners?q=${encodeURIComponent('医生d01')}`);
    expect(theirs.body).toMatchObject({ total: 0, rows: [] });
    const { rows } = await town.platform.stores.audit.list(
      'default',
      { actor: 'county1' },
      { limit: 50, cursor: null },
    );
    expect(rows.filter(({ action }) => action === 'learner.searched')).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain('医生');
  });

  it('pages learners by chance and filters them by level', async () => {
    interface Page {
      total: number;
      rows: { learner: { name: string }; chance: { level: string } }[];
      nextCursor: string | null;
    }
    const first = (await county.get('/v1/learners?limit=20')).body as Page;
    expect(first.total).toBe(22);
    expect(first.rows[0]?.learner.name).toBe('医生a05');
    const second = (await county.get(`/v1/learners?limit=20&cursor=${first.nextCursor ?? ''}`)).body as Page;
    const names = [...first.rows, ...second.rows].map(({ learner }) => learner.name);
    expect(new Set(names).size).toBe(22);
    const contact = (await county.get('/v1/learners?level=contact')).body as Page;
    expect(contact.rows.map(({ learner }) => learner.name)).toEqual(['医生a05', '医生a01', '医生b01']);
  });

  it('reveals a number once it is written down who asked', async () => {
    const pid = await town.pidOf('a02');
    const card = await county.ask('POST', `/v1/learners/${pid}/contact`);
    expect(card.body).toEqual({ name: '医生a02', phone: '13900000002' });
    const { rows } = await town.platform.stores.audit.list(
      'default',
      { learnerPid: pid },
      { limit: 9, cursor: null },
    );
    expect(rows).toMatchObject([{ action: 'contact.revealed', actor: 'county1', actorKind: 'user' }]);
  });

  it('counts places under the province, with small cells hidden', async () => {
    const province = new Visitor(town.app);
    await province.signIn('province');
    const { body } = await province.get('/v1/regions/p');
    expect(body).toMatchObject({
      region: { code: 'p' },
      learning: { value: 30 },
      contactFirst: 7,
      children: [
        // 县二 before 县一, by pinyin
        { region: { code: 'c2' }, learning: { value: 8 }, contactFirst: null },
        { region: { code: 'c1' }, learning: { value: 22 }, contactFirst: null },
      ],
    });
  });

  it('shows a course: who still learns, and where they stop', async () => {
    const { body } = await county.get(`/v1/courses/${run.code}`);
    expect(body).toMatchObject({
      run: { code: run.code },
      week: 8,
      learning: { value: 22 },
      survival: [
        { day: 0, share: 1 },
        { day: 54, share: 1 },
      ],
      previous: null,
      modules: [
        { code: 'm1', started: 2 },
        { code: 'm2', started: 1, finished: 1 },
      ],
    });
    expect((await county.get('/v1/courses')).body).toMatchObject({ runs: [{ learning: 22 }] });
  });

  it('gives a researcher counts by day, codes and no names', async () => {
    const researcher = new Visitor(town.app);
    await researcher.signIn('researcher');
    const { body } = await researcher.get('/v1/events');
    expect(body).toMatchObject({
      total: 7,
      rows: [],
      days: [
        { day: '2026-11-12', count: 1 },
        { day: '2026-11-14', count: 3 },
        { day: '2026-11-15', count: 1 },
        { day: '2026-11-23', count: 2 },
      ],
    });
    expect((await researcher.get(`/v1/learners/${await town.pidOf('a01')}`)).status).toBe(403);
  });

  it('strips what no schema names from answers', async () => {
    const { body } = await county.get('/v1/session');
    const { regions } = body as { regions: object[] };
    expect(Object.keys(regions[0] ?? {}).toSorted()).toEqual(['code', 'level', 'name', 'parent']);
  });

  it('shows the operator what came in', async () => {
    const operator = new Visitor(town.app);
    await operator.signIn('operator');
    const { body } = await operator.get('/v1/system');
    expect(body).toMatchObject({
      statements: 7,
      sentence: { en: expect.stringMatching(/^Nothing lost\./) },
      stores: [
        { name: 'clickhouse', ok: true },
        { name: 'postgresql', ok: true },
      ],
      demo: null,
    });
    const { lagMinutes } = body as { lagMinutes: { topic: string; waiting: (number | null)[] }[] };
    expect(
      lagMinutes.map(({ topic, waiting }) => [topic, waiting.length, waiting[0], waiting.at(-1)]),
    ).toEqual([
      ['statements', 60, null, 0],
      ['touched', 60, null, 0],
    ]);
    expect((await operator.get('/v1/system/dead-letters')).body).toEqual({ rows: [] });
    expect((await operator.ask('PUT', '/v1/system/demo', { paused: true })).status).toBe(404);
  });

  it('leaves out of figures, events and timeline what was voided, though it came after what voids it', async () => {
    const pid = await town.pidOf('b10');
    const [early, late] = [randomUUID(), randomUUID()];
    const answered = (id: string, minute: string) => ({
      ...statement('b10', 'answered', 'item-1', `2026-11-13T02:${minute}:00.000Z`, { success: true }),
      id,
    });
    const voiding = (id: string) => ({
      actor: statement('a01', 'answered', 'item-1', '').actor,
      verb: { id: verbs.voided },
      object: { objectType: 'StatementRef', id },
    });
    const figures = async () => {
      const { body: journey } = await county.get(`/v1/learners/${pid}?run=${run.code}`);
      const { body: events } = await county.get(`/v1/events?learner=${pid}`);
      const { body: timeline } = await county.get(`/v1/learners/${pid}/timeline`);
      return {
        answers: (journey as { figures: { answers: { value: number } } }).figures.answers.value,
        events: (events as { total: number }).total,
        days: (timeline as { days: { events: number }[] }).days.map((day) => day.events),
      };
    };
    const headers = { ...withKey(adminKey), 'x-experience-api-version': '1.0.3' };
    const send = async (...statements: object[]) => {
      expect((await machine.ask('POST', '/xapi/statements', statements, headers)).status).toBe(200);
      await town.platform.bus.settled('statements');
    };
    await send(answered(early, '01'), answered(randomUUID(), '02'));
    await send(voiding(late));
    expect(await figures()).toEqual({ answers: 2, events: 2, days: [2] });
    await send(voiding(early), answered(late, '03'));
    expect(await figures()).toEqual({ answers: 1, events: 1, days: [1] });
  });

  it('writes no name, number, token or address into the log', () => {
    const log = town.log();
    for (const secret of ['医生', '1390000', password, 'town-admin-secret', 'Basic ', 'snowlight=', 'q='])
      expect(log).not.toContain(secret);
  });
});

describe('for machines', () => {
  it('is alive, ready and measured', async () => {
    expect((await machine.get('/health/live')).body).toEqual({ status: 'ok' });
    expect((await machine.get('/health/ready')).body).toMatchObject({ status: 'ok' });
    const metrics = String((await machine.get('/metrics')).body);
    expect(metrics).toContain(
      'snowlight_http_request_seconds_count{method="GET",route="/v1/learners/:pid",status="2xx"}',
    );
    expect(metrics).toContain('snowlight_bus_waiting{topic="statements",group="ingest"} 0');
  });

  it('describes itself in OpenAPI 3.1', async () => {
    const { body } = await machine.get('/v1/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/v1/worklist': { get: {} } } });
    const { components } = body as { components: { schemas: Record<string, unknown> } };
    const referred = [...JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
    expect(referred.length).toBeGreaterThan(20);
    expect(referred.filter(([, name = '']) => !(name in components.schemas))).toEqual([]);
    const parameters = (body as { paths: Record<string, { get: { parameters: { name: string }[] } }> }).paths[
      '/v1/events'
    ]?.get.parameters;
    expect(parameters?.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['learner', 'kinds', 'cursor']),
    );
  });

  it('sends headers under which pages run their own scripts alone', async () => {
    const { headers } = await machine.get('/v1/session/personas');
    expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it('slows down whoever tries one account after the other', async () => {
    const answers = [];
    for (let attempt = 0; attempt < 21; attempt += 1)
      answers.push(await new Visitor(town.app).signIn(`nobody-${attempt}`, 'wrong'));
    expect(answers.at(-1)?.body).toMatchObject({
      status: 429,
      type: 'https://w3id.org/snowlight/problems/too-many-requests',
      detail: expect.stringMatching(/^Try again in \d+ s\.$/) as unknown,
    });
  });
});
