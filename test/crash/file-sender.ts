import { hash, randomBytes } from 'node:crypto';
import { boundaryOf, multipartEnd, MultipartParser, partHead } from '#libs/xapi';
import { crashStatement, type CrashStatement } from './crash-statements.js';
import type { Answer, RecordStoreClient } from './record-store-client.js';
import type { Books, Sender } from './sender.js';

interface Attached {
  readonly statement: CrashStatement;
  readonly files: readonly Buffer[];
}

interface Kept {
  readonly round: number;
  readonly id: string;
  /** SHA-256 of each file, in order of the hashes. */
  readonly hashes: readonly string[];
}

const boundary = 'between-the-files';

/** Sends statements with files; some of the files are those of the statement before, by another person. */
export class FileSender implements Sender {
  readonly pauseMs = 15;
  readonly #kept: Kept[] = [];
  #sent = 0;
  #last: readonly Buffer[] = [];
  #underway: Attached | null = null;

  constructor(
    private readonly number: number,
    private readonly books: Books,
  ) {}

  /** Files that were acknowledged, a repeated one with each statement. */
  get files(): number {
    return this.#kept.reduce((sum, { hashes }) => sum + hashes.length, 0);
  }

  get unanswered(): number {
    return this.#underway === null ? 0 : 1;
  }

  async exchange(server: RecordStoreClient, round: number): Promise<void> {
    const fresh = Array.from({ length: 1 + (this.#sent % 2) }, () =>
      randomBytes(1 + Math.floor(60_000 * Math.random() ** 2)),
    );
    const files = this.#sent % 3 === 2 ? [...this.#last, ...fresh.slice(1)] : fresh;
    this.#last = files;
    const statement = crashStatement(round, this.number, this.#sent++);
    this.#underway = { statement: { ...statement, attachments: files.map(attachmentOf) }, files };
    await this.settle(server, round);
  }

  async settle(server: RecordStoreClient, round: number): Promise<void> {
    if (this.#underway === null) return;
    const { statement, files } = this.#underway;
    const { status, bytes } = await server.ask('POST', '/xapi/statements', {
      body: multipart(statement, files),
      type: `multipart/mixed; boundary=${boundary}`,
    });
    this.#underway = null;
    if (status !== 200) {
      this.books.findings.add('unexpected', `files: ${String(status)} ${bytes.toString()}`);
      return;
    }
    this.books.ledger.acknowledge(round, [statement]);
    this.#kept.push({ round, id: statement.id, hashes: files.map(sha256).sort() });
  }

  async check(server: RecordStoreClient, round: number | null): Promise<void> {
    for (const { id, hashes, round: of } of this.#kept) {
      if (round !== null && of !== round) continue;
      const answer = await server.ask('GET', '/xapi/statements', {
        parameters: { statementId: id, attachments: 'true' },
      });
      const given = answer.status === 200 ? filesIn(answer).map(sha256).sort() : [];
      if (given.join() !== hashes.join())
        this.books.findings.add(
          'wrongFiles',
          `${id} of round ${String(of)}: ${String(answer.status)}, ${String(given.length)} of ${String(hashes.length)} files`,
        );
    }
  }
}

const sha256 = (bytes: Buffer): string => hash('sha256', bytes);

const attachmentOf = (file: Buffer) => ({
  usageType: 'http://id.tincanapi.com/attachment/supporting_media',
  display: { 'en-US': 'a file' },
  contentType: 'application/octet-stream',
  length: file.length,
  sha2: sha256(file),
});

function multipart(statement: CrashStatement, files: readonly Buffer[]): Buffer {
  return Buffer.concat([
    Buffer.from(partHead(boundary, { 'Content-Type': 'application/json' })),
    Buffer.from(JSON.stringify(statement)),
    ...files.flatMap((file) => [
      Buffer.from(
        partHead(boundary, {
          'Content-Type': 'application/octet-stream',
          'Content-Transfer-Encoding': 'binary',
          'X-Experience-API-Hash': sha256(file),
        }),
      ),
      file,
    ]),
    Buffer.from(multipartEnd(boundary)),
  ]);
}

/** The parts after the first, which holds the statement. */
function filesIn({ headers, bytes }: Answer): Buffer[] {
  const parser = new MultipartParser(boundaryOf(headers.get('content-type') ?? '') ?? '', {
    mostParts: 100,
    mostHeaderBytes: 8192,
  });
  const parts: Buffer[] = [];
  for (const event of parser.push(bytes)) {
    if (event.kind === 'part') parts.push(Buffer.alloc(0));
    else if (event.kind === 'data') parts.push(Buffer.concat([parts.pop() ?? Buffer.alloc(0), event.bytes]));
  }
  return parts.slice(1);
}
