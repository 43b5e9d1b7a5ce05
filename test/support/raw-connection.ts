import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** Everything of an HTTP/1.1 request as it goes over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, as written. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

interface Awaited {
  readonly method: string;
  readonly resolve: (answer: RawAnswer | null) => void;
}

/**
 * One connection on which requests go out without waiting for the answers before (RFC 9112, 9.3.2), byte for byte as
 * they are given: what a well-behaved client would never send can be sent here.
 */
export class RawConnection {
  #received: Buffer = Buffer.alloc(0);
  #chunks: Buffer[] = [];
  #wanted = 0;
  readonly #awaited: Awaited[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#read();
    });
    // an answer may come before the reset that follows it: what was read counts
    socket.on('error', () => undefined);
    socket.on('close', () => {
      for (const { resolve } of this.#awaited.splice(0)) resolve(null);
    });
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const connection = new RawConnection(socket);
    await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
    return connection;
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  /** null where the connection ends without an answer. */
  ask(request: RawRequest): Promise<RawAnswer | null> {
    const answer = this.awaited(request.method);
    this.write(bytesOf(request));
    return answer;
  }

  /** The next answer, to what was written by hand. */
  awaited(method: string): Promise<RawAnswer | null> {
    if (this.socket.destroyed) return Promise.resolve(null);
    return new Promise((resolve) => this.#awaited.push({ method, resolve }));
  }

  write(bytes: Buffer | string): void {
    if (this.isOpen) this.socket.write(bytes);
  }

  /** Resolves when the kernel has taken everything that was written. */
  async drained(): Promise<void> {
    if (this.isOpen && this.socket.writableNeedDrain)
      await Promise.race([once(this.socket, 'drain'), once(this.socket, 'close')]);
  }

  async closed(): Promise<void> {
    if (!this.socket.closed) await once(this.socket, 'close');
  }

  close(): void {
    this.socket.destroy();
  }

  #read(): void {
    const size = this.#chunks.reduce((sum, { length }) => sum + length, this.#received.length);
    if (size < this.#wanted) return;
    this.#received = Buffer.concat([this.#received, ...this.#chunks]);
    this.#chunks = [];
    this.#wanted = 0;
    for (let first = this.#awaited[0]; first !== undefined; first = this.#awaited[0]) {
      const read = readAnswer(this.#received, first.method);
      if (read === 'no answer') {
        // the answer before was not as long as it said
        this.socket.destroy();
        return;
      }
      if (typeof read === 'number') {
        this.#wanted = read;
        return;
      }
      this.#received = this.#received.subarray(read.length);
      // 100 Continue comes before the answer
      if (read.answer.status < 200) continue;
      this.#awaited.shift();
      first.resolve(read.answer);
    }
  }
}

export function bytesOf({ method, target, headers, body }: RawRequest): Buffer {
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${head}\r\n`, 'latin1'), body]);
}

/** An answer and how long it is, or how many bytes there must be before it is worth trying again. */
function readAnswer(
  bytes: Buffer,
  method: string,
): { readonly answer: RawAnswer; readonly length: number } | number | 'no answer' {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return 0;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1]);
  if (Number.isNaN(status)) return 'no answer';
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const start = end + 4;
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304)
    return { answer: { status, headers, body: Buffer.alloc(0) }, length: start };
  if (headers.get('transfer-encoding') === 'chunked') {
    const read = readChunks(bytes, start);
    return read === null ? 0 : { answer: { status, headers, body: read.body }, length: read.length };
  }
  const length = start + Number(headers.get('content-length') ?? 0);
  if (bytes.length < length) return length;
  return { answer: { status, headers, body: bytes.subarray(start, length) }, length };
}

function readChunks(bytes: Buffer, from: number): { body: Buffer; length: number } | null {
  const parts: Buffer[] = [];
  for (let at = from; ;) {
    const end = bytes.indexOf('\r\n', at);
    if (end === -1) return null;
    const size = parseInt(bytes.toString('latin1', at, end), 16);
    const next = end + 2 + size + 2;
    if (bytes.length < next) return null;
    if (size === 0) return { body: Buffer.concat(parts), length: next };
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = next;
  }
}
