import { setTimeout as sleep } from 'node:timers/promises';
import { crashStatement, type CrashStatement } from '../crash/crash-statements.js';
import { basic } from '../support/built-server.js';
import { runNumberOf } from './chaos-learners.js';

const SENDERS = 3;
const MOST_AT_ONCE = 8;

/** Learning platforms that send, and send the same again until it is taken. */
export class ChaosSenders {
  readonly acknowledged = new Set<string>();
  /** Those, as they were sent. */
  readonly statements: CrashStatement[] = [];
  /** Answers that are neither "taken" nor "come again". */
  readonly unexpected: string[] = [];
  /** Times that they were told to come again, or met nobody. */
  again = 0;
  #sent = 0;
  #isOver = false;

  /** @param url where to, at this moment */
  constructor(
    private readonly url: () => string,
    private readonly random: () => number,
  ) {}

  /** Until `stop`; resolves when all that was sent is taken. */
  async send(round: number): Promise<void> {
    this.#isOver = false;
    await Promise.all(Array.from({ length: SENDERS }, (_, sender) => this.#work(round, sender)));
  }

  stop(): void {
    this.#isOver = true;
  }

  async #work(round: number, sender: number): Promise<void> {
    while (!this.#isOver) {
      const size = 1 + Math.floor(MOST_AT_ONCE * this.random());
      const batch = Array.from({ length: size }, () =>
        crashStatement(runNumberOf(round), sender, this.#sent++),
      );
      while (!(await this.#isTaken(batch))) await sleep(150);
      for (const { id } of batch) this.acknowledged.add(id);
      this.statements.push(...batch);
      await sleep(20);
    }
  }

  async #isTaken(batch: readonly object[]): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url()}/xapi/statements`, {
        method: 'POST',
        headers: {
          authorization: basic,
          'x-experience-api-version': '1.0.3',
          'content-type': 'application/json',
        },
        body: JSON.stringify(batch),
      });
      if (answer.status === 200) return true;
      const text = await answer.text();
      if (answer.status !== 503 || !answer.headers.has('retry-after'))
        this.unexpected.push(`${answer.status} ${text.slice(0, 300)}`);
    } catch {
      // nobody is there, or was cut off: as good as being told to come again
    }
    this.again++;
    return false;
  }
}
