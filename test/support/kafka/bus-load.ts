import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchHandler, BusRecord, EventBus } from '#libs/event-bus';

/** A statement message that can be told from all others. */
export const numbered = (key: string, n: number): BusRecord<'statements'> => ({
  key,
  value: {
    v: 1,
    tenant: 't',
    timeZone: 'Asia/Shanghai',
    learnerPid: key,
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    stored: '2026-11-24T00:00:00.000Z',
    n,
    contentHash: String(n),
    version: '1.0.3',
    source: 'test',
    statement: '{}',
  },
});

/**
 * Senders, each with a key of its own, who send one call after another and send a call again until it is
 * acknowledged, as a client does that is told to come again.
 */
export class BusLoad {
  readonly acknowledged = new Map<string, number[]>();
  readonly refusals: Error[] = [];
  #isEnding = false;
  readonly #senders: Promise<void>[];

  constructor(bus: EventBus, senders: number, perCall = 5) {
    this.#senders = Array.from({ length: senders }, (_, index) =>
      this.#send(bus, `sender-${String(index)}`, perCall),
    );
  }

  get count(): number {
    return [...this.acknowledged.values()].reduce((sum, { length }) => sum + length, 0);
  }

  async end(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#senders);
  }

  async #send(bus: EventBus, key: string, perCall: number): Promise<void> {
    const own: number[] = [];
    this.acknowledged.set(key, own);
    for (let n = 0; !this.#isEnding; n += perCall) {
      const call = Array.from({ length: perCall }, (_, i) => n + i);
      while (!(await this.#isTaken(bus, key, call))) await sleep(100);
      own.push(...call);
      await sleep(10);
    }
  }

  async #isTaken(bus: EventBus, key: string, call: readonly number[]): Promise<boolean> {
    try {
      await bus.publish(
        'statements',
        call.map((n) => numbered(key, n)),
      );
      return true;
    } catch (error) {
      this.refusals.push(error as Error);
      return false;
    }
  }
}

/** What handlers saw, over all buses of a test. */
export class Seen {
  /** By key, each message once, in the order in which it was handled first. */
  readonly firsts = new Map<string, number[]>();
  total = 0;
  /** Batches that were handled at the same time as another with messages of the same partition. */
  overlaps = 0;
  readonly #known = new Set<string>();
  readonly #atWork = new Set<number>();

  handler(workMs = 0): BatchHandler {
    return async ({ records }) => {
      const partitions = new Set(records.map(({ partition }) => partition));
      for (const partition of partitions) {
        if (this.#atWork.has(partition)) this.overlaps++;
        this.#atWork.add(partition);
      }
      await sleep(workMs);
      for (const { key, value } of records) this.#note(key, (value as { n: number }).n);
      for (const partition of partitions) this.#atWork.delete(partition);
    };
  }

  #note(key: string, n: number): void {
    this.total++;
    if (this.#known.has(`${key}/${String(n)}`)) return;
    this.#known.add(`${key}/${String(n)}`);
    this.firsts.set(key, [...(this.firsts.get(key) ?? []), n]);
  }
}
