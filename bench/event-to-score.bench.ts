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

/** From the moment at which an event is posted to the moment at which the learner's new score can be read. */
export function eventToScore(): Promise<Measurement[]> {
  return withDirectory(async (directory) => {
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
    const data = join(directory, 'data');
    await runCommand(data, ['import', 'roster', join(files, 'roster.json'), '--json']);
    await runCommand(data, ['import', 'xapi', join(files, 'statements.jsonl'), '--json']);
    const today = new Date().toISOString().slice(0, 10);
    const past = roster.runs.filter(({ end }) => end !== null && end <= today).map(({ code }) => code);
    await runCommand(data, [
      'model',
      'train',
      'risk',
      '--train-course',
      past.join(','),
      '--promote',
      '--json',
    ]);

    const server = await startServer(data);
    await sleep(8000); // the first sweep
    const current = roster.runs.find(({ start, end }) => start <= today && (end === null || end > today));
    const learners = roster.enrolments.filter(
      ({ run, status }) => run === current?.code && status === 'started',
    );
    const { key, secret } = JSON.parse(
      await runCommand(data, [
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
    const stored = (await this.#ask(`/xapi/statements?statementId=${id}`, this.reader)) as {
      actor: { account: { name: string } };
    };
    const path = `/v1/learners/${stored.actor.account.name}/risk?run=${encodeURIComponent(run.code)}`;
    for (;;) {
      const { current } = (await this.#ask(path, this.reader)) as LearnerRisk;
      if (current.some(({ scoredAt }) => new Date(scoredAt) >= at)) return performance.now() - posted;
    }
  }

  async #ask(path: string, credentials: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
        'content-type': 'application/json',
        'x-experience-api-version': '1.0.3',
      },
    });
    if (!response.ok)
      throw new Error(`${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`);
    return response.json();
  }
}
