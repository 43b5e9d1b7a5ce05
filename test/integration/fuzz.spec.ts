import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fuzz } from '../fuzz/fuzz-run.js';
import { BuiltServer } from '../support/built-server.js';

const BODIES = 3000;

let dataDir: string;
let server: BuiltServer;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'snowlight-fuzz-'));
  server = await BuiltServer.start(dataDir);
});
afterAll(async () => {
  await server.kill();
  await rm(dataDir, { recursive: true, force: true });
});

describe('mutated bodies, headers and queries at the built server', () => {
  /** `npm run fuzz` throws as many as it is told; `--replay` sends again what stands in a finding. */
  it(`${BODIES} of them bring no 5xx and no crash`, async () => {
    const { findings, sent, statuses, comeAgain } = await fuzz(server, {
      bodies: BODIES,
      seed: 20,
      directory: 'fuzz-findings',
    });
    expect(findings).toEqual([]);
    expect([sent, server.isRunning, server.said]).toEqual([BODIES, true, '']);
    // what is sent is not all refused by the first rule that it meets
    const ofStatus = (status: number) => statuses.get(status) ?? 0;
    expect(ofStatus(200) + ofStatus(204)).toBeGreaterThan(BODIES / 20);
    expect(ofStatus(400)).toBeGreaterThan(BODIES / 20);
    expect(comeAgain).toBeLessThan(BODIES / 20);
    await server.stop();
  }, 120_000);
});
