import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Roster, type LearnerAccount, type LearnerRisk } from '#libs/contracts';
import { createProvince } from '#libs/simulator';
import {
  KEY,
  median,
  percentile,
  runCommand,
  startServer,
  withDirectory,
  type Measurement,
} from './harness.js';

const EVENTS = 60;
/** Between two questions for the same: who asks without a pause takes the time that he measures. */
const ASK_AGAIN_MS = 5;

/** Who is asked: commands on its stores, and its API. */
export interface ScoringSystem {
  /** Gives what the command wrote. */
  readonly command: (args: readonly string[]) => Promise<string>;
  /** After the history is in and a model is trained. */
  readonly start: () => Promise<{ readonly url: string; readonly stop: () => Promise<unknown> }>;
}

/** From the moment at which an event is posted to the moment at which the learner's new score can be read. */
export function eventToScore(): Promise<Measurement[]> {
  return withDirectory(async (directory) => {
    const data = join(directory, 'data');
    const waits = await scoreWaits(directory, {
      command: (args) => runCommand(data, args),
      start: () => startServer(data),
    });
    return [
      {
        what: 'event to score, median',
        unit: 'ms',
        runs: [median(waits)],
        better: 'less',
        limit: null,
        peer: '',
      },
      {
        what: `event to score, p95 of ${EVENTS}`,
        unit: 'ms',
        runs: [percentile(waits, 0.95)],
        better: 'less',
        limit: 1000,
        peer: '',
      },
    ];
  });
}

/** Of each event, milliseconds, over eight weeks of a province; its files go into the directory. */
export async function scoreWaits(directory: string, system: ScoringSystem): Promise<number[]> {
  const startDay = new Date(Date.now() - 56 * 86_400_000).toISOString().slice(0, 10);
  const province = createProvince({ seed: 42, learners: 360, weeks: 8, startDay });
  const files = join(directory, 'province');
  await mkdir(files);
  const lines: string[] = [];
  for (const step of province.days(province.present))
    for (const { statement } of step.statements) lines.push(JSON.stringify(statement));
  const roster = Roster.parse(province.rosterNow());
  await writeFile(join(files, 'statements.jsonl'), lines.join('\n'));
  await writeFile(join(files, 'roster.json'), JSON.stringify(roster));
  await system.command(['import', 'roster', join(files, 'roster.json'), '--json']);
  await system.command(['import', 'xapi', join(files, 'statements.jsonl'), '--json']);
  const today = new Date().toISOString().slice(0, 10);
  const past = roster.runs.filter(({ end }) => end !== null && end <= today).map(({ code }) => code);
  const training = ['model', 'train', 'risk', '--train-course', past.join(','), '--promote', '--json'];
  await system.command(training);

  const server = await system.start();
  await sleep(8000); // the first sweep
  const current = roster.runs.find(({ start, end }) => start <= today && (end === null || end > today));
  const learners = roster.enrolments.filter(
    ({ run, status }) => run === current?.code && status === 'started',
  );
  const { key, secret } = JSON.parse(
    await system.command([
      'key',
      'create',
      '--name',
      'reader',
      '--scope',
      'xapi:read',
      'risk:read',
      '--json',
    ]),
  ) as { key: string; secret: string };
  const client = new Client(server.url, `${key}:${secret}`);
  const waits: number[] = [];
  for (let event = 0; event < EVENTS; event++)
    waits.push(await client.untilScored(learners[event % learners.length]!.account, current!));
  await server.stop();
  return waits;
}

class Client {
  constructor(
    private readonly url: string,
    /** Without the right to identities: agents come back as pseudonyms. */
    private readonly reader: string,
  ) {}

  async untilScored(account: LearnerAccount, run: { iri: string; code: string }): Promise<number> {
    const at = new Date();
    const posted = performance.now();
    const [id] = (await this.#ask('/xapi/statements', KEY, {
      id: randomUUID(),
      actor: { objectType: 'Agent', account },
      verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
      object: { id: `${run.iri}/bench-page` },
      context: {
        contextActivities: {
          grouping: [{ id: run.iri, definition: { type: 'http://adlnet.gov/expapi/activities/course' } }],
        },
      },
    })) as [string];
    const pid = await this.#pidOf(id);
    const path = `/v1/learners/${pid}/risk?run=${encodeURIComponent(run.code)}`;
    for (;;) {
      const { current } = (await this.#ask(path, this.reader)) as LearnerRisk;
      if (current.some(({ scoredAt }) => new Date(scoredAt) >= at)) return performance.now() - posted;
      await sleep(ASK_AGAIN_MS);
    }
  }

  /** Whom a statement is of, once it is stored: where other processes store, that is not at once. */
  async #pidOf(id: string): Promise<string> {
    for (;;) {
      const response = await this.#answer(`/xapi/statements?statementId=${id}`, this.reader);
      if (response.ok) {
        const stored = (await response.json()) as { actor: { account: { name: string } } };
        return stored.actor.account.name;
      }
      if (response.status !== 404) throw new Error(`${id} cannot be read: ${response.status}`);
      await sleep(ASK_AGAIN_MS);
    }
  }

  async #ask(path: string, credentials: string, body?: object): Promise<unknown> {
    const response = await this.#answer(path, credentials, body);
    if (!response.ok)
      throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    return response.json();
  }

  #answer(path: string, credentials: string, body?: object): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'content-type': 'application/json',
        'x-experience-api-version': '1.0.3',
      },
    });
  }
}
