import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import type { ApiDependencies } from '../../apps/api/src/api-dependencies.js';
import { platformJobs } from '../../apps/api/src/jobs/platform-jobs.js';
import { createApi } from '../../apps/api/src/create-api.js';
import { Metrics } from '../../apps/api/src/health/metrics.js';
import { openPlatform, type Platform } from '../../apps/host/src/index.js';
import { readConfig } from '#libs/config';
import { horizons, type RosterInput, type Silence, snowlightExtensions, verbs } from '#libs/contracts';
import { mirrorChanges } from '#pipelines/features';
import { MirrorStore } from '#libs/postgres';

/** What time it is in the town: noon of the 55th day of its run, in Shanghai. */
export const townNow = new Date('2026-11-24T04:00:00.000Z');
export const townDay = '2026-11-24';
export const run = { iri: 'https://example.org/runs/htn-2026', code: 'htn-2026' };
export const adminKey = 'town-admin:town-admin-secret';
export const password = 'a long password';

const both = (text: string) => ({ zh: text, en: text });
const homePage = 'https://id.example.org';
const account = (name: string) => ({ homePage, name });

/** Twelve doctors in village v1, ten in v2 (both of county c1), eight in v3 (county c2). */
export const doctors: readonly { readonly name: string; readonly village: string }[] = [
  ...numbered('a', 12, 'v1'),
  ...numbered('b', 10, 'v2'),
  ...numbered('d', 8, 'v3'),
];

function numbered(letter: string, count: number, village: string) {
  return Array.from({ length: count }, (_, index) => ({
    name: `${letter}${String(index + 1).padStart(2, '0')}`,
    village,
  }));
}

export const roster: RosterInput = {
  regions: [
    { code: 'p', parent: null, level: 'province', name: both('省') },
    { code: 'c1', parent: 'p', level: 'county', name: both('县一') },
    { code: 'c2', parent: 'p', level: 'county', name: both('县二') },
    { code: 't1', parent: 'c1', level: 'township', name: both('乡一') },
    { code: 't2', parent: 'c2', level: 'township', name: both('乡二') },
    { code: 'v1', parent: 't1', level: 'village', name: both('村一') },
    { code: 'v2', parent: 't1', level: 'village', name: both('村二') },
    { code: 'v3', parent: 't2', level: 'village', name: both('村三') },
  ],
  programs: [{ code: 'cme', name: both('继续教育') }],
  courses: [{ code: 'htn', program: 'cme', name: { zh: '高血压管理', en: 'Hypertension' } }],
  runs: [{ ...run, course: 'htn', start: '2026-10-01', end: '2027-02-01' }],
  modules: [
    { code: 'm1', course: 'htn', name: both('模块一'), position: 1 },
    { code: 'm2', course: 'htn', name: both('模块二'), position: 2 },
  ],
  skills: [{ code: 'grading', course: 'htn', name: both('分级') }],
  activities: [
    { iri: activity('page-1'), run: run.code, module: 'm1', type: 'page', name: both('第一页') },
    {
      iri: activity('item-1'),
      run: run.code,
      module: 'm2',
      type: 'item',
      name: both('第一题'),
      skills: ['grading'],
    },
  ],
  learners: doctors.map(({ name, village }) => ({
    account: account(name),
    name: `医生${name}`,
    phone: `139000000${name.slice(1)}`,
    region: village,
    consentReminders: true,
  })),
  enrolments: doctors.map(({ name }) => ({
    account: account(name),
    run: run.code,
    registeredAt: '2026-09-20T00:00:00Z',
    startedAt: '2026-10-01T00:00:00Z',
    status: 'started',
  })),
};

export function activity(name: string): string {
  return `https://example.org/activities/${name}`;
}

/** A statement as a learning platform sends it. */
export function statement(
  doctor: string,
  verb: keyof typeof verbs,
  object: string,
  timestamp: string,
  result: object = {},
) {
  return {
    actor: { objectType: 'Agent', account: account(doctor) },
    verb: { id: verbs[verb] },
    object: { id: activity(object) },
    result,
    context: { extensions: { [snowlightExtensions.run]: run.iri } },
    timestamp,
  };
}

export interface ApiTown {
  readonly app: NestFastifyApplication;
  readonly platform: Platform;
  readonly dependencies: ApiDependencies;
  /** Lines of the log so far. */
  readonly log: () => string;
  /** Pseudonym of a doctor, known once the roster has come. */
  readonly pidOf: (doctor: string) => Promise<string>;
  /** Brings what PostgreSQL knows to ClickHouse. */
  readonly mirror: () => Promise<void>;
  /** A newest score for each doctor named, at every horizon. */
  readonly score: (
    chances: Readonly<Record<string, number>>,
    scoredAt: string,
    silences?: Readonly<Record<string, Silence>>,
  ) => Promise<void>;
  /** A page viewed, as it lies in the store when it arrived at another time than now. */
  readonly stored: (
    doctor: string,
    when: { readonly happened: string; readonly arrived: string },
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * The API on real engines, with ingest and features at work and no other background.
 * @param directory where its data lies already; a new one where none is given
 */
export async function openApiTown(
  overrides: Partial<ApiDependencies> = {},
  directory?: string,
): Promise<ApiTown> {
  const dataDir = directory ?? (await mkdtemp(join(tmpdir(), 'snowlight-api-')));
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => lines.push(line) });
  const config = readConfig({ SNOWLIGHT_DATA_DIR: dataDir });
  const metrics = new Metrics({ version: '0.0.0', mode: 'embedded' });
  const platform = await openPlatform(config, {
    log,
    roles: new Set(['ingest', 'features']),
    publicUrl: 'http://127.0.0.1',
    observer: metrics,
  });
  metrics.watch(platform);
  const { stores, postgres, clickhouse } = platform;
  for (const id of ['default', 'other']) {
    await stores.tenants.ensure({ id, name: both(id) });
    await stores.tenants.setSimulatedNow(id, townNow);
  }
  const [key = '', secret = ''] = adminKey.split(':');
  await stores.keys.bootstrap('default', 'town', ['admin', 'xapi:write', 'xapi:read'], { key, secret });
  const dependencies: ApiDependencies = {
    ...platform,
    clock: () => new Date(),
    system: { version: '0.0.0', disk: () => Promise.resolve(null) },
    metrics,
    jobs: platformJobs(platform),
    importer: () => Promise.reject(new Error('no importer here')),
    controlToken: 'the-control-token',
    demo: null,
    pagesDirectory: join(dataDir, 'no pages'),
    ...overrides,
  };
  const app = await createApi(dependencies);
  const pidOf = async (doctor: string): Promise<string> => {
    const [pid] = await stores.vault.findByName('default', `医生${doctor}`);
    if (pid === undefined) throw new Error(`the roster has no doctor ${doctor}`);
    return pid;
  };
  return {
    app,
    platform,
    dependencies,
    pidOf,
    log: () => lines.join(''),
    async mirror() {
      await mirrorChanges({ clickhouse, changes: new MirrorStore(postgres), watermarks: stores.watermarks });
    },
    async score(chances, scoredAt, silences = {}) {
      const rows = await Promise.all(
        Object.entries(chances).map(async ([doctor, chance]) =>
          scoringRow(await pidOf(doctor), chance, scoredAt, silences[doctor]),
        ),
      );
      await clickhouse.insert('scorings', rows, { token: `${scoredAt} ${JSON.stringify(chances)}` });
    },
    async stored(doctor, { happened, arrived }) {
      const row = {
        tenant: 'default',
        run: run.iri,
        learner_pid: await pidOf(doctor),
        day: happened.slice(0, 10),
        statement_id: randomUUID(),
        timestamp: happened,
        stored: arrived,
        kind: 'viewed',
        action: 'viewed',
        count: 1,
        activity: activity('page-1'),
        source: 'xapi',
      };
      await clickhouse.insert('statements', [row], { token: row.statement_id });
    },
    async close() {
      await app.close();
      for (const step of platform.drain) await step.run();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function scoringRow(learner_pid: string, probability: number, scored_at: string, silence?: Silence) {
  const reasons = [
    {
      feature: 'days_since_last',
      direction: 'raises',
      contribution: 1.2,
      text: { zh: '9 天没有打开课程。', en: 'Not opened for 9 days.' },
      evidence: { learner: learner_pid, run: run.code, from: '2026-11-15', to: townDay },
    },
  ];
  const kept = [['days_since_last', 1.2, null, null, null]];
  const isExcused = silence !== undefined && silence.days > silence.ordinaryDays;
  const atAll = <T>(value: T): T[] => horizons.map(() => value);
  return {
    tenant: 'default',
    run: run.iri,
    learner_pid,
    // with the events of the day itself
    asof: '2026-11-25',
    scored_at,
    abstained: atAll(''),
    probability: atAll(probability),
    lower: atAll(probability / 2),
    upper: atAll(Math.min(1, probability * 1.5)),
    model: 'risk-1',
    feature_names: 'days_since_last,mean_gap_days',
    features: JSON.stringify([9, null]),
    // else in words, as scores had them when each horizon was a row
    reasons: JSON.stringify(isExcused ? kept : reasons),
    silence: silence === undefined ? '' : JSON.stringify(silence),
  };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Somebody at a browser: keeps the cookie and sends the token back. */
export class Visitor {
  #cookie = '';
  csrfToken = '';

  constructor(private readonly app: NestFastifyApplication) {}

  async signIn(account: string, given = password): Promise<Answer> {
    const answer = await this.ask('POST', '/v1/session', { account, password: given });
    const cookie = answer.headers['set-cookie'];
    if (typeof cookie === 'string') this.#cookie = cookie.split(';', 1)[0] ?? '';
    const { csrfToken } = answer.body as { csrfToken?: string };
    this.csrfToken = csrfToken ?? '';
    return answer;
  }

  get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.ask('GET', url, undefined, headers);
  }

  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const response = await this.app.inject({
      method,
      url,
      headers: {
        'accept-language': 'en',
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
        ...(method === 'GET' || this.csrfToken === '' ? {} : { 'x-csrf-token': this.csrfToken }),
        ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
    });
    const type = String(response.headers['content-type'] ?? '');
    return {
      status: response.statusCode,
      headers: response.headers,
      body:
        type.includes('json') && response.body !== '' && !type.includes('jsonl')
          ? response.json()
          : response.body,
    };
  }
}

/** Headers of a machine. */
export const withKey = (key: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(key).toString('base64')}`,
});
