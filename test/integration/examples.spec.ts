import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { allJobs } from '../../apps/jobs/src/index.js';
import { openListeningTown, type ListeningTown } from '../support/listening-town.js';
import { unsteadyRelay } from '../support/unsteady-relay.js';

jest.setTimeout(60_000);

interface Language {
  readonly folder: string;
  readonly command: string;
  /** Of a file, from its name with hyphens. */
  readonly file: (name: string) => string;
  readonly shared: readonly string[];
}
const languages: readonly Language[] = [
  { folder: 'curl', command: 'bash', file: (name) => `${name}.sh`, shared: [] },
  {
    folder: 'python',
    command: 'python3',
    file: (name) => `${name.replace('-', '_')}.py`,
    shared: ['snowlight.py'],
  },
  { folder: 'javascript', command: 'node', file: (name) => `${name}.mjs`, shared: ['snowlight.mjs'] },
];
/** Each is tried below. */
const names = ['send-one', 'send-batch', 'read-pages', 'state', 'attachment', 'lenient', 'erase'];
const examples = fileURLToPath(new URL('../../docs/examples/', import.meta.url));

let served: ListeningTown;
let key: string;
beforeAll(async () => {
  served = await openListeningTown();
  key = await served.key('xapi:all', 'identity:read', 'admin');
});
afterAll(() => served.close());

interface Ran {
  readonly code: number | null;
  readonly said: string;
  readonly errors: string;
}

async function run({ folder, command, file }: Language, name: string, ...more: string[]): Promise<Ran> {
  const [url = served.url, ...others] = more;
  const child = spawn(command, [file(name), url, key, ...others], {
    cwd: `${examples}${folder}`,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', no_proxy: '127.0.0.1' },
  });
  let [said, errors] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (said += data.toString()));
  child.stderr.on('data', (data: Buffer) => (errors += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said, errors };
}

interface Kept {
  readonly id: string;
  readonly actor: object;
  readonly object: { readonly id: string };
}

/** What the store holds of a person. */
async function keptOf(name: string): Promise<readonly Kept[]> {
  const agent = JSON.stringify({ account: { homePage: 'https://lms.example.org', name } });
  const answer = await fetch(`${served.url}/xapi/statements?${new URLSearchParams({ agent }).toString()}`, {
    headers: {
      authorization: `Basic ${Buffer.from(key).toString('base64')}`,
      'x-experience-api-version': '1.0.3',
    },
  });
  return ((await answer.json()) as { statements: readonly Kept[] }).statements;
}

describe.each(languages)('examples in $folder', (language) => {
  const { folder } = language;

  it('are those that are tried here, and no others', () => {
    const library = folder === 'javascript' ? ['with-library.mjs'] : [];
    expect(readdirSync(`${examples}${folder}`).sort()).toEqual(
      [...names.map(language.file), ...language.shared, ...library].sort(),
    );
  });

  it('send one statement and read it back', async () => {
    const { code, said, errors } = await run(language, 'send-one');
    expect([code, errors]).toEqual([0, '']);
    const id = /^stored ([0-9a-f-]{36})$/m.exec(said)?.[1];
    expect(said).toContain(`"name":"${folder}-one"`);
    expect((await keptOf(`${folder}-one`)).map((one) => one.id)).toEqual([id]);
  });

  it('send a batch over a bad way, and it is stored once', async () => {
    const relay = await unsteadyRelay(served.url);
    try {
      const { code, said } = await run(language, 'send-batch', relay.url);
      expect([code, /^stored, after \d$/m.test(said)]).toEqual([0, true]);
    } finally {
      await relay.close();
    }
    const kept = await keptOf(`${folder}-batch`);
    expect(kept.map(({ object }) => object.id.slice(-6)).sort()).toEqual(
      ['1', '2', '3', '4', '5'].map((number) => `page-${number}`),
    );
  });

  it('read all pages', async () => {
    const { code, said, errors } = await run(language, 'read-pages');
    expect([code, said, errors]).toEqual([0, '5 statements on 3 pages\n', '']);
  });

  it('write a state, and are refused where somebody was faster; again, when there is one', async () => {
    for (const time of ['at first', 'again']) {
      const { code, said, errors } = await run(language, 'state');
      expect([time, code, errors]).toEqual([time, 0, '']);
      expect(said).toMatch(
        /^written: 204\nwritten by one who came too late: 412\nmerged: 204\n\{"page":\d+,"font":"large"\}\n$/,
      );
    }
  });

  it('send a file and get it back', async () => {
    const { code, said, errors } = await run(language, 'attachment');
    expect([code, errors]).toEqual([0, '']);
    const [kept] = await keptOf(`${folder}-attachment`);
    expect(said).toContain(`["${String(kept?.id)}"]`);
    expect(said).toMatch(/X-Experience-API-Hash: ?[0-9a-f]{64}[^]*\r\n\r\nCertificate of attendance\n/i);
  });

  it('erase a person', async () => {
    expect((await run(language, 'send-one')).code).toBe(0);
    expect(await keptOf(`${folder}-one`)).toHaveLength(2);
    const { code, said, errors } = await run(
      language,
      'erase',
      served.url,
      'https://lms.example.org',
      `${folder}-one`,
    );
    expect([code, errors]).toEqual([0, '']);
    expect(said).toMatch(/identities\W+1\b/);
    for (const { actor } of await keptOf(`${folder}-one`))
      expect(JSON.stringify(actor)).not.toContain(`${folder}-one`);
  });

  it('are refused with the rules at a strict tenant', async () => {
    const { code, said, errors } = await run(language, 'lenient');
    expect([code, errors, said.split('\n')[0]]).toEqual([0, '', '400']);
    expect(said).toMatch(/"path":"verb\.display","message":"[^"]*\(xAPI 1\.0\.3, Data/);
    expect(said).toContain('"path":"timestamp"');
    expect(await keptOf(`${folder}-lenient`)).toEqual([]);
  });
});

it('the example with @xapi/xapi sends, reads pages, writes a state and a file', async () => {
  const { code, said, errors } = await run(languages[2]!, 'with-library');
  expect([code, errors]).toEqual([0, '']);
  expect(said).toMatch(
    /^stored [0-9a-f-]{36}\nstored 4\n5 statements on 3 pages\nstate \{ page: 13 \}\nfile sent with [0-9a-f-]{36}\n$/,
  );
  expect(await keptOf('library-batch')).toHaveLength(6);
});

describe('at a lenient tenant', () => {
  beforeAll(async () => {
    const { run: set } = allJobs.get('tenant.set')!;
    await set(
      served.town.platform,
      { id: 'default', mode: 'lenient' },
      () => undefined,
      new AbortController().signal,
    );
    // what is believed of a tenant is believed for a quarter of a second
    await sleep(300);
  });

  it.each(languages)('the example in $folder shows what was put right', async (language) => {
    const { code, said, errors } = await run(language, 'lenient');
    expect([code, errors, said.split('\n')[0]]).toEqual([0, '', '200']);
    expect(said).toMatch(/language-map/);
    expect(said).toMatch(/timestamp-form/);
    const [kept] = await keptOf(`${language.folder}-lenient`);
    expect(said).toContain(String(kept?.id));
    expect(kept).toMatchObject({
      verb: { display: { und: 'answered' } },
      timestamp: '2026-11-23T20:15:00+08:00',
    });
  });
});
