import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openListeningTown, type ListeningTown } from '../support/listening-town.js';

const script = readFileSync(new URL('../../docs/examples/h5p/forward.js', import.meta.url), 'utf8');
const run = 'https://lms.example.org/runs/htn-2026-09';

let served: ListeningTown;
let key: string;
beforeAll(async () => {
  served = await openListeningTown();
  key = await served.key('xapi:write', 'xapi:read', 'identity:read');
});
afterAll(() => served.close());

type Heard = (event: { readonly data: { readonly statement: unknown } }) => void;

/** A page that shows H5P, behind a proxy that adds the key; `online` is its network. */
function page(online: { is: boolean }) {
  const shelf = new Map<string, string>();
  let heard: Heard = () => undefined;
  const answers: number[] = [];
  runInNewContext(script, {
    document: {
      currentScript: { dataset: { homePage: 'https://lms.example.org', name: 'h5p-1', run } },
    },
    localStorage: {
      getItem: (name: string) => shelf.get(name) ?? null,
      setItem: (name: string, value: string) => shelf.set(name, value),
    },
    H5P: { externalDispatcher: { on: (_: 'xAPI', listener: Heard) => (heard = listener) } },
    crypto,
    console: { warn: () => undefined, error: () => undefined },
    async fetch(path: string, { headers, ...how }: RequestInit) {
      if (!online.is) throw new TypeError('fetch failed');
      const authorization = `Basic ${Buffer.from(key).toString('base64')}`;
      const answer = await fetch(served.url + path, {
        ...how,
        headers: { ...(headers as Record<string, string>), authorization },
      });
      answers.push(answer.status);
      return answer;
    },
  });
  return {
    report: (statement: unknown) => heard({ data: { statement } }),
    waiting: () => (JSON.parse(shelf.get('snowlight-h5p') ?? '[]') as unknown[]).length,
    answers,
  };
}

/** As H5P makes it. */
const reported = (verb: string, more: object = {}) => ({
  actor: { name: 'Wang', mbox: 'mailto:undefined', objectType: 'Agent' },
  verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'en-US': verb } },
  object: {
    id: 'https://lms.example.org/h5p/7',
    objectType: 'Activity',
    definition: { extensions: { 'http://h5p.org/x-api/h5p-local-content-id': '7' } },
  },
  context: {
    contextActivities: {
      category: [{ id: 'http://h5p.org/libraries/H5P.Blanks-1.14', objectType: 'Activity' }],
    },
  },
  ...more,
});

async function settled(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => setTimeout(done, 20));
}

it('what H5P reports arrives as the person and the run of the roster; what waited for the network, once', async () => {
  const online = { is: false };
  const { report, waiting, answers } = page(online);
  report(reported('attempted'));
  report(reported('completed', { result: { score: { min: 0, max: 0, raw: 0 }, completion: true } }));
  // of a preview, which has no address
  report({ ...reported('attempted'), object: { definition: {} } });
  await settled(() => waiting() === 2);
  await new Promise((done) => setTimeout(done, 20));
  online.is = true;
  report(
    reported('answered', { result: { score: { min: 0, max: 2, raw: 1, scaled: 0.5 }, success: false } }),
  );
  await settled(() => waiting() === 0);
  expect(answers).toEqual([200]);

  const agent = JSON.stringify({ account: { homePage: 'https://lms.example.org', name: 'h5p-1' } });
  const query = new URLSearchParams({ agent, ascending: 'true' }).toString();
  const { statements } = (await (
    await fetch(`${served.url}/xapi/statements?${query}`, {
      headers: {
        authorization: `Basic ${Buffer.from(key).toString('base64')}`,
        'x-experience-api-version': '1.0.3',
      },
    })
  ).json()) as { statements: readonly { verb: { id: string }; result?: object; context: object }[] };
  expect(statements.map(({ verb }) => verb.id.split('/').at(-1)).sort()).toEqual([
    'answered',
    'attempted',
    'completed',
  ]);
  for (const { context } of statements)
    expect(context).toMatchObject({ extensions: { 'https://w3id.org/snowlight/extensions/run': run } });
  expect(statements.find(({ verb }) => verb.id.endsWith('completed'))?.result).toEqual({ completion: true });
}, 60_000);
