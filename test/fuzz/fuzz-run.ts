import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuiltServer } from '../support/built-server.js';
import { bytesOf, RawConnection, type RawAnswer } from '../support/raw-connection.js';
import { FuzzRequests, type FuzzRequest } from './fuzz-request.js';
import { MemoryWatch, type MemoryFigures } from './memory-watch.js';

export interface FuzzOptions {
  readonly bodies: number;
  readonly seed: number;
  /** Ends the run when it is over, however many bodies are left. */
  readonly mostSeconds?: number;
  /** Where offending requests are kept, each as it went over the wire. */
  readonly directory: string;
  readonly onProgress?: (outcome: FuzzOutcome) => void;
  readonly onFinding?: (finding: Finding) => void;
}

export interface Finding {
  /** Of the request, by which the same seed makes it again. */
  readonly number: number;
  readonly what: string;
  readonly file: string;
}

export interface FuzzOutcome {
  readonly sent: number;
  readonly seconds: number;
  readonly statuses: ReadonlyMap<number, number>;
  /** 503 with Retry-After: pressure, and no defect. */
  readonly comeAgain: number;
  /** Requests without an end whose connection ended without an answer, as may be. */
  readonly cutAlone: number;
  readonly findings: readonly Finding[];
  readonly memory: MemoryFigures;
}

const CONNECTIONS = 12;
/** Requests on their way on one connection. */
const PIPELINED = 8;
const SILENT_MS = 30_000;
/** A request without an end gets so long for its answer, milliseconds. */
const ALONE_MS = 300;

/** Throws mutated requests at a running server, on several connections that pipeline, and counts what comes back. */
export async function fuzz(server: BuiltServer, options: FuzzOptions): Promise<FuzzOutcome> {
  const run = new FuzzRun(server, options);
  return run.outcome();
}

class FuzzRun {
  readonly #requests: FuzzRequests;
  readonly #memory: MemoryWatch;
  readonly #started = performance.now();
  readonly #statuses = new Map<number, number>();
  readonly #findings: Finding[] = [];
  #next = 0;
  #comeAgain = 0;
  #cutAlone = 0;

  constructor(
    private readonly server: BuiltServer,
    private readonly options: FuzzOptions,
  ) {
    this.#requests = new FuzzRequests(options.seed);
    this.#memory = new MemoryWatch(() => server.memory());
  }

  async outcome(): Promise<FuzzOutcome> {
    const { onProgress } = this.options;
    const told = setInterval(() => onProgress?.(this.#outcome()), 10_000);
    try {
      await Promise.all(Array.from({ length: CONNECTIONS }, () => this.#work()));
      const taken = this.#outcome();
      if (this.server.isRunning) await this.server.counted();
      await this.#memory.end();
      return { ...taken, memory: this.#memory.figures() };
    } finally {
      clearInterval(told);
      this.#memory.stop();
    }
  }

  #outcome(): FuzzOutcome {
    return {
      sent: this.#next,
      seconds: (performance.now() - this.#started) / 1000,
      statuses: this.#statuses,
      comeAgain: this.#comeAgain,
      cutAlone: this.#cutAlone,
      findings: this.#findings,
      memory: this.#memory.figures(),
    };
  }

  /** Enough is known after so many findings. */
  #isOver(): boolean {
    const { bodies, mostSeconds = Infinity } = this.options;
    const late = performance.now() - this.#started > mostSeconds * 1000;
    return this.#next >= bodies || late || !this.server.isRunning || this.#findings.length >= 50;
  }

  async #work(): Promise<void> {
    let connection = await RawConnection.open(this.server.port);
    while (!this.#isOver()) {
      const group: [number, FuzzRequest][] = [];
      while (group.length < PIPELINED && !this.#isOver()) {
        const number = this.#next++;
        const request = this.#requests.at(number);
        if (request.alone) await this.#alone(number, request);
        else group.push([number, request]);
      }
      for (let left = group; left.length > 0 && this.server.isRunning;) {
        if (!connection.isOpen) connection = await RawConnection.open(this.server.port);
        left = await this.#ask(connection, left);
      }
    }
    connection.close();
  }

  /** What is to be sent again, for the connection ended before its turn came. */
  async #ask(
    connection: RawConnection,
    group: readonly [number, FuzzRequest][],
  ): Promise<[number, FuzzRequest][]> {
    const asked = group.map(([, request]) => connection.ask(request));
    let closes = false;
    for (const [index, [number, request]] of group.entries()) {
      // not held on to: whoever waits for the end of the run would wait for these too
      const silent = sleep(SILENT_MS, 'silent' as const, { ref: false });
      const answer = await Promise.race([asked[index], silent]);
      if (answer === null || answer === undefined || answer === 'silent') {
        if (closes) return group.slice(index);
        connection.close();
        await this.#askAgain(number, request, answer === 'silent' ? 'no answer' : 'cut off');
        return group.slice(index + 1);
      }
      await this.#take(number, request, answer);
      closes = answer.headers.get('connection') === 'close';
    }
    // before the end is seen here, the next group would be written to a connection that nobody reads any more
    if (closes) connection.close();
    return [];
  }

  /**
   * Alone on a connection. An answer that says that the connection closes can be lost where further requests were on
   * their way on it: whoever closes while something unread comes resets the connection (RFC 9112, 9.6).
   */
  async #askAgain(number: number, request: FuzzRequest, what: string): Promise<void> {
    const connection = await RawConnection.open(this.server.port);
    const silent = sleep(SILENT_MS, null, { ref: false });
    const answer = this.server.isRunning ? await Promise.race([connection.ask(request), silent]) : null;
    connection.close();
    if (answer !== null) await this.#take(number, request, answer);
    else
      await this.#found(
        number,
        request,
        this.server.isRunning ? `${what}, twice` : `${what}, the server ended`,
      );
  }

  async #alone(number: number, request: FuzzRequest): Promise<void> {
    const connection = await RawConnection.open(this.server.port);
    const answer = await Promise.race([connection.ask(request), sleep(ALONE_MS, null)]);
    connection.close();
    if (answer === null) this.#cutAlone++;
    else await this.#take(number, request, answer);
  }

  async #take(number: number, request: FuzzRequest, { status, headers, body }: RawAnswer): Promise<void> {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    if (status === 503 && headers.has('retry-after')) this.#comeAgain++;
    else if (status >= 500) await this.#found(number, request, `${String(status)} ${body.toString()}`);
  }

  async #found(number: number, request: FuzzRequest, what: string): Promise<void> {
    const { directory, seed } = this.options;
    await mkdir(directory, { recursive: true });
    const file = join(directory, `seed-${String(seed)}-${String(number)}.http`);
    await writeFile(file, bytesOf(request));
    const finding = { number, what, file };
    this.#findings.push(finding);
    this.options.onFinding?.(finding);
  }
}
