import type { Readable } from 'node:stream';
import type { Blobs, Draft, Sha2 } from '#libs/blobs';
import {
  boundaryOf,
  MultipartError,
  MultipartParser,
  type MultipartEvent,
  type PartHeaders,
  type Statement,
  type XapiVersion,
} from '#libs/xapi';
import { ProblemException } from '../http/problem.js';
import { attachmentHashes } from './attachment-rules.js';
import type { Incoming } from './incoming-statements.js';
import { breaks } from './refusal.js';
import { damagedGzip, MOST_BYTES, tooLarge } from './request-body.js';

const limits = { mostParts: 1001, mostHeaderBytes: 8192 };

export interface MultipartOrder {
  readonly tenant: string;
  readonly version: XapiVersion;
  readonly blobs: Pick<Blobs, 'draft'>;
  /** The most that the attachments may hold together. */
  readonly mostAttachmentBytes: number;
  /** The statements of the first part; throws where they are not legal. */
  readonly statementsOf: (json: Buffer) => Promise<readonly Statement[]>;
}

/**
 * A multipart/mixed body (xAPI 1.0.3, Communication 1.5.2; 2.0, 4.1.3): statements in the first part, then the data of
 * attachments, which go to drafts as they arrive. A part that no attachment names is refused before it is written.
 * Where anything is wrong no draft is left.
 */
export async function readMultipart(
  bytes: Readable,
  contentType: string,
  order: MultipartOrder,
): Promise<Incoming> {
  const boundary = boundaryOf(contentType);
  if (boundary === undefined)
    throw breaks('multipart', order.version, 'Content-Type: multipart/mixed must name a boundary');
  const reading = new MultipartReading(order);
  try {
    const parser = new MultipartParser(boundary, limits);
    // Not destroyed where a part is refused: the answer goes out on the same connection.
    for await (const chunk of bytes.iterator({ destroyOnReturn: false }))
      for (const event of parser.push(chunk as Buffer)) await reading.take(event);
    parser.finish();
    return reading.result();
  } catch (error) {
    await reading.discard();
    if (error instanceof MultipartError) throw breaks('multipart', order.version, error.message);
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_') === true) throw damagedGzip();
    throw error;
  }
}

const algorithms = new Map<number, Sha2>([
  [56, 'sha224'],
  [64, 'sha256'],
  [96, 'sha384'],
  [128, 'sha512'],
]);

/** What has come of a body so far. */
class MultipartReading {
  #part = 0;
  #json: Buffer[] = [];
  #jsonBytes = 0;
  #statements: readonly Statement[] = [];
  #wanted: ReadonlySet<string> = new Set();
  #attachmentBytes = 0;
  #draft: { readonly sha2: string; readonly draft: Draft } | undefined;
  readonly #files = new Map<string, Draft>();
  readonly #repeated: Draft[] = [];

  constructor(private readonly order: MultipartOrder) {}

  async take(event: MultipartEvent): Promise<void> {
    switch (event.kind) {
      case 'part':
        this.#part++;
        if (this.#part === 1) this.#checkFirst(event.headers);
        else await this.#begin(event.headers);
        break;
      case 'data':
        if (this.#part === 1) this.#takeJson(event.bytes);
        else await this.#takeAttachment(event.bytes);
        break;
      case 'end of part':
        if (this.#part === 1) await this.#readStatements();
        else await this.#end();
    }
  }

  result(): Incoming {
    const files = this.#files;
    const drafts = [...files.values(), ...this.#repeated];
    return {
      statements: this.#statements,
      files,
      discard: async () => {
        for (const draft of drafts) await draft.discard();
      },
    };
  }

  async discard(): Promise<void> {
    await this.#draft?.draft.discard();
    await this.result().discard();
  }

  #refused(message: string): ProblemException {
    return breaks('multipart', this.order.version, `part ${this.#part}: ${message}`);
  }

  #checkFirst(headers: PartHeaders): void {
    const type = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
    if (type !== 'application/json')
      throw this.#refused('must have Content-Type application/json and hold the statements');
  }

  #takeJson(bytes: Buffer): void {
    this.#jsonBytes += bytes.length;
    if (this.#jsonBytes > MOST_BYTES) throw tooLarge();
    // Copied: the parser's bytes are valid until it goes on.
    this.#json.push(Buffer.from(bytes));
  }

  async #readStatements(): Promise<void> {
    this.#statements = await this.order.statementsOf(Buffer.concat(this.#json));
    this.#json = [];
    this.#wanted = attachmentHashes(this.#statements);
  }

  async #begin(headers: PartHeaders): Promise<void> {
    const sha2 = headers.get('x-experience-api-hash')?.toLowerCase();
    if (sha2 === undefined) throw this.#refused('has no X-Experience-API-Hash');
    if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'binary')
      throw this.#refused('must have Content-Transfer-Encoding: binary');
    const algorithm = algorithms.get(sha2.length);
    if (!this.#wanted.has(sha2) || algorithm === undefined)
      throw this.#refused('its X-Experience-API-Hash is the sha2 of no attachment of the statements');
    const draft = await this.order.blobs.draft(this.order.tenant, algorithm);
    this.#draft = { sha2, draft };
  }

  async #takeAttachment(bytes: Buffer): Promise<void> {
    const most = this.order.mostAttachmentBytes;
    this.#attachmentBytes += bytes.length;
    if (this.#attachmentBytes > most) {
      const megabytes = String(most / 1024 / 1024);
      throw new ProblemException('too-large', {
        zh: `附件总大小超过 ${megabytes} MB,没有保存任何内容。`,
        en: `The attachments are over ${megabytes} MB together; nothing was stored.`,
      });
    }
    await this.#draft?.draft.write(bytes);
  }

  async #end(): Promise<void> {
    if (this.#draft === undefined) return;
    const { sha2, draft } = this.#draft;
    if ((await draft.finish()) !== sha2)
      throw this.#refused('its content does not have the hash that it names');
    if (this.#files.has(sha2)) this.#repeated.push(draft);
    else this.#files.set(sha2, draft);
    this.#draft = undefined;
  }
}
