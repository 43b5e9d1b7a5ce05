import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod';
import { NudgeIntent, NudgeOutcome } from '#libs/contracts';
import { wholeTenant } from '#libs/postgres';
import {
  considerScore,
  newWebhookSecret,
  readLedger,
  recordOutcome,
  saveRule,
  startSender,
} from '#pipelines/nudging';
import { SourceProcess } from '../support/child-process.js';
import { aRule } from '../support/nudge-fixtures.js';
import {
  aWorld,
  nudgingOn,
  pidOf,
  type Receiver,
  receiverOf,
  run,
  settle,
  until,
} from '../support/nudge-town.js';
import { openTestPostgres } from '../support/postgres.js';

jest.setTimeout(60_000);

const readme = readFileSync(new URL('../../apps/recommender-example/README.md', import.meta.url), 'utf8');
const block = (language: string): string =>
  new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(readme)?.[1] ?? `no ${language} in the README`;
const documented = NudgeIntent.parse(JSON.parse(block('json')));

const secret = newWebhookSecret();
let callback: Receiver;
let service: SourceProcess;
let url: string;
beforeAll(async () => {
  // the first report fails: it has to be repeated
  callback = await receiverOf([503, 204]);
  const options = ['--secret', secret, '--callback-key', 'demo:öffnen', '--port', '0', '--delay', '0.05'];
  service = SourceProcess.start('apps/recommender-example/src/main.ts', options, {});
  const ready = await service.line(/^recommender ready /);
  ({ url } = z.object({ url: z.url() }).parse(JSON.parse(ready.slice('recommender ready '.length))));
});
afterAll(async () => {
  await service.end('SIGKILL');
  await callback.close();
});

interface Signing {
  readonly id?: string;
  readonly at?: Date;
  readonly with?: string;
}

function signed(
  body: string,
  { id = randomUUID(), at = new Date(), with: key = secret }: Signing = {},
): RequestInit {
  return {
    method: 'POST',
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': new Webhook(key).sign(id, at, body),
    },
  };
}
const intent = (changes: object = {}): string =>
  JSON.stringify({ ...documented, id: randomUUID(), callback: { url: callback.url }, ...changes });
const post = async (request: RequestInit): Promise<number> => (await fetch(`${url}/nudges`, request)).status;

describe('the example service, in its own process', () => {
  it('takes what is signed, once; refuses what is forged, old or played back', async () => {
    const body = intent();
    const { id } = NudgeIntent.parse(JSON.parse(body));
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    const first = signed(body, { id, at: minutesAgo(1) });
    expect(await post(first)).toBe(202);
    expect(await post(first)).toBe(409);
    expect(await post(signed(body, { id }))).toBe(202);
    expect(service.stdout.split('\n').filter((line) => line.startsWith(`recommend ${id}`))).toHaveLength(1);

    expect(await post(signed(body, { with: newWebhookSecret() }))).toBe(401);
    expect(await post({ ...first, body: body.replace('hypertension', 'diabetes') })).toBe(401);
    expect(await post(signed(intent(), { at: minutesAgo(6) }))).toBe(401);
    expect(await post({ method: 'POST', body })).toBe(401);
    expect(await post(signed('{"cut off'))).toBe(400);
    expect(await post(signed(intent({ type: 'snowlight.nudge.intent.v9' })))).toBe(422);
    expect(await post(signed('x'.repeat(300_000)))).toBe(413);
    expect((await fetch(`${url}/elsewhere`)).status).toBe(404);
  });

  it('reports what came of it with its key, again after a failure, and shows it', async () => {
    const before = callback.received.length;
    const body = intent();
    expect(await post(signed(body))).toBe(202);
    await until(() => callback.received.length > before);
    const [report] = callback.received;
    await until(() => callback.received.filter((other) => other.body === report?.body).length === 2);
    expect(report?.headers.authorization).toBe(`Basic ${Buffer.from('demo:öffnen').toString('base64')}`);
    expect(NudgeOutcome.parse(JSON.parse(report?.body ?? '')).status).toMatch(/^(accepted|declined)$/);
    const shown = z
      .array(
        z.object({
          id: z.string(),
          recommendation: z.object({ kind: z.string() }),
          outcomes: z.array(NudgeOutcome),
        }),
      )
      .parse(await (await fetch(`${url}/recommendations`)).json());
    expect(shown[0]).toMatchObject({
      id: NudgeIntent.parse(JSON.parse(body)).id,
      recommendation: { kind: 'quiz' },
    });
  });

  it('closes the loop: score, intent, recommendation, outcome in the ledger', async () => {
    const postgres = await openTestPostgres();
    const parts = nudgingOn(postgres, aWorld());
    try {
      await settle(postgres, 'loop', 1);
      await saveRule(
        parts,
        'loop',
        aRule({ recommender: { url: `${url}/nudges`, identity: false } }),
        secret,
      );
      const publicUrl = callback.url.replace('/nudges', '');
      const sender = startSender({ ...parts, publicUrl: () => publicUrl }, { pollMs: 20 });
      await considerScore(parts, { tenant: 'loop', run, learnerPid: pidOf(0) });
      const row = async () =>
        (await readLedger(parts, 'loop', wholeTenant, { limit: 1, cursor: null })).rows[0];
      await until(async () => (await row())?.state === 'sent');
      await sender.stop();
      const id = (await row())?.id ?? '';
      await service.line(new RegExp(`^reported  ${id}`));
      const reports = callback.received.filter(({ path }) => path === `/v1/nudges/${id}/outcome`);
      for (const { body } of reports)
        await recordOutcome(parts.ledger, 'loop', id, NudgeOutcome.parse(JSON.parse(body)));
      expect((await row())?.outcomes[0]?.status).toMatch(/^(accepted|declined)$/);
    } finally {
      await postgres.stop();
    }
  });

  it('says what is wrong with its command line, and ends at once on SIGTERM', async () => {
    const wrong = SourceProcess.start('apps/recommender-example/src/main.ts', ['--port', 'x'], {});
    expect(await wrong.end()).toEqual({ code: 2, signal: null });
    expect(wrong.stderr).toMatch(/^--port must be a number/);
    expect(await service.end('SIGTERM')).toEqual({ code: 0, signal: null });
  });
});

const python = spawnSync('python3', ['-c', 'import sys; assert sys.version_info >= (3, 9)']).status === 0;
if (!python) console.log("skipped: the README's Python verifier, for there is no python3 (3.9 or later)");
(python ? it : it.skip)('the Python verifier of the README agrees with the library', () => {
  const body = intent({ tenant: '映雪' });
  const cases = [
    signed(body),
    signed(body, { with: newWebhookSecret() }),
    signed(body, { at: new Date(Date.now() - 301_000) }),
    // a minute beyond the tolerance: python3 may take seconds to start, and the future comes nearer meanwhile
    signed(body, { at: new Date(Date.now() + 360_000) }),
  ].map(({ headers }) => headers);
  const rotated = { ...(cases[0] as Record<string, string>) };
  rotated['webhook-signature'] = `v1a,AAAA v1,AAAA ${rotated['webhook-signature'] ?? ''}`;
  const program = `${block('python')}
import json, sys
given = json.load(sys.stdin)
print(json.dumps([verify(given["secret"], headers, given["body"].encode()) for headers in given["cases"]]))
`;
  const input = JSON.stringify({ secret, body, cases: [...cases, rotated] });
  const verdicts: unknown = JSON.parse(execFileSync('python3', ['-c', program], { input, encoding: 'utf8' }));
  expect(verdicts).toEqual([true, false, false, false, true]);
});
