import { setTimeout as sleep } from 'node:timers/promises';
import type { SeededRandom } from '#libs/models';
import { headers, postFifty } from '../lrs/operations.js';

const EVERY_MS = 100;
/** Statements a second: what a province of 100,000 learners brings in its busiest hour (docs/sizing.md). */
export const LIVE_RATE = (postFifty.brings * 1000) / EVERY_MS;

/** What senders were told between two looks. */
export interface Answers {
  /** Statements acknowledged. */
  taken: number;
  /** Requests refused with 503 and a time to come again. */
  refused: number;
  /** Requests with any other answer, or none. */
  others: number;
}

/** Requests of fifty statements at an even rate, whatever the answers: as live senders come, who do not know of trouble. */
export class SteadyLoad {
  #since: Answers = { taken: 0, refused: 0, others: 0 };
  #taken = 0;
  #isOver = false;
  readonly #underWay = new Set<Promise<void>>();
  readonly #sending: Promise<void>;

  constructor(
    private readonly url: string,
    private readonly random: SeededRandom,
  ) {
    this.#sending = this.#send();
  }

  /** Statements acknowledged from the beginning. */
  get taken(): number {
    return this.#taken;
  }

  /** Answers since the last call. */
  look(): Answers {
    const since = this.#since;
    this.#since = { taken: 0, refused: 0, others: 0 };
    return since;
  }

  /** Resolves when all that was sent is answered. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#sending;
    await Promise.all(this.#underWay);
  }

  async #send(): Promise<void> {
    const began = performance.now();
    for (let sent = 1; !this.#isOver; sent++) {
      const one = this.#post().finally(() => this.#underWay.delete(one));
      this.#underWay.add(one);
      await sleep(Math.max(0, began + sent * EVERY_MS - performance.now()));
    }
  }

  async #post(): Promise<void> {
    const { path = '', method = '', body = '' } = postFifty.request(this.random);
    try {
      const answer = await fetch(`${this.url}${path}`, { method, headers, body: body.toString() });
      await answer.arrayBuffer();
      if (answer.status === 200) {
        this.#taken += postFifty.brings;
        this.#since.taken += postFifty.brings;
      } else if (answer.status === 503 && answer.headers.has('retry-after')) this.#since.refused++;
      else this.#since.others++;
    } catch {
      // cut off without an answer: what a sender cannot tell from a server that is away
      this.#since.others++;
    }
  }
}
