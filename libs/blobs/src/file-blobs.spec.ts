import { createHash, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BlobDiskFull } from './blobs.js';
import { FileBlobs } from './file-blobs.js';
import { sayingFull } from './file-draft.js';

let directory: string;
let blobs: FileBlobs;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'snowlight-blobs-'));
  blobs = await FileBlobs.open(directory);
});
afterEach(() => rm(directory, { recursive: true }));

async function kept(tenant: string, text: string): Promise<{ sha2: string; key: KeyObject }> {
  const draft = await blobs.draft(tenant, 'sha256');
  await draft.write(Buffer.from(text));
  const sha2 = await draft.finish();
  await draft.keep();
  return { sha2, key: draft.key };
}

async function textOf(
  tenant: string,
  { sha2, key }: { sha2: string; key: KeyObject },
): Promise<string | undefined> {
  const blob = await blobs.get(tenant, sha2, key);
  if (blob === undefined) return undefined;
  const chunks: Buffer[] = [];
  for await (const chunk of blob.stream()) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks)).toHaveLength(blob.length);
  return Buffer.concat(chunks).toString();
}

describe('blobs in files', () => {
  it('give back what was kept, under its hash, to its tenant alone', async () => {
    const file = await kept('a', 'certificate');
    expect(file.sha2).toBe(createHash('sha256').update('certificate').digest('hex'));
    expect(await textOf('a', file)).toBe('certificate');
    expect(await blobs.has('b', file.sha2)).toBe(false);
  });

  it('are noise on disk, each under a key of its own, drafts too', async () => {
    const [one, other] = [
      await kept('a', 'the certificate of Li Na'),
      await kept('b', 'the certificate of Li Na'),
    ];
    const draft = await blobs.draft('a', 'sha256');
    await draft.write(Buffer.from('Li Na once more'));
    const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    );
    expect(files).toHaveLength(3);
    for (const file of files)
      expect((await readFile(join(file.parentPath, file.name))).includes('Li Na')).toBe(false);
    expect(await textOf('a', { ...one, key: other.key })).not.toContain('Li Na');
    await draft.discard();
  });

  it('are written with the key of the last draft that was kept', async () => {
    const first = await kept('a', 'twice');
    const second = await kept('a', 'twice');
    expect(await textOf('a', first)).not.toBe('twice');
    expect(await textOf('a', second)).toBe('twice');
  });

  it('close their file when the reader goes away, and tell it when the file does', async () => {
    const { sha2, key } = await kept('a', 'x'.repeat(1_000_000));
    const left = (await blobs.get('a', sha2, key))?.stream();
    for await (const chunk of left ?? []) {
      expect(chunk).toBeInstanceOf(Uint8Array);
      break;
    }
    expect(left?.destroyed).toBe(true);
    const blob = await blobs.get('a', sha2, key);
    await blobs.remove('a', sha2);
    const reading = async () => {
      for await (const chunk of blob?.stream() ?? []) expect(chunk).toBeDefined();
    };
    await expect(reading()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('are written in pieces and hashed by any function of the family', async () => {
    const draft = await blobs.draft('../..', 'sha512');
    for (const piece of ['one ', '', 'two']) await draft.write(Buffer.from(piece));
    expect(draft.length).toBe(7);
    const sha2 = await draft.finish();
    expect(sha2).toBe(createHash('sha512').update('one two').digest('hex'));
    expect((await draft.head(4)).toString()).toBe('one ');
    await draft.keep();
    await draft.keep();
    expect(await textOf('../..', { sha2, key: draft.key })).toBe('one two');
  });

  it('leave nothing of a draft that is discarded, finished or not', async () => {
    for (const finished of [true, false]) {
      const draft = await blobs.draft('a', 'sha256');
      await draft.write(Buffer.from('refused'));
      if (finished) await draft.finish();
      await draft.discard();
      await draft.discard();
    }
    expect(await readdir(directory, { recursive: true })).toEqual(['incoming']);
  });

  it('are not touched where the same bytes come again and are discarded', async () => {
    const file = await kept('a', 'twice');
    const again = await blobs.draft('a', 'sha256');
    await again.write(Buffer.from('twice'));
    await again.finish();
    await again.discard();
    expect(await textOf('a', file)).toBe('twice');
  });

  it('are gone when removed; what is no hash names no file', async () => {
    const { sha2 } = await kept('a', 'gone');
    await blobs.remove('a', sha2);
    await blobs.remove('a', '../incoming');
    expect(await blobs.has('a', sha2)).toBe(false);
    expect(await blobs.has('a', '../incoming')).toBe(false);
  });

  (existsSync('/dev/full') ? it : it.skip)('say that the disk is full', async () => {
    const full = await open('/dev/full', 'w');
    await expect(sayingFull(() => full.write(Buffer.from('x')))).rejects.toBeInstanceOf(BlobDiskFull);
    await expect(sayingFull(() => Promise.reject(new Error('else')))).rejects.toThrow('else');
    await full.close();
  });

  it('can be copied elsewhere as they lie there, over what is there', async () => {
    const file = await kept('a', 'certificate');
    const sealed = await blobs.sealed('a', file.sha2);
    const elsewhere = await FileBlobs.open(join(directory, 'elsewhere'));
    await elsewhere.keepSealed('a', file.sha2, Readable.from([Buffer.from('another')]));
    await elsewhere.keepSealed('a', file.sha2, sealed!.stream());
    blobs = elsewhere;
    expect(await textOf('a', file)).toBe('certificate');
    expect(await readdir(join(directory, 'elsewhere', 'incoming'))).toEqual([]);
    expect(await blobs.sealed('a', 'f'.repeat(64))).toBeUndefined();
    await expect(blobs.keepSealed('a', '../x', Readable.from([]))).rejects.toThrow('not a hash');
  });

  it('lose the drafts of a process that was killed, and nothing else', async () => {
    const file = await kept('a', 'stays');
    const lost = await blobs.draft('a', 'sha256');
    await lost.write(Buffer.from('half'));
    blobs = await FileBlobs.open(directory);
    expect(await readdir(join(directory, 'incoming'))).toEqual([]);
    expect(await textOf('a', file)).toBe('stays');
    await lost.discard();
  });
});
