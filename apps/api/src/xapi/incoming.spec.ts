import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { FastifyRequest } from 'fastify';
import { incomingOf } from './incoming.js';

const order = {
  tenant: 'default',
  version: '1.0.3',
  blobs: { draft: () => Promise.reject(new Error('no part of these comes so far')) },
  mostAttachmentBytes: 1024,
  legal: () => Promise.resolve([]),
} as const;

const taken = (body: Readable, contentType: string) =>
  incomingOf(
    { body, headers: { 'content-type': contentType, 'content-encoding': 'gzip' } } as FastifyRequest,
    order,
  );

/** A whole gzip but for its check sum, which is known to be wrong only at its end. */
const damaged = (text: string): Buffer => {
  const bytes = gzipSync(text);
  const at = bytes.length - 8;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return bytes;
};

const firstPart = '--b\r\nContent-Type: image/png\r\n\r\n';

/** What nobody listens to any longer would end the process: the runner fails the test for it. */
describe('a packed body that is refused before its damage is seen', () => {
  it.each([
    ['names no boundary', 'multipart/mixed', 'anything', /must name a boundary/],
    [
      'begins with no statements',
      'multipart/mixed; boundary=b',
      `${firstPart}${'x'.repeat(20_000)}`,
      /part 1: /,
    ],
  ])('%s: is refused for that, and read to its end', async (_, contentType, text, why) => {
    const body = Readable.from([damaged(text)], { objectMode: false });
    await expect(taken(body, contentType)).rejects.toThrow(why);
    await finished(body);
    await sleep(50);
  });

  it('names no boundary and is cut off by its sender: is refused for the former', async () => {
    const body = new PassThrough();
    const answer = taken(body, 'multipart/mixed');
    await expect(answer).rejects.toThrow(/must name a boundary/);
    body.write(gzipSync('anything').subarray(0, 10));
    body.destroy(new Error('aborted'));
    await sleep(50);
  });
});
