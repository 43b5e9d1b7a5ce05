import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import { multipartEnd, partHead } from '#libs/xapi';
import { statement } from './api-town.js';
import { BuiltServer } from './built-server.js';
import { Bystander } from './bystander.js';
import { RawConnection, type RawAnswer, type RawRequest } from './raw-connection.js';

/** Nobody waits longer for an answer because of what others send, milliseconds. */
const LONGEST_MS = 1000;
/**
 * What a wait at the server that is left alone says of the machine: where other work takes its cores, an answer of the
 * one that is attacked has to wait for them at some places more.
 */
const WAITS_OF_THE_MACHINE = 3;
export const PATIENCE_SECONDS = 3;
export const MB = 1024 * 1024;

/**
 * A built server that is attacked, while another client goes on with its work; and beside it one that nobody attacks,
 * with a client of the same habits, by which it is told what the machine is slow in by itself.
 */
export class HostileServer {
  private constructor(
    private readonly dataDir: string,
    private readonly server: BuiltServer,
    private readonly leftAlone: BuiltServer,
  ) {}

  static async start(): Promise<HostileServer> {
    const dataDir = await mkdtemp(join(tmpdir(), 'snowlight-hostile-'));
    const env = { SNOWLIGHT_REQUEST_TIMEOUT_SECONDS: `${PATIENCE_SECONDS}` };
    const server = await BuiltServer.start(join(dataDir, 'attacked'), env);
    return new HostileServer(dataDir, server, await BuiltServer.start(join(dataDir, 'quiet'), env));
  }

  async stop(): Promise<void> {
    await this.server.stop();
    await this.leftAlone.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** Does it while another client goes on, who must not notice. */
  async unnoticed(work: () => Promise<void>): Promise<void> {
    const attack = async (): Promise<void> => {
      await work();
      // what was taken is stored meanwhile
      await sleep(1000);
    };
    const seen = await Bystander.duringBoth([this.server, this.leftAlone], attack);
    const [{ requests, longestMs, longestWas, refused }, { longestMs: quietMs }] = seen;
    process.stderr.write(
      `${expect.getState().currentTestName ?? ''}: ${requests} requests, ${longestMs} ms of a ${longestWas}, ${quietMs} ms at the server left alone\n`,
    );
    expect(refused).toEqual([]);
    expect(requests).toBeGreaterThan(4);
    expect(longestMs).toBeLessThan(LONGEST_MS + WAITS_OF_THE_MACHINE * quietMs);
    // 503 is said of itself; all else is a defect
    expect(this.server.said).not.toContain('"problem":"internal"');
  }

  async ask(request: RawRequest): Promise<RawAnswer> {
    const [connection] = await this.open(1);
    const answer = await connection!.ask(request);
    connection!.close();
    if (answer === null) throw new Error('no answer');
    return answer;
  }

  open(count: number): Promise<RawConnection[]> {
    return Promise.all(Array.from({ length: count }, () => RawConnection.open(this.server.port)));
  }

  /** What lies in the folder of attachments, drafts and all. */
  async files(): Promise<string[]> {
    const found = await readdir(join(this.dataDir, 'attacked', 'blobs'), {
      recursive: true,
      withFileTypes: true,
    });
    return found.filter((file) => file.isFile()).map(({ name }) => name);
  }
}

export const one = (more: object = {}) => ({
  ...statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'),
  ...more,
});

export const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const sha256 = (content: string): string => createHash('sha256').update(content).digest('hex');

export const attaching = (content: string) =>
  one({
    id: randomUUID(),
    attachments: [
      {
        usageType: 'http://example.org/attached',
        display: { en: 'Attached' },
        contentType: 'text/plain',
        length: content.length,
        sha2: sha256(content),
      },
    ],
  });

/** A body of multipart/mixed; boundary=b. */
export function multipart(statements: Buffer, ...contents: readonly string[]): Buffer {
  const parts = contents.map((content) => {
    const headers = {
      'Content-Type': 'text/plain',
      'Content-Transfer-Encoding': 'binary',
      'X-Experience-API-Hash': sha256(content),
    };
    return partHead('b', headers) + content;
  });
  const first = partHead('b', { 'Content-Type': 'application/json' });
  return Buffer.concat([Buffer.from(first), statements, Buffer.from(parts.join('') + multipartEnd('b'))]);
}
