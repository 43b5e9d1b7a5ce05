import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Blob } from '#libs/blobs';
import { multipartEnd, partHead, type Statement } from '#libs/xapi';
import { attachmentHashes, attachmentsOf } from './attachment-rules.js';
import type { RecordStoreDependencies } from './record-store.dependencies.js';

export interface AttachedFile {
  readonly sha2: string;
  readonly contentType: string;
  readonly blob: Blob;
}

/**
 * The data that is attached to these statements, each once. Not here is what stands elsewhere (fileUrl), and what
 * belonged to erased people alone.
 */
export async function filesOf(
  { blobs, blobKeys }: Pick<RecordStoreDependencies, 'blobs' | 'blobKeys'>,
  tenant: string,
  statements: readonly Statement[],
): Promise<readonly AttachedFile[]> {
  const hashes = [...attachmentHashes(statements)];
  const keys = hashes.length === 0 ? new Map<string, never>() : await blobKeys.keysOf(tenant, hashes);
  const files = new Map<string, AttachedFile>();
  for (const { sha2, contentType } of attachmentsOf(statements)) {
    const hash = sha2.toLowerCase();
    const key = keys.get(hash);
    if (key === undefined || files.has(hash)) continue;
    const blob = await blobs.get(tenant, hash, key);
    if (blob !== undefined) files.set(hash, { sha2, contentType, blob });
  }
  return [...files.values()];
}

/**
 * The answer as multipart/mixed (xAPI 1.0.3, Communication 1.5.2): the JSON, then every file as it is read from disk,
 * one after the other.
 */
export function multipartAnswer(
  json: string,
  files: readonly AttachedFile[],
): { readonly contentType: string; readonly length: number; readonly body: Readable } {
  const boundary = randomUUID();
  const first = `${partHead(boundary, { 'Content-Type': 'application/json' })}${json}`;
  const heads = files.map(({ sha2, contentType }) =>
    partHead(boundary, {
      'Content-Type': contentType,
      'Content-Transfer-Encoding': 'binary',
      'X-Experience-API-Hash': sha2,
    }),
  );
  const end = multipartEnd(boundary);
  const length = [first, ...heads, end].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return {
    contentType: `multipart/mixed; boundary=${boundary}`,
    length: files.reduce((sum, { blob }) => sum + blob.length, length),
    body: Readable.from(pieces(first, heads, files, end), { objectMode: false }),
  };
}

async function* pieces(
  first: string,
  heads: readonly string[],
  files: readonly AttachedFile[],
  end: string,
): AsyncGenerator<Buffer> {
  yield Buffer.from(first);
  for (const [index, { blob }] of files.entries()) {
    yield Buffer.from(heads[index] ?? '');
    for await (const chunk of blob.stream()) yield chunk as Buffer;
  }
  yield Buffer.from(end);
}
