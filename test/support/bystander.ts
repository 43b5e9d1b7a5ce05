import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { statement } from './api-town.js';
import { basic, type BuiltServer } from './built-server.js';
import { RawConnection, type RawAnswer, type RawRequest } from './raw-connection.js';

const EVERY_MS = 50;
export const common: readonly (readonly [string, string])[] = [
  ['Host', '127.0.0.1'],
  ['Authorization', basic],
  ['X-Experience-API-Version', '1.0.3'],
  ['Accept-Language', 'en'],
];

export interface Seen {
  readonly requests: number;
  /** The longest that an answer took, milliseconds. */
  readonly longestMs: number;
  /** What took so long. */
  readonly longestWas: string;
  /** Answers other than 200. */
  readonly refused: readonly (number | null)[];
}

/** Another client of the server, with a connection of its own: one small write and one small read by turns, for ever. */
export class Bystander {
  #isOver = false;
  readonly #took: { readonly ms: number; readonly method: string }[] = [];
  readonly #refused: (number | null)[] = [];

  private constructor(private readonly connection: RawConnection) {}

  /** What one of each of two servers met with while the work went on. */
  static async duringBoth(
    servers: readonly [BuiltServer, BuiltServer],
    work: () => Promise<void>,
  ): Promise<readonly [Seen, Seen]> {
    const [one, other] = [
      new Bystander(await RawConnection.open(servers[0].port)),
      new Bystander(await RawConnection.open(servers[1].port)),
    ];
    const asking = [one.#ask(), other.#ask()];
    try {
      await work();
    } finally {
      one.#isOver = other.#isOver = true;
      await Promise.all(asking);
      one.connection.close();
      other.connection.close();
    }
    return [one.#seen(), other.#seen()];
  }

  #seen(): Seen {
    const longest = this.#took.reduce((most, one) => (one.ms > most.ms ? one : most));
    return {
      requests: this.#took.length,
      longestMs: Math.round(longest.ms),
      longestWas: longest.method,
      refused: this.#refused,
    };
  }

  async #ask(): Promise<void> {
    for (let id = randomUUID(); !this.#isOver; id = randomUUID()) {
      const body = { ...statement('a01', 'experienced', 'page-1', '2026-11-20T08:00:00.000Z'), id };
      this.#note(await this.#timed(post(Buffer.from(JSON.stringify(body)))));
      await sleep(EVERY_MS);
      this.#note(await this.#timed(get(`statementId=${id}`)));
      await sleep(EVERY_MS);
    }
  }

  #note(answer: RawAnswer | null): void {
    if (answer?.status !== 200) this.#refused.push(answer?.status ?? null);
    if (answer === null) this.#isOver = true;
  }

  async #timed(request: RawRequest): Promise<RawAnswer | null> {
    const began = performance.now();
    const answer = await this.connection.ask(request);
    this.#took.push({ ms: performance.now() - began, method: request.method });
    return answer;
  }
}

/** @param query of the statements resource, encoded */
export const get = (query: string): RawRequest => ({
  method: 'GET',
  target: `/xapi/statements?${query}`,
  headers: common,
  body: Buffer.alloc(0),
});

export const post = (
  body: Buffer,
  type = 'application/json',
  more: RawRequest['headers'] = [],
): RawRequest => ({
  method: 'POST',
  target: '/xapi/statements',
  headers: [...common, ['Content-Type', type], ['Content-Length', String(body.length)], ...more],
  body,
});
