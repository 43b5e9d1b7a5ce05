import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { InProcessBus, Journal } from '#libs/event-bus';
import { describeBusContract } from './event-bus.contract.js';

const options = { epoch: 'test', backoffMs: 2, patienceMs: 50 };
let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'snowlight-bus-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

let opened = 0;
const openJournal = () => Journal.open(join(scratch, String(opened++)));

describeBusContract('in process, without a journal', {
  keptBy: 'handler',
  closeHandsOver: 'all',
  make: (limits) => Promise.resolve(new InProcessBus({ ...options, ...limits })),
});

describeBusContract('in process, with a journal', {
  keptBy: 'journal',
  closeHandsOver: 'all',
  make: async (limits) => new InProcessBus({ ...options, ...limits, journal: (await openJournal()).journal }),
});

it('what a process had published and not handled is handed over by the next', async () => {
  const directory = join(scratch, 'left');
  const { journal } = await Journal.open(directory);
  const message = { v: 1, tenant: 't', run: 'r', learnerPid: 'p' };
  await journal.append([
    { key: 'a', value: message },
    { key: 'b', value: { ...message, learnerPid: 'q' } },
  ]);
  // the process ends here, without close()

  const next = await Journal.open(directory);
  const bus = new InProcessBus({ ...options, journal: next.journal });
  const seen: unknown[] = [];
  bus.subscribe('statements', 'test', ({ records }) => {
    seen.push(...records.map(({ key, value }) => [key, value]));
    return Promise.resolve();
  });
  for (const { records, from } of next.left) await bus.resume('statements', records, from);
  expect(seen).toEqual([
    ['a', message],
    ['b', { ...message, learnerPid: 'q' }],
  ]);
  await bus.close();
  await next.journal.close();
  expect(await readdir(directory)).toEqual([]);
});
