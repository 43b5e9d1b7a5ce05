import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import type { Session } from 'chdb';
import { readAsked, type Asked } from './asked.js';
import { canStream, insertRows, type Engine } from './engine.js';
import { describeRefusal, refusals, statusOf } from './refusal.js';

export interface Account {
  readonly user: string;
  readonly password: string;
}

/** Answers one request as ClickHouse's HTTP interface does. */
export async function answer(
  engine: Engine,
  account: Account,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://server').pathname;
  if (path === '/ping') return void response.writeHead(200).end('Ok.\n');
  if (path !== '/') return void response.writeHead(404).end(`There is no handle ${path}\n`);
  const reply = new Reply(response);
  try {
    const asked = await readAsked(request);
    if (asked.user !== account.user || asked.password !== account.password)
      throw refusals.authentication(asked.user);
    await engine.during(asked, (session) => run(engine, session, asked, reply));
  } catch (error) {
    request.resume();
    reply.fail(error);
  }
}

async function run(engine: Engine, session: Session, asked: Asked, reply: Reply): Promise<void> {
  const { sql, rows, format } = asked;
  const headers = { 'X-ClickHouse-Query-Id': asked.queryId ?? reply.tag, 'X-ClickHouse-Format': format };
  if (rows !== undefined) {
    const written = await insertRows(session, sql, rows);
    const summary = JSON.stringify({ written_rows: String(written), read_rows: '0' });
    reply.whole({ ...headers, 'X-ClickHouse-Summary': summary }, Buffer.alloc(0), false);
    return;
  }
  const marked = asked.isRead ? `/*${reply.tag}*/${sql}` : sql;
  if (asked.isRead && asked.endsWithClient)
    reply.onAbandoned(() => void engine.kill(`/*${reply.tag}*/`).catch(() => undefined));
  if (!canStream(asked)) {
    const result = await session.queryAsync(marked, { format });
    reply.whole(headers, Buffer.from(result.bytes()), asked.acceptsGzip);
    return;
  }
  for await (const block of session.queryStream(marked, { format })) {
    if (reply.isGone) break;
    await reply.block(headers, block.raw(), asked.acceptsGzip);
  }
  reply.end(headers, asked.acceptsGzip);
}

/** The answer as it goes out. */
class Reply {
  /** Tells an error within an answer that has begun from its rows. */
  readonly tag = randomBytes(8).toString('hex');
  #out: Writable | undefined;
  #isDone = false;

  constructor(private readonly response: ServerResponse) {}

  get isGone(): boolean {
    return this.response.destroyed;
  }

  onAbandoned(then: () => void): void {
    this.response.once('close', () => {
      if (!this.#isDone) then();
    });
  }

  whole(headers: Readonly<Record<string, string>>, body: Buffer, gzip: boolean): void {
    this.#isDone = true;
    this.#begin(headers, gzip).end(body);
  }

  async block(headers: Readonly<Record<string, string>>, rows: Uint8Array, gzip: boolean): Promise<void> {
    const out = this.#begin(headers, gzip);
    if (out.write(rows)) return;
    await Promise.race([once(out, 'drain'), once(this.response, 'close')]);
  }

  end(headers: Readonly<Record<string, string>>, gzip: boolean): void {
    this.whole(headers, Buffer.alloc(0), gzip);
  }

  fail(error: unknown): void {
    this.#isDone = true;
    const { code, text } = describeRefusal(error);
    if (this.isGone) return;
    if (this.#out === undefined) {
      const headers = { 'X-ClickHouse-Exception-Code': String(code), 'Content-Type': 'text/plain' };
      this.response.writeHead(statusOf(code), headers).end(text);
      return;
    }
    // rows are out, and the status with them: the error goes where the client looks for it
    this.#out.end(
      `\r\n__exception__\r\n${this.tag}\r\n${text}${Buffer.byteLength(text)} ${this.tag}\r\n__exception__\r\n`,
    );
  }

  #begin(headers: Readonly<Record<string, string>>, gzip: boolean): Writable {
    if (this.#out !== undefined) return this.#out;
    this.response.writeHead(200, {
      ...headers,
      'X-ClickHouse-Exception-Tag': this.tag,
      ...(gzip ? { 'Content-Encoding': 'gzip' } : {}),
    });
    if (!gzip) return (this.#out = this.response);
    const packer = createGzip({ level: 3, flush: constants.Z_SYNC_FLUSH });
    packer.pipe(this.response);
    return (this.#out = packer);
  }
}
