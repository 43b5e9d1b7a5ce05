import { setTimeout as sleep } from 'node:timers/promises';

export interface MemoryFigures {
  /** Bytes before the first request; after the first fifth of the samples; the most; at rest after the last. */
  readonly start: number;
  readonly warm: number;
  readonly peak: number;
  readonly end: number;
}

const EVERY_MS = 1000;

/** Samples how much memory a process holds. */
export class MemoryWatch {
  readonly #samples: number[];
  readonly #timer: NodeJS.Timeout;
  #end = NaN;

  constructor(private readonly measure: () => number) {
    this.#samples = [measure()];
    this.#timer = setInterval(() => this.#samples.push(measure()), EVERY_MS);
  }

  /** At rest: the least of some samples, since what is free is not given back at once. */
  async end(): Promise<void> {
    this.stop();
    const rest: number[] = [];
    for (let i = 0; i < 5; i++) {
      rest.push(this.measure());
      await sleep(400);
    }
    this.#end = Math.min(...rest);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  figures(): MemoryFigures {
    const samples = this.#samples;
    return {
      start: samples[0] ?? NaN,
      warm: samples[Math.floor(samples.length / 5)] ?? NaN,
      peak: Math.max(...samples),
      end: this.#end,
    };
  }
}
