import type { ConsumerStats } from './event-bus.js';

/** How handling goes in the partitions of one consumer. */
export class HandlingRecord {
  #failures = 0;
  /** Since when the batch in hand fails, ms, by partition. */
  readonly #failingSince = new Map<number, number>();

  /** @param now milliseconds since the epoch */
  constructor(private readonly now: () => number = Date.now) {}

  failed(partition: number): void {
    this.#failures++;
    if (!this.#failingSince.has(partition)) this.#failingSince.set(partition, this.now());
  }

  /** Handled, or given back. */
  ended(partition: number): void {
    this.#failingSince.delete(partition);
  }

  get stats(): Pick<ConsumerStats, 'failures' | 'failing'> {
    const now = this.now();
    return {
      failures: this.#failures,
      failing: [...this.#failingSince].map(([partition, since]) => ({
        partition,
        seconds: (now - since) / 1000,
      })),
    };
  }
}
