import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { snowlightExtensions } from '#libs/contracts';
import { ModelStore, openPostgres } from '#libs/postgres';
import { bySpec } from '../support/by-spec.js';
import { basic, type BuiltServer } from '../support/built-server.js';
import { DistributedTown } from '../support/distributed-town.js';
import { whyNoKafka } from '../support/kafka/kafka-jars.js';
import { until } from '../support/town.js';

const reason = whyNoKafka();
const suite = reason === undefined ? describe : describe.skip;

const run = 'https://example.org/runs/traced';
const account = { homePage: 'https://id.example.org', name: 'doctor-1' };
const both = (text: string) => ({ zh: text, en: text });
const daysFromNow = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

/** A run that is on, with one learner who has just begun: scored, though too early for a chance. */
const roster = {
  regions: [{ code: 'p', parent: null, level: 'province', name: both('p') }],
  programs: [{ code: 'cme', name: both('cme') }],
  courses: [{ code: 'c', program: 'cme', name: both('c') }],
  runs: [
    {
      iri: run,
      code: 'traced',
      course: 'c',
      start: daysFromNow(-3).slice(0, 10),
      end: daysFromNow(60).slice(0, 10),
    },
  ],
  learners: [{ account, name: '医生一', region: 'p' }],
  enrolments: [
    {
      account,
      run: 'traced',
      registeredAt: daysFromNow(-3),
      startedAt: daysFromNow(-3),
      status: 'started',
    },
  ],
};
/** It has learnt nothing, and says so of everybody. */
const model = {
  kind: 'risk',
  featureNames: [],
  hazard: null,
  calibration: { '7': null, '14': null, '28': null },
  end: null,
  trainedOn: { landmarks: 0, learners: 0, groups: 0, departures: 0 },
};

const statement = () => ({
  id: randomUUID(),
  actor: { objectType: 'Agent', account },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'https://example.org/page' },
  context: { extensions: { [snowlightExtensions.run]: run } },
});

let town: DistributedTown;
let api: BuiltServer;
let worker: BuiltServer;

suite(`the way of a request through processes${reason === undefined ? '' : `: skipped, ${reason}`}`, () => {
  beforeAll(async () => {
    town = await DistributedTown.start();
    [api, worker] = await Promise.all([
      town.upTalking('api', 'api'),
      town.upTalking('worker', 'ingest', 'features', 'scoring', 'nudging'),
    ]);
    for (const { url } of [api, worker])
      await until('both are ready', async () => (await fetch(`${url}/health/ready`)).status === 200, 60);
    const sent = await send('/v1/roster', roster);
    if (sent.status !== 200) throw new Error(await sent.text());
    const postgres = await openPostgres({ kind: 'server', url: town.postgres.url });
    const models = new ModelStore(postgres, 'risk');
    await models.add('default', {
      version: 'none',
      createdAt: new Date(),
      trainedOn: [],
      metrics: {},
      features: [],
      model,
    });
    await models.promote('default', 'none', bySpec);
    await postgres.close();
    await until('the enrolment is beside the events', async () => (await rows('enrolments')) > 0, 60);
    // a model is believed for 5 s
    await until('everybody is scored', async () => (await rows('scorings')) > 0, 60);
  }, 300_000);
  afterAll(() => town.end());

  const rows = async (table: string): Promise<number> =>
    Number(await town.clickhouse.statement(`SELECT count() FROM ${town.database}.${table}`));
  const send = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${api.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: basic,
        'x-experience-api-version': '1.0.3',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
  const newTrace = (flags: '00' | '01') => {
    const id = randomBytes(16).toString('hex');
    return { id, traceparent: `00-${id}-${randomBytes(8).toString('hex')}-${flags}` };
  };
  /** What `grep ID` finds in a log, as it was written. */
  const linesOf = ({ said }: BuiltServer, id: string) =>
    said
      .split('\n')
      .filter((line) => line.includes(id))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  const stepsIn = (server: BuiltServer, id: string) =>
    linesOf(server, id).flatMap(({ trace, step }) =>
      trace === id && typeof step === 'string' ? [step] : [],
    );
  const isRead = async ({ id }: { id: string }): Promise<boolean> => {
    const headers = { authorization: basic, 'x-experience-api-version': '1.0.3' };
    return (await fetch(`${api.url}/xapi/statements?statementId=${id}`, { headers })).status === 200;
  };

  it('is in the logs, step by step, where its sender samples it', async () => {
    const { id, traceparent } = newTrace('01');
    expect((await send('/xapi/statements', [statement(), statement()], { traceparent })).status).toBe(200);
    const steps = ['stored', 'counted', 'scored', 'considered'];
    await until('it is at its end', () => Promise.resolve(stepsIn(worker, id).includes('considered')), 60);
    expect(stepsIn(worker, id)).toEqual(steps);
    expect(stepsIn(api, id)).toEqual(['accepted']);
    expect(linesOf(api, id).map(({ msg }) => msg)).toEqual(['trace', 'answered']);
    expect(linesOf(worker, id)[0]).toMatchObject({
      trace: id,
      step: 'stored',
      statements: 2,
      ms: expect.any(Number),
      // topic, and partition, first and last offset, and time of what the batch holds
      batch: expect.stringMatching(/statements(-\d+){4}$/),
    });
  });

  it('is not where nobody asked for it', async () => {
    const { id, traceparent } = newTrace('00');
    const [one, two] = [statement(), statement()];
    await send('/xapi/statements', one, { traceparent });
    await send('/xapi/statements', two);
    const last = newTrace('01');
    await send('/xapi/statements', statement(), { traceparent: last.traceparent });
    await until('they are stored', async () => (await isRead(one)) && (await isRead(two)), 60);
    await until(
      'what came after them is at its end',
      () => Promise.resolve(stepsIn(worker, last.id).includes('considered')),
      60,
    );
    expect(linesOf(worker, id)).toEqual([]);
    expect(stepsIn(api, id)).toEqual([]);
  });

  it('is in the answer and the log of what was refused', async () => {
    const { id, traceparent } = newTrace('00');
    const refused = await send('/xapi/statements', { no: 'statement' }, { traceparent });
    expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ trace: id })]);
    await until('its line is written', () => Promise.resolve(linesOf(api, id).length > 0), 10);
    expect(linesOf(api, id)).toEqual([expect.objectContaining({ msg: 'answered', status: 400 })]);
    const own = await send('/xapi/statements', { no: 'statement' });
    const { trace } = (await own.json()) as { trace: string };
    expect(own.headers.get('x-request-id')?.replaceAll('-', '')).toBe(trace);
  });

  it('is kept with the dead letter of a message that cannot be handled, sampled or not', async () => {
    const kafka = new kafkajs.Kafka({ brokers: [town.broker.address], logLevel: kafkajs.logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    const [foreign, broken] = [newTrace('00'), newTrace('01')];
    const message = { v: 1, tenant: 'default', statement: '{"cut' };
    await producer.send({
      topic: 'snowlight.statements',
      messages: [
        { key: 'k', value: 'not ours', headers: { traceparent: foreign.traceparent } },
        {
          key: 'k',
          value: JSON.stringify(message),
          headers: { 'snowlight-schema': 'statements/1', traceparent: broken.traceparent },
        },
      ],
    });
    await producer.disconnect();
    const letters = async () => {
      const answer = await fetch(`${api.url}/v1/system/dead-letters`, { headers: { authorization: basic } });
      return ((await answer.json()) as { rows: { stage: string; headers: { traceparent?: string } }[] }).rows;
    };
    await until('they are letters', async () => (await letters()).length === 2, 60);
    const kept = (await letters()).map(({ stage, headers }) => [stage, headers.traceparent]);
    expect(kept.toSorted()).toEqual([
      ['decode', broken.traceparent],
      ['read', foreign.traceparent],
    ]);
    for (const { id } of [foreign, broken]) {
      await until('its line is written', () => Promise.resolve(linesOf(worker, id).length > 0), 10);
      expect(stepsIn(worker, id)).toEqual(['put aside']);
    }
  });
});
